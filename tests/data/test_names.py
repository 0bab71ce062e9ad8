"""The codes and indicators of the project have labels in the four languages; those of a user may have one."""

import csv
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
LABELS = ("label_en", "label_ja", "label_es", "label_pt")


def test_every_code_and_indicator_is_named_in_four_languages() -> None:
    tables = [path for name in ("codes", "indicators") for path in sorted(DATA.glob(f"*/{name}.csv"))]
    assert len(tables) > 4
    lacking = [
        (path.parent.name, row["code"])
        for path in tables
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        if not all(row[label] for label in LABELS)
    ]
    assert lacking == []
