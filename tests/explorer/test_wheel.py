"""The wheel carries the explorer where it is built, and serves it."""

import subprocess
import sys
import zipfile

from .conftest import ROOT


def test_the_wheel_carries_the_explorer(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "jlac_graph/_bundle/web/.vite/manifest.json" in names
    scripts = [name for name in names if name.startswith("jlac_graph/_bundle/web/assets/index-")]
    assert len(scripts) >= 2
    assert not any("node_modules" in name for name in names)
