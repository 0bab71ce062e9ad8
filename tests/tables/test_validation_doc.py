"""docs/validation.md lists the rules as they are; that its examples are true, `test_faults` checks."""

from tests.tables.faults.edits import read_faults
from tests.tables.validation_doc import PAGE, examples, rules

TEXT = PAGE.read_text(encoding="utf-8")


def test_every_rule_is_listed_as_it_is() -> None:
    listed = TEXT.partition("<!-- rules -->\n")[2]
    assert listed == f"{rules()}\n<!-- end -->\n", "run python -m tests.tables.validation_doc"


def test_every_example_is_a_fault_of_the_corpus() -> None:
    assert examples(TEXT).keys() <= {fault.name for fault in read_faults()}
