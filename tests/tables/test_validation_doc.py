"""docs/validation.md lists the rules as they are, and its examples are what the program says."""

import pytest

from tests.tables.validation_doc import PAGE, example, examples, rules

TEXT = PAGE.read_text(encoding="utf-8")


def test_every_rule_is_listed_as_it_is() -> None:
    listed = TEXT.partition("<!-- rules -->\n")[2]
    assert listed == f"{rules()}\n<!-- end -->\n", "run python -m tests.tables.validation_doc"


@pytest.mark.parametrize("name", examples(TEXT))
def test_an_example_is_what_the_program_says(name: str) -> None:
    """Lines of the tables may move and grow as rows and columns are added; what is said of them stays."""
    shown, found = examples(TEXT)[name].splitlines(), example(name).splitlines()
    assert shown[1] == found[1]
    assert shown[-4:] == found[-4:]
    assert len(shown) == len(found)
