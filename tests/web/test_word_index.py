"""The index of words, against going through all texts."""

from collections import Counter
from pathlib import Path

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from jlac_graph.core.kept_arrays import read_arrays, write_arrays
from jlac_graph.web.explore.word_index import Text, TextIndex, index_arrays

WORDS = st.text("ab銅山ア𠮷", min_size=1, max_size=3)
VALUES = st.lists(st.sampled_from(["chile", "peru", "日本"]), max_size=2, unique=True)
TEXTS = st.lists(
    st.tuples(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=2), VALUES, st.integers(0, 2)),
    max_size=12,
)
FORMS = st.lists(st.lists(WORDS, min_size=1, max_size=2), max_size=4)


def texts_of(drawn: list) -> list[Text]:
    return [
        Text(
            f"fact/é{number}",
            "".join(f" {word}" for word in words),
            {"country": countries, "kind": (f"kind {rank}",)},
            (rank, number),
            "".join(f" {word}" for word in sectors),
        )
        for number, (words, sectors, countries, rank) in enumerate(drawn)
    ]


def met(text: str, words: list[list[str]]) -> int:
    return sum(any(f" {f}" in text or (not f.isascii() and f in text) for f in forms) for forms in words)


def by_going_through(texts: list[Text], words: list[list[str]]) -> tuple[list[str], bool]:
    scored = [(met(text.words + text.sectors, words), text) for text in texts]
    most = max((n for n, _ in scored if n * 2 > len(words)), default=0)
    found = [text for n, text in scored if n == most and (most or not words)]
    found.sort(key=lambda text: (met(text.words, words) < most, text.rank))
    return [text.id for text in found], most in (0, len(words))


@given(TEXTS, FORMS)
@example([(["銅", "山"], [], [], 0), (["銅山"], [], [], 0)], [["銅山"]])
@example([(["b"], ["ア"], [], 0), (["b", "ア"], [], [], 1)], [["b"], ["ア"]])
@example([], [["a"]])
def test_the_index_finds_what_going_through_all_texts_does(drawn, words):
    texts = texts_of(drawn)
    index = TextIndex(index_arrays(texts))
    found, every = index.best(words)
    assert (index.ids(found.tolist()), every) == by_going_through(texts, words)
    marked = np.zeros(len(texts), bool)
    marked[found] = True
    chosen = {text.id: text for text in texts if text.id in set(index.ids(found.tolist()))}
    for facet in index.facets:
        counts = Counter(value for text in chosen.values() for value in text.facets[facet])
        assert index.counts(facet, marked) == counts
        for value in (*counts, "none"):
            within = index.ids(np.flatnonzero(index.within(facet, value)).tolist())
            assert set(within) == {text.id for text in texts if value in text.facets[facet]}
    names = [text.id for text in texts]
    assert index.ids(index.numbers(["none", *names])) == names


def test_an_index_is_the_same_from_its_file(tmp_path: Path):
    arrays = index_arrays(texts_of([(["a", "銅山"], ["b"], ["chile"], 0), ([], [], [], 0)]))
    write_arrays(tmp_path / "kept" / "a.bin", arrays)
    kept = {name: np.asarray(view) for name, view in read_arrays(tmp_path / "kept" / "a.bin").items()}
    assert {name: (value.dtype, value.tolist()) for name, value in kept.items()} == {
        name: (value.dtype, value.tolist()) for name, value in arrays.items()
    }
    assert TextIndex(kept).best([["山"], ["b"]])[0].tolist() == [0]
