"""What to do about a finding is said in four languages, with the same words filled in."""

import re

import pytest

from jlac_graph.tables.advice import ADVICE, form_in_words
from jlac_graph.tables.checks import KIND_AND_ID, KINDS, WORDED
from jlac_graph.tables.findings import Finding
from jlac_graph.tables.hints import did_you_mean
from jlac_graph.tables.report_formats import render
from jlac_graph.tables.rule_texts import RULES, fault


def words(text: str) -> list[str]:
    return sorted(re.findall(r"{\w+", text))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.advice[:30])
def test_every_advice_speaks_four_languages(rule) -> None:
    assert [words(text) for text in ADVICE[rule.advice]] == [words(rule.advice)] * 3


def test_no_translation_is_left_over() -> None:
    assert ADVICE.keys() == {rule.advice for rule in RULES.values()}


def test_every_form_speaks_four_languages() -> None:
    forms = [kind[-1] for name, kind in KINDS.items() if name not in ("date", "edtf")]
    for form in [*forms, *WORDED.values(), KIND_AND_ID]:
        assert len({form, form_in_words(form).ja, form_in_words(form).es, form_in_words(form).pt}) == 4


@pytest.mark.parametrize(
    ("lang", "way"),
    [
        ("en", "did you mean agent/jbic or agent/jica?"),
        ("ja", "agent/jbicかagent/jicaではないか"),
        ("es", "¿quiso decir agent/jbic o agent/jica?"),
        ("pt", "quis dizer agent/jbic ou agent/jica?"),
    ],
)
@pytest.mark.parametrize("form", ["text", "github", "sarif", "csv"])
def test_a_report_gives_the_way_out_in_its_language(lang: str, way: str, form: str) -> None:
    finding = Finding("mine/loans.csv", 3, "lender", "agent/jbik", "csvw:undefined", "m")
    found = finding.hinted(did_you_mean(["agent/jbic", "agent/jica"]))
    assert way in render([found], form=form, folders={}, lang=lang)


def test_a_form_in_an_advice_is_in_the_same_language() -> None:
    found = fault("csvw:format", "a.csv", 2, "iso2", "mx", form=form_in_words(WORDED["[A-Z]{2}"]))
    assert dict(found.suggestions)["ja"] == "形式：英大文字2字（MXなど）"
