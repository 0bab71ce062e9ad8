"""OpenRefine, the client that most people reconcile with: its own server, by the commands of its browser."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.tools import need

ROOT = Path(__file__).parents[2]
TABLE = "firm,place\nMitsui,Japan\nCodelco,Chile\n三井物産,Japan\nJBIC,Peru\nSomething else,Chile\n"
ROWS = json.dumps({"facets": [], "mode": "row-based"})
BOUNDARY = "a-line-that-is-not-in-the-table"
UPLOAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="project-file"; filename="firms.csv"\r\n'
    f"Content-Type: text/csv\r\n\r\n{TABLE}\r\n--{BOUNDARY}\r\n"
    f'Content-Disposition: form-data; name="project-name"\r\n\r\nfirms\r\n--{BOUNDARY}--\r\n'
)


class _Unfollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Refine:
    """The commands of a running OpenRefine."""

    def __init__(self, port):
        self.url, self.project = f"http://127.0.0.1:{port}/command/core/", ""

    def get(self, command, **values):
        with urllib.request.urlopen(self.url + command + "?" + urlencode(values), timeout=120) as answer:
            return json.load(answer)

    def post(self, command, **values):
        token = self.get("get-csrf-token")["token"]
        body = urlencode({**values, "project": self.project, "csrf_token": token}).encode()
        with urllib.request.urlopen(self.url + command, body, timeout=120) as answer:
            return answer.read().decode()

    def run(self, command, **values):
        """Start a process of the project and wait until it has ended."""
        assert json.loads(self.post(command, **values))["code"] in ("ok", "pending")
        while self.get("get-processes", project=self.project)["processes"]:
            time.sleep(0.1)

    def upload(self):
        options = json.dumps({"separator": ",", "encoding": "UTF-8", "headerLines": 1})
        token = self.get("get-csrf-token")["token"]
        address = {"csrf_token": token, "format": "text/line-based/*sv", "options": options}
        request = urllib.request.Request(
            self.url + "create-project-from-upload?" + urlencode(address),
            UPLOAD.encode(),
            {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        )
        with pytest.raises(urllib.error.HTTPError) as redirected:
            urllib.request.build_opener(_Unfollowed).open(request, timeout=120)
        self.project = redirected.value.headers["Location"].partition("project=")[2]


@pytest.fixture(scope="module")
def refine(tmp_path_factory):
    command = need("openrefine", "openrefine")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("refine")
    options = [
        "-i",
        "127.0.0.1",
        "-p",
        str(port),
        "-d",
        str(folder),
        "-m",
        "512M",
        "-x",
        "refine.headless=true",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([command, *options], stdout=log, stderr=log, start_new_session=True)
    running, end = Refine(port), time.monotonic() + 240
    try:
        while True:
            try:
                running.get("get-version")
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < end, (folder / "log").read_text()
                time.sleep(0.2)
        yield running
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def test_a_column_is_reconciled_and_extended(refine, reported):
    address = reported.url + "/reconcile"
    manifest = json.loads(reported.ask("/reconcile").body)
    spaces = {name: manifest[name] for name in ("identifierSpace", "schemaSpace")}
    refine.upload()
    country = {"column": "place", "propertyID": "country", "propertyName": "country"}
    config = {"mode": "standard-service", "service": address, "autoMatch": True, "limit": 0, **spaces}
    config |= {"type": {"id": "Agent", "name": "agent"}, "columnDetails": [country]}
    refine.run("reconcile", columnName="firm", config=json.dumps(config), engine=ROWS)
    wanted = [{"id": "country", "name": "country"}, {"id": "lei", "name": "LEI"}]
    refine.run(
        "extend-data", baseColumnName="firm", endpoint=address, columnInsertIndex="1", engine=ROWS,
        extension=json.dumps({"properties": wanted}), **spaces,
    )  # fmt: skip
    found = refine.get("get-rows", project=refine.project, start=0, limit=10)
    judged = [found["pool"]["recons"][row["cells"][0]["r"]] for row in found["rows"]]
    # JBIC is Japan's, not Peru's: a person has to choose
    assert [(one["j"], one.get("m", {}).get("id")) for one in judged] == [
        ("matched", "agent/mitsui"), ("matched", "agent/codelco"), ("matched", "agent/mitsui"),
        ("none", None), ("none", None),
    ]  # fmt: skip
    assert refine.post("export-rows/firms.csv", format="csv", engine=ROWS).splitlines() == [
        "firm,country,LEI,place",
        "Mitsui & Co.,Japan,2NRSB4GOU9DD6CNW5R48,Japan",
        "Codelco,Chile,,Chile",
        "Mitsui & Co.,Japan,2NRSB4GOU9DD6CNW5R48,Japan",
        "JBIC,,,Peru",
        "Something else,,,Chile",
    ]
