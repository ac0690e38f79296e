"""Compile the decoder of bzip2 that searches blocks before it inverts them: called by `hatch_build.py`, or to renew the one of a checkout.

It is one file for all versions of Python from 3.11 on (the stable ABI), and optional: without it, all is read in another way.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

NAME: Final = "infobox.dumps._bwt"
SOURCES: Final = ("_bwt.c", "_blocks.h")
"""In `infobox/dumps`; the first is compiled and includes the other."""
NEEDED: Final = "setuptools>=65"
TAG: Final = "cp311-abi3"
"""The Pythons that can import it, as names of wheels say it."""

_BUILD: Final = """\
import sys
from setuptools import Extension, setup
flags = [] if sys.platform == "win32" else ["-O3", "-std=c11"]
module = Extension(sys.argv[1], [sys.argv[2]], py_limited_api=True, extra_compile_args=flags)
setup(name="decoder", packages=[], ext_modules=[module], script_args=["build_ext", "--build-lib", "built", "--build-temp", "temporary"])
"""


def built(root: Path, folder: Path) -> Path:
    """Compile the decoder of the checkout `root` into `folder`; the file. Raises `RuntimeError` with the compiler's last words."""
    with tempfile.TemporaryDirectory() as name:
        for source in SOURCES:
            shutil.copy(root / "infobox/dumps" / source, name)
        command = [sys.executable, "-c", _BUILD, NAME, SOURCES[0]]
        run = subprocess.run(command, cwd=name, capture_output=True, text=True, check=False)
        made = [path for path in Path(name, "built").rglob("_bwt*") if path.suffix in (".so", ".pyd")]
        if run.returncode or not made:
            raise RuntimeError("\n".join((run.stdout + run.stderr).splitlines()[-20:]))
        # A process that has loaded an older one keeps it: the file is replaced, not written into.
        new = folder / f"{made[0].name}.new"
        shutil.copy(made[0], new)
        return new.replace(folder / made[0].name)


if __name__ == "__main__":
    checkout = Path(__file__).parents[1]
    print(built(checkout, checkout / "infobox/dumps"))
