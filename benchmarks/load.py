"""CSV to N-Quads: our mapping, a loop over csv with rdflib, and morph-kgc, in one run.

    python -m benchmarks.load --triples 1000000

Each is a process of its own, timed from start to end, and must give the same triples. morph-kgc wants
other versions of some packages than ours; install it apart and name the Python that has it:

    python -m venv /tmp/morph && /tmp/morph/bin/pip install morph-kgc
    MORPH_PYTHON=/tmp/morph/bin/python python -m benchmarks.load
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

PER_ROW = 10
IRI = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# column -> datatype, or the template of the IRI it stands for
COLUMNS = {
    "investor": "agent/{investor}",
    "target": "asset/{target}",
    "country": "place/{country}",
    "label": "string",
    "amount": "decimal",
    "currency": "string",
    "year": "gYear",
    "status": "status/{status}",
    "note": "string",
}


def write_tables(folder: Path, rows: int, *, seed: int = 172) -> None:
    """Write a table of investments, its CSVW metadata and the same mapping in RML."""
    rng = Random(seed)
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", *COLUMNS])
        for number in range(rows):
            investor, target = rng.randrange(rows // 10 + 1), rng.randrange(rows // 5 + 1)
            year, amount = 1990 + number % 35, f"{rng.randrange(10**6)}.{rng.randrange(10)}5"
            note = f'No. {number}, "said" of line {number % 97}' if number % 3 else "São Paulo – 日本"
            label = f"Investment {number} in asset {target}"
            place, status = f"country-{number % 33}", f"s{number % 5}"
            row = (f"f{number}", f"firm-{investor}", f"mine-{target}", place, label, amount, "USD", year)
            writer.writerow([*row, status, note])
    (folder / "csv-metadata.json").write_text(json.dumps(metadata()), encoding="utf-8")
    (folder / "map.ttl").write_text(rml(folder / "facts.csv"), encoding="utf-8")
    config = f"[CONFIGURATION]\noutput_file={folder / 'morph.nt'}\nlogging_level=ERROR\n"
    (folder / "config.ini").write_text(f"{config}[facts]\nmappings={folder / 'map.ttl'}\n", encoding="utf-8")


def metadata() -> dict[str, object]:
    """The mapping as CSVW."""
    columns: list[dict[str, object]] = [{"name": "id", "titles": "id", "suppressOutput": True}]
    for name, kind in COLUMNS.items():
        value = {"valueUrl": IRI + kind} if "{" in kind else {"datatype": kind}
        columns.append({"name": name, "titles": name, "propertyUrl": IRI + name, **value})
    columns.append({"name": "type", "virtual": True, "propertyUrl": TYPE, "valueUrl": IRI + "Investment"})
    schema = {"columns": columns, "primaryKey": ["id"], "aboutUrl": IRI + "fact/{id}"}
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "tables": [{"url": "facts.csv", "tableSchema": schema}],
    }


def rml(path: Path) -> str:
    """The mapping as RML."""
    parts = [
        "@prefix rml: <http://semweb.mmlab.be/ns/rml#> .",
        "@prefix rr: <http://www.w3.org/ns/r2rml#> .",
        "@prefix ql: <http://semweb.mmlab.be/ns/ql#> .",
        "<#facts> a rr:TriplesMap ;",
        f'  rml:logicalSource [ rml:source "{path}" ; rml:referenceFormulation ql:CSV ] ;',
        f'  rr:subjectMap [ rr:template "{IRI}fact/{{id}}" ; rr:class <{IRI}Investment> ] ;',
    ]
    for name, kind in COLUMNS.items():
        value = f'rr:template "{IRI}{kind}"' if "{" in kind else f'rml:reference "{name}"'
        if kind not in ("string",) and "{" not in kind:
            value += f" ; rr:datatype <{XSD}{kind}>"
        parts.append(f"  rr:predicateObjectMap [ rr:predicate <{IRI}{name}> ; rr:objectMap [ {value} ] ] ;")
    return "\n".join(parts).rstrip(";") + "."


def by_jlac(folder: Path) -> None:
    """Run the project's mapping."""
    from jlac_graph.tables.collections import read_collections
    from jlac_graph.tables.quads import convert, load

    convert(load(read_collections([folder])), folder / "ours.nq")


def by_rdflib(folder: Path) -> None:
    """Run what people write by hand: a loop over the rows, Graph.add, serialize."""
    from rdflib import RDF, Graph, Literal, URIRef

    graph = Graph()
    with (folder / "facts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            fact = URIRef(f"{IRI}fact/{row['id']}")
            graph.add((fact, RDF.type, URIRef(IRI + "Investment")))
            for name, kind in COLUMNS.items():
                value: URIRef | Literal
                if "{" in kind:
                    value = URIRef(IRI + kind.replace(f"{{{name}}}", row[name]))
                else:
                    value = Literal(row[name], datatype=None if kind == "string" else URIRef(XSD + kind))
                graph.add((fact, URIRef(IRI + name), value))
    graph.serialize(folder / "rdflib.nt", format="nt", encoding="utf-8")


def timed(command: list[str]) -> tuple[float, float]:
    """Run a process; its seconds by the clock and of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def count(path: Path) -> int:
    """The number of different triples in a file."""
    import pyoxigraph as ox

    return len({hash(quad.triple) for quad in ox.parse(path=str(path))})


def morph() -> str | None:
    """The Python that has morph-kgc, if there is one."""
    from importlib.util import find_spec

    return os.environ.get("MORPH_PYTHON") or (sys.executable if find_spec("morph_kgc") else None)


def main() -> None:
    """Print the time of each tool and its ratio to ours; a different number of triples is an error."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--run", choices=["ours", "rdflib"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run:
        {"ours": by_jlac, "rdflib": by_rdflib}[chosen.run](chosen.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        compare(Path(name), chosen.triples)


def compare(folder: Path, triples: int) -> None:
    """Write tables, run the tools on them in turn and compare."""
    write_tables(folder, triples // PER_ROW)
    again = [sys.executable, "-m", "benchmarks.load", "--folder", str(folder), "--run"]
    tools = {"jlac": ([*again, "ours"], "ours.nq"), "csv + rdflib": ([*again, "rdflib"], "rdflib.nt")}
    if python := morph():
        tools["morph-kgc"] = ([python, "-m", "morph_kgc", str(folder / "config.ini")], "morph.nt")
    else:
        print("morph-kgc: not installed; name a Python that has it in MORPH_PYTHON")
    ours = (0.0, 0.0)
    expected = 0
    for name, (command, out) in tools.items():
        wall, cpu = timed(command)
        found = count(folder / out)
        ours, expected = ours if expected else (wall, cpu), expected or found
        if found != expected:
            raise SystemExit(f"{name} gives {found:,} triples, jlac {expected:,}")
        ratios = f"{wall / ours[0]:6.1f} x jlac by the clock, {cpu / ours[1]:6.1f} x by processor time"
        print(f"{name:14}{found:>10,} triples  {wall:8.2f} s  processor {cpu:8.2f} s  {ratios}")


if __name__ == "__main__":
    main()
