"""Packs the package's data when a wheel is built or the checkout is installed, and compiles what is compiled, if a compiler is here.

That is the decoder of bzip2; nothing with ``INFOBOX_COMPILE=0``; also the modules that read, but not for an editable install, with
``INFOBOX_COMPILE=1``.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILERS = ["mypy>=2.4.1", "setuptools>=77", "msgspec>=0.19.0"]
"""What compiling needs; msgspec for its types."""


class CustomBuildHook(BuildHookInterface):
    """Writes the pack beside the modules and adds it, and what was compiled, to the wheel."""

    def dependencies(self) -> list[str]:
        """Called by hatchling: what it installs before a build."""
        decoder = [] if _asked() == "0" else [_module(Path(self.root) / "tools/decoder.py").NEEDED]
        return COMPILERS if _asked() == "1" else decoder

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build. An editable one (`version`) compiles no Python, so that edits take effect at once."""
        package = Path(self.root) / "infobox"
        data = _module(package / "data.py")
        (package / data.PACK).write_text(data.pack(package), "utf-8")
        build_data["artifacts"].append(f"infobox/{data.PACK}")
        if _asked() == "0":
            return
        compiling = _module(Path(self.root) / "tools/compiled.py")
        if not compiling.has_compiler():
            self.app.display_warning("infobox: there is no C compiler, or no Python.h, so this is plain Python")
            return
        self._folder = tempfile.TemporaryDirectory()
        self._add_decoder(build_data, editable=version == "editable")
        if _asked() == "1" and version != "editable":
            self._compile(build_data, compiling)

    def _add_decoder(self, build_data: dict[str, Any], *, editable: bool) -> None:
        """Compile the decoder, for an editable install in its place. If it cannot be compiled, that is said, and it is left out."""
        decoder = _module(Path(self.root) / "tools/decoder.py")
        package = Path(self.root) / "infobox/dumps"
        try:
            made = decoder.built(Path(self.root), package if editable else Path(self._folder.name))
        except RuntimeError as error:
            self.app.display_warning(f"infobox: its decoder of bzip2 cannot be compiled, and is left out:\n{error}")
            return
        if not editable:
            build_data["force_include"][str(made)] = f"infobox/dumps/{made.name}"
            build_data.update(pure_python=False, tag=f"{decoder.TAG}-{_platform()}")

    def _compile(self, build_data: dict[str, Any], compiling: ModuleType) -> None:
        """Add the compiled modules. What goes wrong ends the build."""
        folder = Path(self._folder.name) / "modules"
        folder.mkdir()
        build_data["force_include"].update({str(folder / path): path.as_posix() for path in compiling.compiled(Path(self.root), folder)})
        build_data.pop("tag", None)  # the decoder's, for any later Python
        build_data.update(pure_python=False, infer_tag=True)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling after a build."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def _asked() -> str:
    """What ``INFOBOX_COMPILE`` asks for: 0 nothing, 1 all, otherwise what takes a second."""
    return os.environ.get("INFOBOX_COMPILE", "")


def _platform() -> str:
    """The kind of machine that this is, as names of wheels say it."""
    from packaging.tags import sys_tags

    return next(tag.platform for tag in sys_tags() if "manylinux" not in tag.platform and "musllinux" not in tag.platform)


def _module(path: Path) -> ModuleType:
    """A module of the checkout, which is not installed yet."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
