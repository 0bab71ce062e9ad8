"""Carry the explorer's front end in the wheel and the sdist where it is built; neither needs it."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Add ``web/dist`` if ``make web`` has made it: to the wheel, and to the sdist that may become one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Tell hatch of the folder."""
        built = Path(self.root) / "web" / "dist"
        if version == "standard" and (built / "assets").is_dir():
            place = "web/dist" if self.target_name == "sdist" else "jlac_graph/_bundle/web"
            build_data["force_include"][str(built)] = place
