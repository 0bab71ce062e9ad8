"""What the explorer keeps beside a graph for later processes."""

from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from pathlib import Path
from types import SimpleNamespace

import pytest

import jlac_graph
from jlac_graph.core.kept_arrays import read_arrays, write_arrays
from jlac_graph.core.program import program
from jlac_graph.web.explore.cache import Cache
from jlac_graph.web.explore.kept_values import kept_value, version
from jlac_graph.web.worker_process import _size


def test_a_value_is_made_once_for_all_processes_where_it_can_be_kept(tmp_path: Path):
    made = []

    def make() -> dict:
        made.append(1)
        return {"chile": ["銅", 2, None]}

    def value(beside: Path | None) -> dict:
        # a new cache each time, as another process has
        return kept_value(Cache(SimpleNamespace(beside=beside), None), "legal a/b", make)

    assert [value(tmp_path / "a") for _ in range(3)] == [{"chile": ["銅", 2, None]}] * 3
    assert len(made) == 1
    assert value(None) == value(None) == {"chile": ["銅", 2, None]}
    assert len(made) == 3


class _LookedUp(dict):
    """Labels that are looked up one by one, however many there are."""

    def keys(self):
        pytest.fail("goes through all labels")

    __iter__ = keys


def test_a_label_is_looked_up_without_going_through_all() -> None:
    cache = Cache(SimpleNamespace(beside=None), None)
    cache.__dict__["bases"] = ()
    cache._labels["en"] = _LookedUp({"agent/a": "A"})
    assert cache.labels(["agent/a"], "en") == {"agent/a": "A"}


def test_what_is_kept_depends_on_the_whole_program() -> None:
    assert program(Path(jlac_graph.__file__).parent).startswith(version())


def test_a_file_that_is_mapped_to_be_read_is_not_memory_of_a_worker(tmp_path: Path):
    write_arrays(tmp_path / "hops.bin", {"costs": bytes(2**26)})
    before = _size()
    hops = read_arrays(tmp_path / "hops.bin")
    assert bytes(hops["costs"][:2]) == b"\0\0"
    assert _size() < before + 2**22
    # a mapping, since the heap of a process that has lived for long may have as much to give
    with mmap(-1, 2**26, flags=MAP_PRIVATE | MAP_ANONYMOUS) as own:
        assert _size() >= before + len(own)
