"""Real servers on loopback: Oxigraph from PyPI, Virtuoso 7 from Debian, and the engine of Apache Jena."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools import missing, need

JENA = Path("/usr/share/java/jena-tdb2.jar")
VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 1000
DefaultGraph = http://localhost/none
"""
GRANT = "GRANT SPARQL_UPDATE TO \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7);"


@dataclass(frozen=True)
class Running:
    name: str
    query: str
    update: str
    store: str = ""
    sql: int = 0


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait(url, process):
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            assert process.poll() is None, f"{process.args[0]} ended at once"
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")


@contextlib.contextmanager
def oxigraph(folder, *arguments):
    port = free_port()
    binary = Path(sys.executable).with_name("oxigraph")
    command = [binary, *arguments, "--location", folder, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait(url, process)
        yield Running("oxigraph", f"{url}/query", f"{url}/update", f"{url}/store")
    finally:
        process.terminate()
        process.wait(60)


@contextlib.contextmanager
def virtuoso(folder):
    """Virtuoso 7, Debian's virtuoso-opensource-7."""
    http, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(VIRTUOSO.format(folder=folder, http=http, sql=sql))
    process = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", ini],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{http}"
    try:
        wait(f"{url}/sparql", process)
        isql(sql, GRANT)
        yield Running("virtuoso", f"{url}/sparql", f"{url}/sparql", sql=sql)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def isql(port, statements):
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={statements}"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def oxigraph_server(tmp_path_factory):
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), "serve", "--union-default-graph") as running:
        yield running


@pytest.fixture(scope="module")
def virtuoso_server(tmp_path_factory):
    need("Virtuoso", "virtuoso-t")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
        yield running


@contextlib.contextmanager
def jena():
    """Apache Jena's ARQ and TDB2, Debian's libapache-jena-java."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.servers.jena", str(port)])
    url = f"http://127.0.0.1:{port}"
    try:
        wait(f"{url}/query?query=ASK%7B%7D", process)
        yield Running("jena", f"{url}/query", "", f"{url}/data")
    finally:
        process.terminate()
        process.wait(60)


def add_to_jena(running, quads):
    """Add N-Quads to the data set of a server."""
    request = urllib.request.Request(running.store, data=quads, method="POST")
    urllib.request.urlopen(request, timeout=300).close()


@pytest.fixture(scope="module")
def jena_server():
    need("Java", "java")
    if not JENA.is_file():
        missing("Apache Jena (Debian's libapache-jena-java)")
    with jena() as running:
        yield running


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request):
    return request.getfixturevalue(f"{request.param}_server")
