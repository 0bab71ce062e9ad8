"""Facts name their parties as they were called on their date."""

import pytest

from tests.build.test_fact_sentences import say

BANK = """
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
id:bank a jlac:Firm ; skos:prefLabel "MUFG Bank"@en , "三菱UFJ銀行"@ja ; skosxl:altLabel id:old , id:older .
id:old a jlac:FormerName ; skosxl:literalForm "Bank of Tokyo-Mitsubishi UFJ"@en ; jlac:end "2018-04-01" .
id:older a jlac:FormerName ; skosxl:literalForm "Bank of Tokyo-Mitsubishi"@en ; jlac:end "2006-01-01" .
fact:x a jlac:Ownership ; jlac:owner id:bank ; jlac:owned id:anglo-sur ; prov:wasDerivedFrom id:passage .
id:passage dcterms:isPartOf id:source .
"""


@pytest.mark.parametrize(
    ("dated", "name"),
    [
        ('fact:x jlac:asOf "2011-07" .', "Bank of Tokyo-Mitsubishi UFJ"),
        ('fact:x jlac:asOf "1998" .', "Bank of Tokyo-Mitsubishi owns"),
        ('fact:x jlac:asOf "2018" .', "MUFG Bank"),
        ('fact:x jlac:asOf "2018-03" .', "Bank of Tokyo-Mitsubishi UFJ"),
        ('fact:x jlac:asOf "2021-04-07" .', "MUFG Bank"),
        ('id:source dcterms:issued "2013" .', "Bank of Tokyo-Mitsubishi UFJ"),
        ('id:source dcterms:issued "2019" .', "MUFG Bank"),
        ("", "MUFG Bank"),
    ],
)
def test_the_name_on_the_date(dated: str, name: str) -> None:
    assert name in say(BANK + dated)["en"]


def test_a_language_without_a_former_name_has_the_present_one() -> None:
    assert "三菱UFJ銀行" in say(BANK + 'fact:x jlac:asOf "2011" .')["ja"]
