"""Encodings are those of the WHATWG standard, which the recommendation refers to."""

import json
from pathlib import Path

import pytest

from jlac_graph.csvw.encodings import codec_of, decode
from tests.csvw.command import run


@pytest.mark.parametrize("label", ["Shift_JIS", "sjis", "x-sjis", "windows-31j", "MS_Kanji", "cp932"])
def test_a_label_of_japanese_windows_reads_its_own_characters(tmp_path: Path, label: str) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes("id,firm\n1,㈱三井①\n2,髙島屋\n".encode("cp932"))
    metadata = {"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "dialect": {"encoding": label}}
    (tmp_path / "t.csv-metadata.json").write_text(json.dumps(metadata), "utf-8")
    done = run("csvw", str(table), "--minimal").out.decode()
    assert "㈱三井①" in done and "髙島屋" in done


@pytest.mark.parametrize("label", ["ISO-8859-1", "latin1", "us-ascii", "windows-1252"])
def test_a_western_label_is_windows_1252(label: str) -> None:
    assert decode("“Codelco” €5".encode("cp1252"), label) == "“Codelco” €5"


def test_bytes_that_windows_leaves_open_are_control_characters() -> None:
    assert decode(bytes(range(256)), "latin1")[0x81] == "\x81"
    assert len(decode(bytes(range(256)), "latin1")) == 256


def test_a_byte_order_mark_goes_before_the_label() -> None:
    assert decode("\ufeffé".encode("utf-16-le"), "latin1") == "é"
    assert decode("\ufeffé".encode(), "Shift_JIS") == "é"


def test_what_is_no_encoding_of_text_has_no_codec() -> None:
    assert [codec_of(label) for label in ("rot13", "base64", "klingon", "")] == [None] * 4
