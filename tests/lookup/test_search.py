"""Names resolve by slug, IRI, label in any language, acronym, then close match."""

from urllib.parse import urljoin

import pytest

from jlac_graph.core.errors import AmbiguousError, NotFoundError, UsageError
from jlac_graph.core.namespaces import ID
from jlac_graph.lookup.likeness import ComparedNames, likeness
from jlac_graph.lookup.search import Names, ends, read_names, resolve, search
from jlac_graph.sparql.store import OxigraphStore


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("mitsui", "agent/mitsui"),
        ("agent/mitsui", "agent/mitsui"),
        (ID + "agent/mitsui", "agent/mitsui"),
        ("agent:mitsui", "agent/mitsui"),
        ("三井物産", "agent/mitsui"),
        ("MITSUI & co", "agent/mitsui"),
        ("jbic", "agent/jbic"),
        ("JICA", "agent/jica"),
        ("Perú", "place/peru"),
        ("peru", "place/peru"),
        ("CHL", "place/chile"),
        ("codelcoo", "agent/codelco"),
        ("anglo", "asset/anglo-sur"),
        ("fact/partners", "fact/partners"),
        ("r#p1", "../src/r/p1"),
        ("src/r/p1", "../src/r/p1"),
        ("r", "../src/r"),
    ],
)
def test_resolve(small: OxigraphStore, text: str, thing: str) -> None:
    assert resolve(small, text) == urljoin(ID, thing)


def test_an_ambiguous_name_lists_its_candidates(small: OxigraphStore) -> None:
    with pytest.raises(AmbiguousError) as caught:
        resolve(small, "mitsubish")
    assert set(caught.value.candidates) == {"agent/mitsubishi", "agent/mitsubishi-materials"}


def test_a_name_nearly_as_close_as_the_best_is_a_rival(small: OxigraphStore) -> None:
    """The first name is 97.6 like the text; 95.0 is too near to choose between them, 90.0 is not."""

    def known(other: str) -> Names:
        by_name = {"abcdefghijzklmnopqrst": ("agent/a",), other: ("agent/b",)}
        return Names(by_name, {name: name for name in by_name}, {}, {})

    text, near, far = "abcdefghijklmnopqrst", "abcdefghijklmnopqrsz", "abcdefghijklmnopqzsz"
    assert [round(hit.score, 1) for hit in known(near).close(text)] == [97.6, 95.0]
    with pytest.raises(AmbiguousError) as caught:
        resolve(small, text, names=known(near))
    assert caught.value.candidates == ("agent/a", "agent/b")
    assert [hit.score for hit in known(far).close(text)] == [97.6, 90.0]
    assert resolve(small, text, names=known(far)) == ID + "agent/a"


@pytest.mark.parametrize("text", ["zzzzqq", "http://example.org/nothing", "agent/nobody-at-all"])
def test_an_unknown_name_is_not_guessed(small: OxigraphStore, text: str) -> None:
    with pytest.raises(NotFoundError, match="no entity"):
        resolve(small, text)


def test_an_empty_name_is_refused(small: OxigraphStore) -> None:
    with pytest.raises(UsageError, match="the name is empty"):
        resolve(small, "  ")
    with pytest.raises(UsageError, match="the name is empty"):
        search(small, "")


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Mine@chile", ("asset/anglo-sur", "asset/caserones")),
        (
            "firms@Japan",
            ("agent/mitsubishi", "agent/mitsubishi-materials", "agent/mitsui"),
        ),
        ("鉱山・鉱床", ("asset/anglo-sur", "asset/caserones")),
        ("codelco", ("agent/codelco",)),
    ],
)
def test_ends(small: OxigraphStore, text: str, things: tuple[str, ...]) -> None:
    assert ends(small, text).things == things


def test_a_class_without_members_and_an_unknown_class_say_so(small: OxigraphStore) -> None:
    with pytest.raises(NotFoundError, match="no entity of class 'Mine' in place/peru"):
        ends(small, "Mine@peru")
    with pytest.raises(NotFoundError, match="no class 'Frim'; did you mean 'Firm'"):
        ends(small, "Frim@peru")
    with pytest.raises(NotFoundError, match="no entity 'Frim'; did you mean 'Firm'"):
        ends(small, "Frim")


def test_search_ranks_exact_before_close(small: OxigraphStore) -> None:
    assert [hit.thing for hit in search(small, "mitsubishi", limit=2)] == [
        "agent/mitsubishi",
        "agent/mitsubishi-materials",
    ]


def test_a_code_is_not_found_inside_a_word(small: OxigraphStore) -> None:
    """chl is Chile: it is not what a text that happens to hold its letters is close to."""
    assert next(hit.thing for hit in search(small, "CHL")) == "place/chile"
    assert "place/chile" not in [hit.thing for hit in search(small, "mitsuchlbishi")]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("mitsubish", ["agent/mitsubishi-materials", "agent/mitsubishi"]),
        ("materials", ["agent/mitsubishi-materials"]),
        ("codelko", ["agent/codelco"]),
        ("hil", []),
    ],
)
def test_whole_words_come_before_slips_and_letters_inside_words(
    small: OxigraphStore, text: str, things: list[str]
) -> None:
    assert [hit.thing for hit in search(small, text, limit=len(things) or 5)] == things


def test_a_code_goes_by_its_slug_and_is_thought_of_first_where_its_class_is_wanted(
    small: OxigraphStore,
) -> None:
    code = "https://w3id.org/jlac/code/agreement-type/free-trade"
    concept = "http://www.w3.org/2004/02/skos/core#Concept"
    assert resolve(small, "free-trade") == code
    assert resolve(small, "free trade agrement", class_=concept) == code
    assert resolve(small, "mitsui", class_=concept) == ID + "agent/mitsui"
    with pytest.raises(NotFoundError, match=r"no entity 'fre trad'"):
        resolve(small, "fre trad", class_=ID + "nothing")


@pytest.mark.parametrize("text", ["!!!", "—", "🗾", "%", "'", "  ", "://", "#"])
def test_a_text_without_letters_or_digits_means_nothing(small: OxigraphStore, text: str) -> None:
    for ask in (search, resolve, ends):
        with pytest.raises(UsageError, match=r"nothing to search for|the name is empty"):
            ask(small, text)


FINDS = [
    ("digital TV Brazil", "agreement/japan-brazil-digital-tv"),
    ("lithium Bolivia", "project/lithium-bolivia"),
    ("Nissan plant", "asset/nissan-aguascalientes-plant"),
    ("plant of Nissan", "asset/nissan-aguascalientes-plant"),
    ("Peru earthquake", "project/peru-earthquake-tsunami"),
    ("customs dialogue", "event/customs-leaders-dialogue-2013"),
    ("Japanese trading houses", "agent/japanese-trading-companies"),
    ("総合商社", "agent/japanese-trading-companies"),
    ("マツダ", "agent/mazda"),
    ("日産", "agent/nissan"),
    ("コデルコ", "agent/codelco"),
    ("ジェトロ", "agent/jetro"),
    ("ＪＥＸＩＭ", "agent/export-import-bank-of-japan"),
    ("tlcan", "agreement/nafta"),
]


@pytest.fixture(scope="module")
def curated(report_dist) -> OxigraphStore:
    return OxigraphStore.from_path(report_dist / "graph.nq")


@pytest.mark.parametrize(("text", "thing"), FINDS)
def test_words_in_any_order_find_the_entity_among_the_first_two(
    curated: OxigraphStore, text: str, thing: str
) -> None:
    assert thing in [hit.thing for hit in search(curated, text, limit=2)]


def test_words_of_a_description_come_after_names(curated: OxigraphStore) -> None:
    hits = search(curated, "marketing Japan 1960s")
    assert ("agent/japanese-trading-companies", 79.0) in [(hit.thing, hit.score) for hit in hits]


def test_an_unknown_id_that_is_an_acronym_names_the_entity(report_graph: OxigraphStore) -> None:
    with pytest.raises(NotFoundError) as error:
        resolve(report_graph, "agent/idb")
    assert list(error.value.near) == ["agent/inter-american-development-bank"]


def test_an_unknown_name_offers_the_entity_that_has_all_its_words(small: OxigraphStore) -> None:
    """The words of the name stand in another order, with others between them: no likeness, but all words."""
    by_name = {
        "instituto costarricense ice de san jose costa rica": ("agent/ice",),
        "costa azul": ("agent/b",),
    }
    known = Names(by_name, {name: name for name in by_name}, {}, {})
    with pytest.raises(NotFoundError) as caught:
        resolve(small, "rica ice", names=known)
    assert caught.value.near[0] == "agent/ice"


@pytest.mark.parametrize("text", ["japan", "bank", "a", "development bank", "copper mine", "codelko"])
def test_the_first_results_are_those_of_a_longer_list(report_graph: OxigraphStore, text: str) -> None:
    every = search(report_graph, text, limit=100_000)
    assert [search(report_graph, text, limit=n) for n in (1, 5, 20)] == [every[:n] for n in (1, 5, 20)]


def test_no_name_that_is_like_a_text_is_passed_over(report_graph: OxigraphStore) -> None:
    names = list(read_names(report_graph).by_name)
    compared = ComparedNames(names)
    for text in ("granad", "por su", "mining anglo", "codelko", "三井", "desenvolved", "japan chile epa x"):
        for least in (60, 75):
            likely = compared.may_be_like(text, least)
            assert {name for name in names if likeness(text, name) >= least} <= likely
            assert len(likely) < len(names) / 2
