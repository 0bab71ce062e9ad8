"""The wheel carries the explorer where it is built, and serves it."""

import zipfile

from tests.tools import missing

from .conftest import ROOT


def test_the_wheel_carries_the_explorer(wheel):
    if not (ROOT / "web" / "dist" / "index.html").is_file():
        missing("the built explorer")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "jlac_graph/_bundle/web/.vite/manifest.json" in names
    scripts = [name for name in names if name.startswith("jlac_graph/_bundle/web/assets/index-")]
    assert len(scripts) >= 2
    assert not any("node_modules" in name for name in names)
