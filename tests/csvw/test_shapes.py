"""How a file is cut, how IRIs are made, what is said of tables and rows."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Place

PORTS = "id,name\ncallao,Callao\nkobe,Kobe\n"


def ports(**properties: Any) -> dict[str, Any]:
    schema = {"columns": [{"name": "id", "titles": "id"}, {"name": "name", "titles": "name"}]}
    return {"url": "ports.csv", "tableSchema": schema | properties}


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ({"delimiter": ";"}, "id;name\ncallao;Callao\nkobe;Kobe\n"),
        ({"delimiter": "\t"}, "id\tname\ncallao\tCallao\nkobe\tKobe\n"),
        ({"quoteChar": "'"}, "id,name\n'callao','Callao'\nkobe,Kobe\n"),
        ({"quoteChar": None, "doubleQuote": False}, "id,name\ncallao,Callao\nkobe,Kobe\n"),
        ({"header": False}, "callao,Callao\nkobe,Kobe\n"),
        ({"headerRowCount": 2}, "id,name\nid,nombre\ncallao,Callao\nkobe,Kobe\n"),
        ({"skipRows": 1}, "ports of the Pacific\nid,name\ncallao,Callao\nkobe,Kobe\n"),
        ({"skipColumns": 1}, "n,id,name\n1,callao,Callao\n2,kobe,Kobe\n"),
        ({"skipBlankRows": True}, "id,name\n\ncallao,Callao\n\nkobe,Kobe\n"),
        ({"trim": True}, "id,name\n callao ,Callao \nkobe , Kobe\n"),
        ({"trim": "start"}, "id,name\n callao, Callao\nkobe,Kobe\n"),
        ({"skipInitialSpace": True}, "id,name\ncallao, Callao\nkobe,Kobe\n"),
        ({"commentPrefix": "%"}, '%Pacific, "all\nid,name\ncallao,Callao\n%,"Asia\nkobe,Kobe\n'),
        ({"encoding": "utf-16"}, PORTS.encode("utf-16")),
        ({}, "\ufeffid,name\r\ncallao,Callao\r\nkobe,Kobe\r\n"),
    ],
)
def test_dialects(place: Place, dialect: dict[str, Any], text: str | bytes) -> None:
    place.write("ports.csv", text)
    place.write("m.json", ports() | {"dialect": dialect})
    assert place.triples("m.json", "--minimal") == [
        '_ :ports.csv#id "callao"',
        '_ :ports.csv#id "kobe"',
        '_ :ports.csv#name "Callao"',
        '_ :ports.csv#name "Kobe"',
    ]


def test_a_cell_may_hold_quotes_line_ends_and_much(place: Place) -> None:
    place.write("t.csv", 'a,b\n"say ""hai""","x\ny"\n' + "z" * 500_000 + ",\n")
    found = place.triples("t.csv", "--minimal")
    assert found[0] == '_ :t.csv#a "say \\"hai\\""'
    assert len(found[1]) == len('_ :t.csv#a ""') + 500_000
    assert found[2:] == ['_ :t.csv#b "x\\ny"']


def test_standard_mode_tells_of_group_table_and_rows(place: Place) -> None:
    place.write("ports.csv", "# from the register\n" + PORTS)
    place.write("m.json", ports(rowTitles="name") | {"dialect": {"commentPrefix": "#"}, "@id": "ports"})
    row = ["_ csvw:describes _", "_ rdf:type csvw:Row"]
    assert place.triples("m.json") == sorted(
        [
            "_ rdf:type csvw:TableGroup",
            "_ csvw:table :ports",
            ":ports rdf:type csvw:Table",
            ":ports csvw:url :ports.csv",
            ':ports http://www.w3.org/2000/01/rdf-schema#comment "from the register"',
            *[":ports csvw:row _"] * 2,
            *row * 2,
            '_ csvw:rownum "1"^^xsd:integer',
            '_ csvw:rownum "2"^^xsd:integer',
            "_ csvw:url :ports.csv#row=3",
            "_ csvw:url :ports.csv#row=4",
            '_ csvw:title "Callao"',
            '_ csvw:title "Kobe"',
            '_ :ports.csv#id "callao"',
            '_ :ports.csv#id "kobe"',
            '_ :ports.csv#name "Callao"',
            '_ :ports.csv#name "Kobe"',
        ]
    )


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("x/{id}", ":x/a%20b%2Fc"),
        ("x/{+id}", ":x/a%20b/c"),
        ("x{#id}", ":x#a%20b/c"),
        ("x{/id,n}", ":x/a%20b%2Fc/7"),
        ("x{.n}", ":x.7"),
        ("x{;n,none}", ":x;n=7"),
        ("x{?n,id}", ":x?n=7&id=a%20b%2Fc"),
        ("x?y{&n}", ":x?y&n=7"),
        ("x/{id:3}", ":x/a%20b"),
        ("x{/tags*}", ":x/p/q"),
        ("x/{tags}", ":x/p,q"),
        ("x{?tags*}", ":x?tags=p&tags=q"),
        ("x/{_row}-{_sourceRow}-{_column}-{_name}", ":x/1-2-5-made"),
        ("x/{none}", ":x/"),
        ("dc:{n}", "dc:7"),
        ("http://example.org/{n}", ":7"),
    ],
)
def test_uri_templates(place: Place, template: str, expected: str) -> None:
    place.write("t.csv", "id,n,tags,none\na b/c,7,p;q,\n")
    columns: list[dict[str, Any]] = [
        {"name": name, "suppressOutput": True} for name in ("id", "n", "tags", "none")
    ]
    columns[2]["separator"] = ";"
    columns.append({"name": "made", "virtual": True, "propertyUrl": "p", "valueUrl": template})
    place.write("t.json", {"url": "t.csv", "tableSchema": {"columns": columns}})
    assert place.triples("t.json", "--minimal") == [f"_ :p {expected}"]


def test_about_property_and_virtual_columns(place: Place) -> None:
    place.write("ports.csv", PORTS)
    meta = ports(aboutUrl="http://example.org/port/{id}")
    meta["tableSchema"]["columns"][0]["suppressOutput"] = True
    meta["tableSchema"]["columns"].append(
        {"name": "kind", "virtual": True, "propertyUrl": "rdf:type", "valueUrl": "Port"}
    )
    meta["tableSchema"]["columns"].append({"name": "empty", "virtual": True, "propertyUrl": "p"})
    place.write("m.json", meta)
    assert place.triples("m.json", "--minimal") == [
        ':port/callao :ports.csv#name "Callao"',
        ":port/callao rdf:type :Port",
        ':port/kobe :ports.csv#name "Kobe"',
        ":port/kobe rdf:type :Port",
    ]


def test_notes_and_common_properties(place: Place) -> None:
    place.write("ports.csv", "id,name\n")
    meta = ports() | {
        "@id": "ports",
        "dc:title": [{"@value": "Puertos", "@language": "es"}, "Ports"],
        "dc:extent": 2,
        "dc:creator": {"@id": "http://example.org/me", "@type": "foaf:Person", "dc:title": "Me"},
        "dc:issued": {"@value": "2012", "@type": "gYear"},
        "notes": [{"dc:title": "A note"}],
    }
    place.write("m.json", meta)
    said = [text for text in place.triples("m.json") if " dc:" in text or "note" in text or "Person" in text]
    assert said == [
        ':me dc:title "Me"',
        ":me rdf:type http://xmlns.com/foaf/0.1/Person",
        ":ports csvw:note _",
        ":ports dc:creator :me",
        ':ports dc:extent "2"^^xsd:integer',
        ':ports dc:issued "2012"^^xsd:gYear',
        ':ports dc:title "Ports"',
        ':ports dc:title "Puertos"@es',
        '_ dc:title "A note"',
    ]


def test_properties_go_down_from_group_to_column(place: Place) -> None:
    place.write("a.csv", "x\n1\n-\n")
    place.write("b.csv", "x\n2\n-\n")
    place.write(
        "m.json",
        {
            "null": "-",
            "aboutUrl": "http://example.org/{_row}",
            "tables": [
                {"url": "a.csv", "propertyUrl": "a", "tableSchema": {"columns": [{"name": "x"}]}},
                {"url": "b.csv", "suppressOutput": True},
                {
                    "url": "b.csv",
                    "tableSchema": {"propertyUrl": "b", "columns": [{"name": "x", "datatype": "integer"}]},
                },
            ],
        },
    )
    assert place.triples("m.json", "--minimal") == [':1 :a "1"', ':1 :b "2"^^xsd:integer']


def test_schema_and_dialect_may_stand_in_files_of_their_own(place: Place) -> None:
    place.write("ports.csv", "callao;Callao\n")
    place.write("schemas/ports.json", {"columns": [{"name": "id"}, {"name": "name"}], "primaryKey": "id"})
    place.write("dialect.json", {"delimiter": ";", "header": False})
    place.write(
        "m.json", {"url": "ports.csv", "tableSchema": "schemas/ports.json", "dialect": "dialect.json"}
    )
    assert place.triples("m.json", "--minimal") == ['_ :ports.csv#id "callao"', '_ :ports.csv#name "Callao"']


def test_base_and_language_of_the_context(place: Place) -> None:
    place.write("data/ports.csv", PORTS)
    context = ["http://www.w3.org/ns/csvw", {"@base": "data/", "@language": "es"}]
    place.write("m.json", {"@context": context, "url": "ports.csv", "@id": "t", "dc:title": "Puertos"})
    assert ':data/t dc:title "Puertos"@es' in place.triples("m.json")


def test_without_metadata_the_header_names_the_columns(place: Place) -> None:
    place.write("t.csv", "Port name,Trade-in %,\nCallao,7,x\n")
    assert place.triples("t.csv", "--minimal") == [
        '_ :t.csv#Port%20name "Callao"',
        '_ :t.csv#Trade%2Din%20%25 "7"',
        '_ :t.csv#_col.3 "x"',
    ]
