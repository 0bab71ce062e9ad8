"""Arrays in a file that is mapped into memory."""

import resource
from array import array
from pathlib import Path

import numpy as np
import pytest

from jlac_graph.core.kept_arrays import kept_arrays, read_arrays, write_arrays

ARRAYS = {
    "numbers": array("q", [1, -2, 3]),
    "none": array("q"),
    "small": np.array([1, 2, 65535], np.uint16),
    "text": "é 日本".encode(),
    "large": np.array([2**64 - 1], np.uint64),
}


def test_arrays_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_arrays(tmp_path / "a", ARRAYS)
    found = read_arrays(tmp_path / "a")
    assert {name: view.tolist() for name, view in found.items()} == {
        name: list(values) for name, values in ARRAYS.items()
    }
    assert np.asarray(found["small"]).dtype == np.uint16


def test_a_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    whole = tmp_path / "a"
    write_arrays(whole, ARRAYS)
    content = whole.read_bytes()
    for size in range(len(content.partition(b"\n")[0]) + 2, len(content)):
        whole.write_bytes(content[:size])
        with pytest.raises(ValueError, match="incomplete"):
            read_arrays(whole)


def test_what_cannot_be_mapped_is_not_made_again(tmp_path: Path) -> None:
    kept_arrays(tmp_path, "a", lambda: {"numbers": array("q", bytes(1 << 26))})
    limits = resource.getrlimit(resource.RLIMIT_AS)
    used = 1024 * int(Path("/proc/self/status").read_text("ascii").partition("VmSize:")[2].split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 25), limits[1]))
    try:
        with pytest.raises(MemoryError, match=r"no memory is left to map .*a\.bin"):
            kept_arrays(tmp_path, "a", lambda: pytest.fail("made again"))
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)
