"""One public address in every link; odd hosts, paths and names; languages; IPv6; Ctrl-C."""

import json
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from jlac_graph.core.errors import UsageError
from jlac_graph.web.public_address import Address

from .conftest import STORE, service

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"
HERE = "https://kg.example.org/jlac"


@pytest.fixture(scope="module")
def proxied():
    with service(public=HERE + "/") as running:
        yield running


@pytest.mark.parametrize("path", ["/id/agent/mitsui", "/jlac/id/agent/mitsui", "/", "/jlac", "/jlac/"])
def test_every_link_of_a_page_stands_below_the_public_path(proxied, path):
    page = proxied.ask(path, Accept="text/html")
    assert page.status == 200
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
    assert links
    assert [link for link in links if not link.startswith("/jlac/")] == []


def test_every_description_names_the_public_address(proxied):
    assert json.loads(proxied.ask("/openapi.json").body)["servers"] == [{"url": HERE}]
    described = proxied.ask("/sparql", Accept="text/turtle").text
    assert f"endpoint> <{HERE}/sparql>" in described
    query = "SELECT DISTINCT ?t { ?s a sh:SPARQLExecutable ; <https://schema.org/target> ?t }"
    rows = json.loads(proxied.ask("/sparql?query=" + quote(query)).body)["results"]["bindings"]
    assert [row["t"]["value"] for row in rows] == [HERE + "/sparql"]
    relative = proxied.ask("/sparql?query=" + quote("CONSTRUCT { <s> <#p> 1 } {}"), Accept="text/turtle")
    assert relative.text.strip() == f"<{HERE}/s> <{HERE}/sparql#p> 1 ."


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.mark.parametrize("which", ["served", "proxied"])
def test_the_address_with_a_slash_leads_to_the_one_without(which, request):
    running = request.getfixturevalue(which)
    opener = urllib.request.build_opener(_NoRedirect)
    sent = urllib.request.Request(running.url + "/sparql/?query=ASK%7B%7D", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as found:
        opener.open(sent)
    start = HERE if which == "proxied" else ""
    assert (found.value.code, found.value.headers["Location"]) == (307, start + "/sparql?query=ASK%7B%7D")


@pytest.mark.parametrize("host", ["a%zz", "[", "x y", "a:b:c", "", "é"])
def test_an_odd_host_is_not_believed(served, host):
    answer = served.ask("/sparql", Host=host.encode().decode("latin-1"), Accept="text/turtle")
    if answer.status == 200:
        assert f"endpoint> <{served.url}/sparql>" in answer.text
    assert answer.status in (200, 400)
    assert served.ask("/sparql?query=ASK%7B%7D", Host=host.encode().decode("latin-1")).status in (200, 400)


@pytest.mark.parametrize(
    "given",
    ["javascript:alert(1)", "kg.example.org", "http://", "http://e/?x", "http://e:x/", "http://e/ a"],
)
def test_what_is_not_a_public_address_is_refused(given):
    with pytest.raises(UsageError, match="is not a public address"):
        Address.of(given)


@pytest.mark.parametrize(
    "path",
    [
        "/id/%FF",
        "/id/a%25",
        "/id/a%5Bb",
        "/id/%00",
        "/id/agent/%5Bx",
        "/id/%EF%BF%BE",
        "/src/%22",
        "/ont/%0A",
    ],
)
def test_an_address_that_makes_no_iri_is_404(served, path):
    answer = served.ask(path)
    assert answer.status == 404
    assert "memory" not in answer.text


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/thing/%00", None, 404),
        ("/api/thing/%5B", None, 404),
        ("/api/thing/agent/%5Bx", None, 404),
        ("/api/trace?source=http://%5B&target=mitsui", None, 400),
        ("/api/trace?source=http://%5B", None, 400),
        ("/api/queries/hosts?host=agent/%FF", None, 400),
        ("/api/queries/hosts?host=http://%5B", None, 400),
        ("/api/neighbors?id=%00", None, 404),
        ("/api/labels", {"ids": ["agent/[x"]}, 400),
        ("/api/labels", {"ids": ["\ud800"]}, 400),
        ("/api/labels", {"ids": [1]}, 400),
        ("/api/graph", {"shown": ["\ud800"]}, 400),
        ("/api/graph", {"shown": ["agent/[x"]}, 200),
        ("/api/graph", ["x"], 400),
        ("/api/export", {"format": "svg", "positions": {"agent/[x": [0, 0]}}, 400),
    ],
)
def test_a_name_that_makes_no_iri_is_the_visitors_mistake(served, path, body, status):
    data = json.dumps(body).encode() if body is not None else None
    answer = served.ask(path, data=data, Content_Type="application/json")
    assert answer.status == status, answer.text
    assert "memory" not in answer.text
    assert json.loads(answer.body)


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff", b'{"ids": NaN'])
def test_a_body_that_is_not_json_is_the_visitors_mistake(served, body):
    answer = served.ask("/api/labels", data=body, method="POST")
    assert (answer.status, "not JSON" in json.loads(answer.body)["error"]) == (400, True)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ja", "ja"),
        ("en;q=0.1, ja;q=0.9", "ja"),
        ("ja;q=0, es", "es"),
        ("fr, ja;q=0.5", "ja"),
        ("pt-BR, es;q=0.9", "pt"),
        ("fr", "en"),
        ("", "en"),
        ("*;q=0.5, en;q=0", "ja"),
        ("es;q=x, pt;q=nan, ja;q=0.1", "ja"),
    ],
)
def test_a_page_speaks_the_language_that_is_liked_best(served, wanted, found):
    answer = served.ask("/id/agent/mitsui", Accept="text/html", Accept_Language=wanted)
    assert f'<html lang="{found}"' in answer.text
    assert answer.headers["vary"] == "Accept, Accept-Language, Accept-Encoding, Origin"


def test_a_public_page_may_ask_a_service_on_the_visitors_own_machine(served):
    answer = served.ask(
        "/sparql", method="OPTIONS", Origin="https://yasgui.org",
        Access_Control_Request_Method="POST", Access_Control_Request_Private_Network="true",
    )  # fmt: skip
    assert (answer.status, answer.headers["access-control-allow-private-network"]) == (200, "true")


@pytest.mark.parametrize(("wanted", "packed"), [("gzip", True), ("gzip;q=0", False), ("br, *;q=0.1", True)])
def test_only_who_takes_gzip_gets_it(served, wanted, packed):
    for path in ("/openapi.json", "/sparql?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 30")):
        answer = served.ask(path, Accept_Encoding=wanted)
        assert (answer.headers.get("content-encoding") == "gzip") == packed
        assert answer.headers["vary"] == "Accept, Accept-Encoding, Origin"


def jlac(*arguments):
    command = [Path(sys.executable).with_name("jlac"), "serve", "-g", STORE / "graph.trig", "--port", "0"]
    return subprocess.Popen([*command, *arguments], stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_it_serves_at_an_ipv6_address(host):
    with jlac("--host", host) as running:
        address = running.stderr.readline().rpartition("address: ")[2].strip()
        try:
            assert re.fullmatch(r"http://\[::1\]:\d+", address)
            assert b"SPARQL endpoint" in urllib.request.urlopen(address, timeout=30).read()
        finally:
            running.terminate()


def test_ctrl_c_ends_it_though_a_query_runs():
    with jlac("--seconds", "600") as running:
        address = running.stderr.readline().rpartition("address: ")[2].strip()
        urllib.request.urlopen(address, timeout=30).read()
        statuses = []

        def ask():
            try:
                urllib.request.urlopen(f"{address}/sparql?query={quote(ENDLESS)}", timeout=60)
            except urllib.error.HTTPError as error:
                statuses.append(error.code)

        asking = threading.Thread(target=ask)
        asking.start()
        asking.join(1)
        running.send_signal(signal.SIGINT)
        said = running.communicate(timeout=20)[1].splitlines()
        asking.join(10)
    assert (running.returncode, statuses, said[-1]) == (0, [503], f"stopped serving at {address}")
    assert "Traceback" not in "\n".join(said)


@pytest.mark.parametrize("seconds", ["nan", "0", "-1", "inf"])
def test_the_time_of_a_query_is_a_number(seconds):
    with jlac("--seconds", seconds) as running:
        assert "--seconds" in running.communicate(timeout=30)[1]
    assert running.returncode == 2
