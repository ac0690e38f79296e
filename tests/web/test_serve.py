"""``infobox serve``: wrong use is one line and status 2; it prints its address and nothing else, and ends without leaving a process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.command_line import Runner, package_environment
from tests.web.servers import until


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--port", "70000"], "70000 is no port"),
        (["--port", "x"], "x is no port"),
        (["--port", "-1"], "-1 is no port"),
        (["--workers", "0"], "0 is not possible: give a number from 1 to 256"),
        (["--workers", "9999"], "9999 is not possible"),
        (["--max-size", "1e6"], "1e6 is not possible"),
        (["--timeout", "0"], "0 is no time"),
        (["--timeout", "nan"], "nan is no time"),
        (["--timeout", "soon"], "soon is no time"),
        (["--allow-origin", "en.wikipedia.org"], "en.wikipedia.org is no origin"),
        (["--allow-origin", "https://en.wikipedia.org/"], "https://en.wikipedia.org/ is no origin"),
        (["--allow-host", "https://a.example"], "https://a.example is no name of a machine"),
        (["--host", "", "--offline"], "--host is empty"),
        (["--host", "nosuch.invalid", "--offline"], "choose another with --host or --port"),
        (["--host", "192.0.2.1", "--offline"], "choose another with --host or --port"),
        (["--nosuch"], "--nosuch"),
    ],
)
def test_wrong_use(run: Runner, arguments: list[str], says: str) -> None:
    done = run("serve", *arguments)
    assert done.status == 2
    assert done.out == ""
    assert says in done.err
    assert len([line for line in done.err.splitlines() if not line.startswith("usage")]) <= 2


def test_a_port_in_use(run: Runner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("serve", "--offline", "--port", str(port))
    assert done == (2, "", f"infobox serve: 127.0.0.1, port {port}: Address already in use; choose another with --host or --port\n")


@pytest.mark.parametrize("missing", ["uvicorn", "starlette.applications", "anyio"])
def test_without_the_extra(run: Runner, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name in [name for name in sys.modules if name.startswith("infobox.web.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    done = run("serve", "--offline")
    assert done == (2, "", "infobox serve: needs the extra web (install it with: pip install 'infobox[web]')\n")


def test_the_help_needs_no_extra(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("uvicorn", "starlette", "anyio"):
        monkeypatch.setitem(sys.modules, name, None)
    done = run("serve", "--help")
    assert done.status == 0
    assert "--allow-origin" in done.out


def children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the processes of a server are listed on Linux alone")
@pytest.mark.parametrize(
    ("how", "statuses"), [(signal.SIGINT, {130}), (signal.SIGTERM, {-signal.SIGTERM, 143}), (signal.SIGKILL, {-signal.SIGKILL})]
)
def test_from_the_first_line_to_the_end(how: signal.Signals, statuses: set[int]) -> None:
    command = [sys.executable, "-m", "infobox", "serve", "--port", "0", "--offline"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=package_environment(), start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().rstrip()
        assert address.startswith("http://127.0.0.1:")
        done = httpx.post(f"{address}api/read", json={"text": "{{Infobox military conflict|conflict=Secret}}"}, timeout=60)
        assert done.status_code == 200
        workers = children(process.pid)
        assert len(workers) >= 1
        if how == signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal sends it
        else:
            process.send_signal(how)
        out, err = process.communicate(timeout=30)
    assert process.returncode in statuses
    assert out == ""
    assert "Traceback" not in err
    assert "Secret" not in err
    assert '"POST /api/read HTTP/1.1" 200' in err
    until(lambda: all(map(gone, workers)))
