"""Packs the package's data when a wheel is built or the checkout is installed."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    """Writes the pack beside the modules and adds it to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build."""
        package = Path(self.root) / "infobox"
        spec = importlib.util.spec_from_file_location("data", package / "data.py")
        assert spec is not None
        assert spec.loader is not None
        data = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(data)
        (package / data.PACK).write_text(data.pack(package), "utf-8")
        build_data["artifacts"].append(f"infobox/{data.PACK}")
