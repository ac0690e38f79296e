"""A short run of the fuzzer of the decoder in C, with sanitizers."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fuzz.seeds import write

FLAGS = ("-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function")
ROUNDS = 20_000


def test_damaged_blocks_are_refused_or_read_as_libbz2_reads_them(tmp_path: Path) -> None:
    compiler = shutil.which("gcc") or shutil.which("clang")
    if compiler is None or not Path("/usr/include/bzlib.h").exists():
        assert not os.environ.get("CI"), "gcc and libbz2-dev are missing in CI"
        pytest.skip("no C compiler, or no libbz2")
    table, *files = write(tmp_path)
    program = tmp_path / "blocks"
    source = Path(__file__).with_name("blocks.c")
    subprocess.run([compiler, *FLAGS, str(source), "-o", str(program), "-lbz2"], check=True)
    for seed in (1, 2):
        done = subprocess.run([program, table, str(ROUNDS), str(seed), *files], capture_output=True, text=True, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        read, accepted = (int(word) for word in done.stdout.split() if word.isdigit())
        assert (read, accepted > len(files)) == (ROUNDS, True)
