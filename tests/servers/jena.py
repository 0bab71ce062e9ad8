"""A SPARQL 1.1 Protocol server over Apache Jena's ARQ and TDB2, the engine and store of Fuseki.

    python -m tests.servers.jena PORT

Debian has the libraries of Jena, not Fuseki; JPype runs them in this process. Queries are answered at
``/query``, over the union of all graphs; what is sent to ``/data`` as N-Quads is added. There are no updates:
Debian's Jena 4.5 takes MOVE and COPY of a named graph for an error.
"""

import sys
import tempfile
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jpype

JAVA = Path("/usr/share/java")
JENA = "arq base core iri tdb2 dboe-base dboe-index dboe-storage dboe-trans-data dboe-transaction"
NEEDED = """commons-cli commons-codec commons-compress commons-csv commons-io commons-lang3 dexx.collection
guava httpclient httpcore jackson-core jackson-databind jakarta.json-api jsonld-java protobuf slf4j-api
slf4j-nop thrift titanium-json-ld"""
MESSAGES = "org/apache/jena/ext/"
"""Where Debian's jar has the messages of its copy of Xerces, whose classes look for them without this."""
SECONDS = 60


def start(folder):
    """Start the Java machine; return Jena and an empty data set."""
    with zipfile.ZipFile(JAVA / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(f"{MESSAGES}xerces/") and name.endswith(".properties"):
                place = folder / name.removeprefix(MESSAGES)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(jar.read(name))
    jars = [*(f"jena-{name}" for name in JENA.split()), *NEEDED.split()]
    jpype.startJVM("-Xmx2g", classpath=[str(folder), *(str(JAVA / f"{name}.jar") for name in jars)])
    jena = jpype.JPackage("org").apache.jena
    return jena, jena.tdb2.TDB2Factory.createDataset()


def answer(jena, dataset, text):
    """Answer a query: its media type and its bytes."""
    query = jena.query.QueryFactory.create(text)
    out = jpype.JClass("java.io.ByteArrayOutputStream")()
    dataset.begin(jena.query.ReadWrite.READ)
    try:
        asked = jena.query.QueryExecutionFactory.create(query, dataset)
        asked.getContext().set(jena.tdb2.TDB2.symUnionDefaultGraph, True)  # of an update it hides graphs
        asked.setTimeout(SECONDS * 1000)
        if query.isSelectType() or query.isAskType():
            found = asked.execSelect() if query.isSelectType() else asked.execAsk()
            jena.query.ResultSetFormatter.outputAsJSON(out, found)
            return "application/sparql-results+json", bytes(out.toByteArray())
        found = asked.execConstruct() if query.isConstructType() else asked.execDescribe()
        jena.riot.RDFDataMgr.write(out, found, jena.riot.Lang.NTRIPLES)
        return "application/n-triples", bytes(out.toByteArray())
    finally:
        dataset.end()


def add(jena, dataset, quads):
    """Add N-Quads."""
    read = jpype.JClass("java.io.ByteArrayInputStream")(quads)
    dataset.begin(jena.query.ReadWrite.WRITE)
    jena.riot.RDFDataMgr.read(dataset, read, jena.riot.Lang.NQUADS)
    dataset.commit()
    dataset.end()


class Handler(BaseHTTPRequestHandler):
    """Answers one request after the other."""

    jena = dataset = None

    def do_GET(self):
        self.reply(parse_qs(urlsplit(self.path).query))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/data":
            add(self.jena, self.dataset, body)
            self.send(200, "text/plain", b"")
        else:
            self.reply(parse_qs(body.decode()))

    def reply(self, values):
        try:
            self.send(200, *answer(self.jena, self.dataset, values["query"][0]))
        except jpype.JException as error:
            self.send(400, "text/plain", str(error).encode())

    def send(self, status, media, body):
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        Handler.jena, Handler.dataset = start(Path(name))
        HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
