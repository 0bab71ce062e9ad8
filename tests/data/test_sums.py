"""Sums of loans are those that the tables add up to, worked out without the graph."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from jlac_graph.core.namespaces import shorten
from jlac_graph.queries.library import find_query, run
from jlac_graph.sparql.answers import Solutions
from jlac_graph.sparql.store import Store

DATA = Path(__file__).parents[2] / "data"
TIERS = {"primary": 5, "reprint": 4, "study": 3, "dataset": 2, "press": 1}
STATUSES = {"negotiating": 1, "proposed": 2, "target": 2, "planned": 3, "projected": 3, "announced": 4}
STATUSES |= {
    "estimated": 4,
    "scheduled": 4,
    "reported": 5,
    "agreed": 6,
    "under-way": 7,
    "cancelled": 9,
    "shelved": 9,
}
HEDGED = {"about", "more-than", "at-least", "less-than", "up-to", "nearly"}
DOUBTED = {"likely", "possible"}
PLANS = {"negotiating", "proposed", "target", "planned", "projected", "announced", "scheduled", "cancelled"}
COVERS = {"Guarantee", "Insurance"}
UNCLEAR = {"co-lenders-part-unclear", "private-banks-part-unclear"}
LENDERS = ("financier", "cofinancier")
TABLES = ("organizations", "assets", "projects", "programmes", "events", "agreements")
KINDS = {
    "agent": "organizations",
    "asset": "assets",
    "project": "projects",
    "programme": "programmes",
    "event": "events",
}
KINDS |= {"agreement": "agreements"}


def rows(table: str) -> Iterator[dict[str, str]]:
    for path in sorted(DATA.glob(f"*/{table}.csv")):
        with path.open(encoding="utf-8") as file:
            yield from csv.DictReader(file)


class Tables:
    """The financings of every collection: which are counted, and within which sum."""

    def __init__(self) -> None:
        self.facts = {f"fact/{row['id']}": row for row in rows("financings")}
        self.tiers = {row["id"]: TIERS.get(row["tier"], 0) for row in rows("sources")}
        self.roles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in rows("parties"):
            self.roles[f"fact/{row['fact']}"][row["role"]].add(row["party"])
        self.nations = {row["id"] for row in rows("places") if row["class"] == "Country"}
        self.governments = {f"agent/{o['id']}" for o in rows("organizations") if o["class"] == "Government"}
        self.of: dict[str, set[str]] = defaultdict(set)
        for table in TABLES:
            kind = "agent" if table == "organizations" else table.removesuffix("s")
            for row in rows(table):
                self.of[f"{kind}/{row['id']}"] |= {row["country"]} - {""}
        for row in rows("sites"):
            self.of[row["thing"]].add(row["place"])
        accounts = defaultdict(list)
        for fact in self.facts:
            accounts[self.lead(fact)].append(fact)
        self.money = {fact: self.currency(facts) for facts in accounts.values() for fact in facts}
        best = {lead: max(facts, key=self.rank) for lead, facts in accounts.items()}
        self.counted = {fact: best[lead] for lead, facts in accounts.items() for fact in facts}
        replaced = {row["replaces"] for row in self.facts.values()} & self.facts.keys()
        self.replaced = {fact for earlier in replaced for fact in accounts[self.lead(earlier)]}
        self.parts = defaultdict(set)
        for fact, row in self.facts.items():
            part, whole = self.counted[fact], self.counted.get(row["part_of"])
            if whole and part != whole and self.facts[whole]["amount"] and not self.is_ceiling(whole):
                self.parts[whole].add(part)

    def lead(self, fact: str) -> str:
        while self.facts[fact]["same_as_fact"] in self.facts:
            fact = self.facts[fact]["same_as_fact"]
        return fact

    def rank(self, fact: str) -> tuple[bool | int | str, ...]:
        row, tier = self.facts[fact], self.tier(fact)
        status = STATUSES.get(row["status"] or "reported", 8)
        sure = row["likelihood"] not in DOUBTED and row["basis"] != "inferred"
        return (
            status >= STATUSES["reported"] and sure, bool(row["amount"]), not self.is_converted(fact),
            row["scope"] not in UNCLEAR, row["scope"] in UNCLEAR or not self.is_of_government(fact),
            self.dated(row), status, tier, row["precision"] not in HEDGED,
            re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"]) is not None, fact == self.lead(fact), fact,
        )  # fmt: skip

    def is_of_government(self, fact: str) -> bool:
        """Say whether a government is named as giver: its agency's own account is preferred."""
        return bool({self.facts[fact]["financier"], *self.roles[fact]["financier"]} & self.governments)

    @staticmethod
    def dated(row: dict[str, str]) -> int:
        if not row["date"] and not row["start"]:
            return 0
        return 1 if not row["amount"] and row["date"].startswith("../") else 2

    def tier(self, fact: str) -> int:
        return max(self.tiers[source.partition("#")[0]] for source in self.facts[fact]["source"].split())

    def currency(self, accounts: list[str]) -> str:
        """Return the currency of the best source; of equal sources, the yen of a Japanese giver."""
        keys = [
            (
                self.tier(fact),
                row["currency"] == "JPY" and "japan" in self.of[row["financier"]],
                row["currency"],
            )
            for fact in accounts
            if (row := self.facts[fact])["amount"]
        ]
        return max(keys, default=(0, False, ""))[2]

    def is_converted(self, fact: str) -> bool:
        row = self.facts[fact]
        return bool(row["amount"]) and row["currency"] != self.money[fact]

    def apart(self, whole: str) -> set[str]:
        """Return the parts of a sum that count on their own: money in its currency, as settled as it is."""
        sum_, parts = self.facts[whole], {p: self.facts[p] for p in self.parts[whole]}
        return {
            part
            for part, row in parts.items()
            if row["amount"] and row["currency"] == sum_["currency"] and row["class"] not in COVERS
            if row["status"] not in PLANS or sum_["status"] in PLANS
        }

    def amount(self, fact: str) -> int:
        """Return what a loan adds to a sum: what its parts leave of its amount."""
        if not self.facts[fact]["amount"] or self.is_converted(fact) or fact in self.inside():
            return 0
        parts = sum(int(float(self.facts[part]["amount"])) for part in self.apart(fact))
        return max(0, int(float(self.facts[fact]["amount"])) - parts)

    def inside(self) -> set[str]:
        """Return the parts that count in their sum only."""
        loans = [whole for whole in self.parts if self.facts[whole]["class"] == "Loan"]
        return {part for whole in loans for part in self.parts[whole] - self.apart(whole)}

    def is_ceiling(self, fact: str) -> bool:
        return self.facts[fact]["finance_type"] == "framework"

    def loans(self) -> Iterator[str]:
        for fact, row in self.facts.items():
            counted = self.counted[fact] == fact and fact not in self.replaced and not row["same_claim"]
            if counted and row["class"] == "Loan" and not self.is_ceiling(fact):
                yield fact

    def gives(self, fact: str, *roles: str) -> set[str]:
        own = {self.facts[fact]["financier"]} - {""}
        return own.union(*(self.roles[fact][role] for role in roles))

    def by_lender(self) -> dict[tuple[str, str], list[int]]:
        """Map lender and currency to what it gave alone, and together with others."""
        sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for fact in self.loans():
            row, lenders = self.facts[fact], self.gives(fact, *LENDERS)
            own = row["scope"] in {"own-part", "trust-fund-part"}
            for lender in lenders - (self.roles[fact]["cofinancier"] if own else set()):
                parts = self.apart(fact) if len(lenders) > 1 else set()
                if not any(lender in self.gives(p, "financier") for p in parts):
                    sums[lender, row["currency"]][not own and len(lenders) > 1] += self.amount(fact)
        return {key: value for key, value in sums.items() if any(value)}

    def places(self, fact: str) -> tuple[str, str]:
        """Where the money is used, and the country of the recipient: empty if none or several are known."""
        financed = {self.facts[fact]["financed"]} - {""} | self.roles[fact]["financed"]
        recipients = {self.facts[fact]["recipient"]} - {""} | self.roles[fact]["recipient"]
        sites, homes = (set().union(*map(self.countries, things)) for things in (financed, recipients))
        home = homes.pop() if len(homes) == 1 else ""
        return (sites.pop() if len(sites) == 1 else "") if sites else home, home

    def countries(self, thing: str) -> set[str]:
        return {thing.removeprefix("place/")} & self.nations or self.of[thing] & self.nations

    def by_country(self) -> dict[tuple[str, str, str], int]:
        """Map country, recipient's country and currency to the sum of all loans, each part once."""
        sums: dict[tuple[str, str, str], int] = defaultdict(int)
        for fact in self.loans():
            sums[*self.places(fact), self.facts[fact]["currency"]] += self.amount(fact)
        return {key: value for key, value in sums.items() if value}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


def answers(name: str, graph: Store) -> Iterator[dict[str, str]]:
    found = run(find_query(name), graph)
    assert isinstance(found, Solutions)
    for row in found:
        yield {c: getattr(t, "value", "") for c, t in zip(found.columns, row, strict=True)}


def test_sums_by_lender(tables: Tables, graph_of_all: Store) -> None:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in answers("finance-by-lender", graph_of_all):
        lender = shorten(row["lender"])
        sums[lender, row["currency"]][0] += int(float(row["amount"]))
        sums[lender, row["currency"]][1] += int(float(row["jointAmount"]))
    assert {key: value for key, value in sums.items() if any(value)} == tables.by_lender()


def test_sums_by_country(tables: Tables, graph_of_all: Store) -> None:
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in answers("finance-by-country", graph_of_all):
        country, home = (
            shorten(row[name]).removeprefix("place/") for name in ("country", "recipientCountry")
        )
        sums[country, home, row["currency"]] += int(float(row["amount"]))
    assert {key: value for key, value in sums.items() if value} == tables.by_country()


def test_no_part_is_added_to_its_whole_across_lenders(graph_of_all: Store) -> None:
    yen = [row for row in answers("finance-by-lender", graph_of_all) if row["currency"] == "JPY"]
    panama = [row for row in yen if row["country"].endswith("/panama") and row["status"] == "agreed"]
    assert {(row["lender"].rpartition("/")[2], row["year"], row["amount"]) for row in panama} == {
        ("government-of-japan", "2025", "382844000000"), ("jbic", "2011", "4900000000"),
        ("jica", "2016", "29575000000"), ("jica", "2023", "92000000000"), ("jica", "2025", "159496000000"),
    }  # fmt: skip


def test_a_loan_to_a_firm_of_another_country_counts_where_the_mine_is(graph_of_all: Store) -> None:
    pairs = {(row["country"], row["recipientCountry"]) for row in answers("finance-by-country", graph_of_all)}
    named = {tuple(shorten(place).removeprefix("place/") for place in pair) for pair in pairs}
    assert {("chile", "japan"), ("chile", "netherlands"), ("peru", "japan")} <= named


def test_the_rank_of_lenders_adds_up_what_each_gave_that_is_no_plan(graph_of_all: Store) -> None:
    plans = {"announced", "negotiating", "planned", "proposed"}
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in answers("finance-by-lender", graph_of_all):
        if row["currency"] == "USD" and row["status"] not in plans:
            sums[row["lender"]][0] += int(float(row["amount"]))
            sums[row["lender"]][1] += int(float(row["jointAmount"]))
    ranked = list(answers("top-lenders", graph_of_all))
    found = {row["lender"]: [int(float(row[name])) for name in ("amount", "jointAmount")] for row in ranked}
    assert found == {lender: both for lender, both in sums.items() if any(both)}
    assert list(found.values()) == sorted(found.values(), reverse=True)
