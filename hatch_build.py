"""Carry the explorer's front end in the wheel where it is built; the wheel does not need it."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Add ``web/dist`` to the wheel when ``make web`` has made it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Tell hatch of the folder."""
        built = Path(self.root) / "web" / "dist"
        if version == "standard" and (built / "assets").is_dir():
            build_data["force_include"][str(built)] = "jlac_graph/_bundle/web"
