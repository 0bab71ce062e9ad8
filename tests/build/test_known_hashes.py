"""Files of a build are hashed once, and again whenever they may have changed."""

import time

import pytest

from jlac_graph.build import known_hashes
from jlac_graph.build.known_hashes import hashed


@pytest.fixture
def later(monkeypatch):
    """Some seconds later: files written now have stood unchanged."""
    now = time.time_ns
    monkeypatch.setattr(known_hashes.time, "time_ns", lambda: now() + 10**10)


def refuse(path):
    raise AssertionError(f"{path.name} was read")


def test_a_file_that_stands_is_read_once(tmp_path, later):
    (tmp_path / "a").write_text("one")
    assert hashed(tmp_path, ["a"], lambda path: path.read_text()) == {"a": "one"}
    assert hashed(tmp_path, ["a"], refuse) == {"a": "one"}


def test_a_file_that_is_written_again_with_the_same_size_is_read_again(tmp_path, later):
    (tmp_path / "a").write_text("one")
    hashed(tmp_path, ["a"], lambda path: path.read_text())
    (tmp_path / "a").write_text("two")
    assert hashed(tmp_path, ["a"], lambda path: path.read_text()) == {"a": "two"}


def test_a_file_that_was_just_written_is_not_relied_on(tmp_path):
    (tmp_path / "a").write_text("one")
    hashed(tmp_path, ["a"], lambda path: path.read_text())
    with pytest.raises(AssertionError, match="a was read"):
        hashed(tmp_path, ["a"], refuse)


@pytest.mark.parametrize("damaged", ["", "[]", '{"a": 1}', '{"a": ["x"]}'])
def test_what_is_known_may_be_damaged(tmp_path, damaged):
    (tmp_path / "a").write_text("one")
    (tmp_path / ".hashes.json").write_text(damaged)
    assert hashed(tmp_path, ["a"], lambda path: path.read_text()) == {"a": "one"}
