"""Replacing a file's content: as a whole or not at all, without changing anything else about the file."""

from __future__ import annotations

import errno
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from infobox.pages.replacing import replace

OLD, NEW = b"old\r\n" * 9000, b"new \xff\0" * 20000
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
needs_unix = pytest.mark.skipif(os.name != "posix", reason="files of Unix")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "page"
    file.write_bytes(OLD)
    return file


def failing(code: int, *, after: int = 0, times: int = 10**9) -> Callable[..., int]:
    """`os.write` that fails `times` times after this many bytes of the new content are written."""
    write, left, fails = os.write, after, times

    def failing(handle: int, data: memoryview) -> int:
        nonlocal left, fails
        if bytes(data[:3]) != b"new" and left == after:
            return write(handle, data)
        if left == 0 and fails:
            fails -= 1
            raise OSError(code, os.strerror(code))
        written = write(handle, data[:left] if left else data)
        left -= min(written, left)
        return written

    return failing


def test_content_is_replaced_and_nothing_left_beside_it(file: Path) -> None:
    for data in (NEW, b"", b"short", NEW):
        replace(file, data)
        assert file.read_bytes() == data
        assert os.listdir(file.parent) == ["page"]


def test_a_reader_finds_the_old_content_or_the_new_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = os.replace

    def watched(source: Path, target: Path) -> None:
        assert file.read_bytes() == OLD
        assert source.read_bytes() == NEW
        exchange(source, target)

    monkeypatch.setattr(os, "replace", watched)
    replace(file, NEW)
    assert file.read_bytes() == NEW


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755, 0o777, 0o4755, 0o200])
@needs_unix
def test_the_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    if not os.access(file, os.R_OK):
        pytest.skip("cannot be read")
    replace(file, NEW)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(not ROOT, reason="only the superuser gives files away")
@pytest.mark.parametrize("mode", [0o644, 0o6755])
def test_owner_and_group_stay(file: Path, mode: int) -> None:
    os.chown(file, 12, 34)
    file.chmod(mode)
    replace(file, NEW)
    status = file.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12, 34, mode)
    assert file.read_bytes() == NEW


@needs_unix
def test_a_file_whose_owner_a_new_one_cannot_have_is_written_in_place(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    before = file.stat()
    status = os.stat_result((before.st_mode, before.st_ino, before.st_dev, 1, before.st_uid + 1, *before[5:]))
    monkeypatch.setattr(os, "stat", lambda path, **_: status if path == file else os.lstat(path))
    monkeypatch.setattr(os, "chown", refused)
    replace(file, NEW)
    monkeypatch.undo()
    assert (file.stat().st_ino, file.stat().st_uid) == (before.st_ino, before.st_uid)
    assert file.read_bytes() == NEW
    assert os.listdir(file.parent) == ["page"]


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.note", b"kept")
    except OSError:
        pytest.skip("no extended attributes on this disk")
    replace(file, NEW)
    assert os.getxattr(file, "user.note") == b"kept"


@needs_unix
def test_links_still_lead_to_the_file(file: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    one, two = tmp_path / "there" / "one", tmp_path / "two"
    one.symlink_to("../page")
    two.symlink_to(one)
    replace(two, NEW)
    assert file.read_bytes() == one.read_bytes() == NEW
    assert (os.readlink(one), os.readlink(two)) == ("../page", str(one))
    assert sorted(os.listdir(tmp_path)) == ["page", "there", "two"]


@needs_unix
@pytest.mark.parametrize("data", [NEW, b"short", b""])
def test_hard_links_stay(file: Path, tmp_path: Path, data: bytes) -> None:
    other = tmp_path / "other"
    other.hardlink_to(file)
    before = file.stat()
    replace(other, data)
    assert file.read_bytes() == other.read_bytes() == data
    assert (file.stat().st_ino, file.stat().st_nlink, file.stat().st_mode) == (before.st_ino, 2, before.st_mode)
    assert sorted(os.listdir(tmp_path)) == ["other", "page"]


# --- refused


@needs_unix
@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_read_only_file_is_refused_to_everybody(file: Path, mode: int) -> None:
    file.chmod(mode)
    before = file.stat()
    with pytest.raises(PermissionError, match="read-only"):
        replace(file, NEW)
    assert file.stat() == before
    assert file.read_bytes() == OLD


@needs_unix
@pytest.mark.skipif(ROOT, reason="the superuser may write everything")
def test_a_file_that_others_may_write_is_refused(file: Path) -> None:
    file.chmod(0o464)
    with pytest.raises(PermissionError):
        replace(file, NEW)
    assert file.read_bytes() == OLD


@needs_unix
@pytest.mark.parametrize("linked", [False, True])
def test_what_is_not_a_file_is_refused(tmp_path: Path, linked: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
    (tmp_path / "folder").mkdir()
    for path, reason in (
        (tmp_path / "pipe", "a pipe, not a file"),
        (tmp_path / "socket", "a socket, not a file"),
        (tmp_path / "folder", "a folder, not a file"),
        (Path("/dev/null"), "a device, not a file"),
    ):
        before = path.lstat()
        name = path
        if linked:
            name = tmp_path / f"to-{path.name}"
            name.symlink_to(path)
        with pytest.raises(OSError, match=reason):
            replace(name, NEW)
        assert (path.lstat().st_ino, path.lstat().st_mode) == (before.st_ino, before.st_mode)


def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace(tmp_path / "page", NEW)
    assert os.listdir(tmp_path) == []


# --- failures


@pytest.mark.parametrize("after", [0, 1000])
def test_a_full_disk_leaves_the_old_content(file: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    monkeypatch.setattr(os, "write", failing(errno.ENOSPC, after=after))
    with pytest.raises(OSError, match="No space left"):
        replace(file, NEW)
    assert file.read_bytes() == OLD
    assert os.listdir(file.parent) == ["page"]


@needs_unix
@pytest.mark.parametrize("after", [0, 1000, 60_000])
def test_a_full_disk_leaves_the_old_content_in_a_file_of_several_names(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    other = tmp_path / "other"
    other.hardlink_to(file)
    monkeypatch.setattr(os, "write", failing(errno.ENOSPC, after=after, times=1))
    with pytest.raises(OSError, match="No space left"):
        replace(other, NEW)
    assert file.read_bytes() == other.read_bytes() == OLD
    assert sorted(os.listdir(tmp_path)) == ["other", "page"]


@needs_unix
def test_what_cannot_even_be_put_back_is_beside_the_file(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other").hardlink_to(file)
    monkeypatch.setattr(os, "write", failing(errno.EIO, after=10))
    with pytest.raises(OSError, match="its old content is in ") as raised:
        replace(file, NEW)
    copy = Path(str(raised.value.strerror).rpartition(" is in ")[2])
    assert copy.parent == tmp_path
    assert copy.name.startswith(".page.")
    assert copy.read_bytes() == OLD
