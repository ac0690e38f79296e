"""Packs the package's data when a wheel is built or the checkout is installed. ``INFOBOX_COMPILE=1`` also compiles modules of a wheel."""

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
        return COMPILERS if _is_compiled() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build. An editable one (`version`) stays Python, so that edits take effect at once."""
        package = Path(self.root) / "infobox"
        data = _module(package / "data.py")
        (package / data.PACK).write_text(data.pack(package), "utf-8")
        build_data["artifacts"].append(f"infobox/{data.PACK}")
        if _is_compiled() and version != "editable":
            self._compile(build_data)

    def _compile(self, build_data: dict[str, Any]) -> None:
        """Add the compiled modules. Without a compiler the wheel is plain Python, which is said; what else goes wrong ends the build."""
        compiling = _module(Path(self.root) / "tools" / "compiled.py")
        if not compiling.has_compiler():
            self.app.display_warning("infobox: there is no C compiler, or no Python.h, so this wheel is plain Python")
            return
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        build_data["force_include"].update({str(folder / path): path.as_posix() for path in compiling.compiled(Path(self.root), folder)})
        build_data.update(pure_python=False, infer_tag=True)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling after a build."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def _is_compiled() -> bool:
    return os.environ.get("INFOBOX_COMPILE", "") not in ("", "0")


def _module(path: Path) -> ModuleType:
    """A module of the checkout, which is not installed yet."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
