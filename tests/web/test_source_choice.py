"""Sources chosen by a request: what it answers, what it refuses, and how many graphs are held for it."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlac_graph.open_graph import GraphChoice
from jlac_graph.web import source_pools
from jlac_graph.web.limits import Limits, WarmingError
from jlac_graph.web.source_choice import SourceChoice
from jlac_graph.web.source_pools import SourcePools
from jlac_graph.web.worker_contract import Plan
from tests.fixtures import facts
from tests.tools import once

from .conftest import ROOT, Answer, Service, service
from .test_workers import alive, run

OWNERS = """SELECT ?from { ?from jlac:owns <https://w3id.org/jlac/id/asset/caserones> } ORDER BY ?from"""
FIRST, SECOND = ["mitsubishi"], ["mitsubishi-materials"]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small graph of two collections with a source each."""

    def make(folder: Path) -> None:
        facts.build(folder, "facts.ttl", "more.ttl", sources=("first/r", "second/press-2"))

    return once(tmp_path_factory, "two-collections", make) / "graph.nq"


@pytest.fixture(scope="module")
def chosen(graph: Path) -> Iterator[Service]:
    with service(graph=graph, queries=ROOT / "queries") as running:
        yield running


def patient(service: Service, address: str, **more: Any) -> Answer:
    """The answer of an address, asked again while the graph is read."""
    answers = []

    def read() -> bool:
        answers[:] = [service.ask(address, **more)]
        return (answers[0].status, answers[0].headers.get("retry-after")) != (503, "2")

    assert service.wait(read, 60), answers[0].text
    return answers[0]


def owners(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.text
    return [row.rpartition("/")[2] for row in answer.text.split()[1:]]


ONLY_SECOND = "only-source=second,r&without-source=first"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("", FIRST + SECOND),
        ("only-source=&without-source=", FIRST + SECOND),
        ("only-source=first", FIRST),
        (ONLY_SECOND, SECOND),
        ("without-source=first&only-source=r&only-source=second", SECOND),
    ],
)
def test_sparql_answers_from_the_chosen_sources(chosen: Service, choice: str, expected: list[str]) -> None:
    query = urlencode({"query": OWNERS})
    got = patient(chosen, f"/sparql?{query}&{choice}", Accept="text/csv")
    posted = patient(chosen, f"/sparql?{choice}", data=query.encode(), Accept="text/csv")
    assert [owners(got), owners(posted)] == [expected, expected]


MINE = "asset/caserones"
ADDRESSES: dict[str, dict[str, Any]] = {
    f"/id/{MINE}?format=csv": {},
    f"/id/{MINE}?format=plain": {},
    f"/api/thing/{MINE}": {},
    f"/api/neighbors?id={MINE}": {},
    "/api/graph": {"data": json.dumps({"expand": MINE}).encode(), "method": "POST"},
    f"/api/trace?source=agent/mitsubishi-materials&target={MINE}": {},
    f"/api/queries/facts-of?thing={MINE}": {"Accept": "text/csv"},
    f"/export/graphml?ego={MINE}&radius=1": {},
    f"/figure.svg?ego={MINE}&radius=1": {},
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_kind_of_address_takes_the_choice(chosen: Service, address: str) -> None:
    more = ADDRESSES[address]
    whole = chosen.ask(address, **more)
    some = patient(chosen, f"{address}{'&' if '?' in address else '?'}{ONLY_SECOND}", **more)
    assert (whole.status, some.status) == (200, 200), (whole.text, some.text)
    assert whole.headers["etag"] != some.headers["etag"]
    first = re.compile("jbic|japan bank", re.IGNORECASE)
    assert first.search(whole.text)
    assert not first.search(some.text)
    assert "materials" in some.text.lower()


def test_a_page_keeps_the_choice_and_says_it(chosen: Service) -> None:
    plain = patient(chosen, f"/id/{MINE}?format=plain&lang=ja&{ONLY_SECOND}").text
    assert "<strong>次の資料のみ: r, second · 次の資料を除く: first</strong>" in plain
    links = [unescape(link) for link in re.findall('href="(/[^"]*)"', plain) if "plain.css" not in link]
    kept = "only-source=r,second&without-source=first"
    lost = [link for link in links if not link.endswith(kept)]
    assert (lost, len(links) > 6) == (["/?format=plain&lang=ja"], True)
    assert '<input type="hidden" name="only-source" value="r,second">' in plain
    for page in ("/network", f"/id/{MINE}"):
        shell = patient(chosen, f"{page}?{ONLY_SECOND}", Accept="text/html").text
        (sent,) = re.findall('<noscript><meta http-equiv="refresh" content="0; url=([^"]*)"', shell)
        given = parse_qs(unescape(sent).removeprefix("?"))
        assert (given["only-source"], given["without-source"]) == (["r,second"], ["first"])
    moved = chosen.ask(f"/sparql/?query=ASK%7B%7D&{ONLY_SECOND}", Accept="application/json")
    assert moved.status == 200


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/network?only-source=frist", "unknown source 'frist'; choose one of first, press-2, r, second"),
        ("/api/coverage?without-source=second,press-3", "unknown source 'press-3'; choose one of first,"),
        ("/api/search?q=x&only-source=" + ",".join(map(str, range(60))), "60 sources are named; at most 50"),
        ("/api/search?q=x&only-source=" + "x" * 300, "it has 300 characters"),
        ("/sparql?query=ASK%7B%7D&only-source=%FF", "unknown source"),
        ("/reconcile?only-source=first", "reconciliation answers from all sources of the service"),
        ("/sitemap.xml?only-source=first", "the sitemap answers from all sources"),
    ],
)
def test_what_is_refused_says_why(chosen: Service, address: str, message: str) -> None:
    refused = chosen.ask(address)
    assert (refused.status, message in refused.text) == (400, True), refused.text


@asynccontextmanager
async def pools(graph: Path) -> AsyncIterator[SourcePools]:
    queries = str(ROOT / "tests" / "fixtures" / "queries")
    made = SourcePools(Plan(GraphChoice(str(graph)), queries, "http://e/sparql", "", Limits(quick=1)))
    made.attach()
    try:
        yield made
    finally:
        made.close()


async def counted(made: SourcePools, sources: SourceChoice) -> list[str]:
    wish = {"do": "sparql", "default": [], "named": [], "accept": "text/csv", "base": ""}
    answer = await made.run(wish, OWNERS.encode(), lane="sparql", sources=sources)
    return [row.rpartition("/")[2] for row in answer.body.decode().split()[1:]]


def held(made: SourcePools) -> list[int]:
    """Process ids of what holds a graph, the whole first."""
    return [pool.nursery._process.pid for pool in (made.main, *(p.workers for p in made._pools.values()))]


def test_two_choices_are_held_and_the_one_not_asked_for_gives_way(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = SourceChoice(("first",)), SourceChoice(("second",)), SourceChoice((), ("r",))

    async def go() -> None:
        async with pools(graph) as made:
            assert [await counted(made, one), await counted(made, two)] == [FIRST, SECOND]
            with pytest.raises(WarmingError, match="2 other choices of sources are in use"):
                await counted(made, three)
            monkeypatch.setattr(source_pools, "_IN_USE", 0)
            _, first, second = held(made)
            assert await counted(made, one) == FIRST
            assert await counted(made, three) == SECOND
            kept = held(made)
            assert (len(kept), first in kept, second in kept, alive(second)) == (3, True, False, False)
        assert not [pid for pid in kept if alive(pid)]

    run(go())


def test_a_choice_is_opened_beside_other_requests_and_ends_with_the_service(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def go() -> None:
        async with pools(graph) as made:
            whole = await counted(made, SourceChoice())
            monkeypatch.setattr("jlac_graph.web.workers._MOMENT", 0.05)
            with pytest.raises(WarmingError, match="reading the graph; try again in a moment"):
                await counted(made, SourceChoice(("first",)))
            assert await counted(made, SourceChoice()) == whole == FIRST + SECOND
            opening = held(made)[1]
            assert alive(opening)
        assert not alive(opening)

    run(go())


@given(st.lists(st.text("ab,-1", max_size=4), max_size=4), st.lists(st.text("ab1", max_size=3), max_size=3))
def test_a_choice_is_the_same_however_it_is_written(only: list[str], without: list[str]) -> None:
    one = SourceChoice.of(
        urlencode([("only-source", o) for o in only] + [("without-source", w) for w in without]).encode()
    )
    joined = {"without-source": ",".join(reversed(without)), "only-source": ",".join(reversed(only))}
    assert SourceChoice.of(urlencode(joined).encode()) == one
    assert SourceChoice.of(urlencode(one.pairs).encode()) == one
