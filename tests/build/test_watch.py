"""``jlac validate --watch`` as a curator meets it: a real process, real saves, Ctrl-C."""

import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from jlac_graph.build.watch import changes
from jlac_graph.tables.findings import Finding
from tests.fixtures.report import copy_report

JLAC = Path(sys.executable).with_name("jlac")
PATIENCE = 120.0


class Watched:
    """The command on a folder, its lines read as they come."""

    def __init__(self, data: Path) -> None:
        command = [str(JLAC), "validate", "--watch", "--data", str(data)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, part: str) -> list[str]:
        found: list[str] = []
        end = time.monotonic() + PATIENCE
        while not found or part not in found[-1]:
            found.append(self.lines.get(timeout=max(0.1, end - time.monotonic())))
        return found


def save(path: Path, text: str) -> None:
    """Replace a file as editors do, so that no half of it is ever seen."""
    draft = path.with_name(f".{path.name}")
    draft.write_text(text, encoding="utf-8", newline="")
    draft.replace(path)


def test_a_save_is_checked_and_only_what_changed_is_told(tmp_path: Path) -> None:
    data = copy_report(tmp_path)
    path = data / "idb-mg-172" / "investments.csv"
    sound = path.read_text(encoding="utf-8")
    watched = Watched(data)
    try:
        assert watched.until("watching")[0] == "conforms: nothing found"
        save(path, sound.replace(",29.5,", ',"29,5",', 1))
        first = watched.until("found")
        assert "error: idb-mg-172/investments.csv: share: the value is not a number [csvw:datatype]" in first
        assert first[-1] == "1 error found"
        worse = sound.replace(",29.5,", ',"29,5",', 1).replace(",500000000,USD,", ",500000000,US$,", 1)
        save(path, worse)
        second = watched.until("found")
        assert [line for line in second if line.startswith("error")] == [
            "error: idb-mg-172/investments.csv: currency: the value does not have the form of its column "
            "[csvw:format]"
        ]
        assert second[-1] == "2 errors found"
        save(path, sound)
        third = watched.until("conforms")
        assert [line.partition(": the")[0] for line in third[:-1]] == [
            "corrected: idb-mg-172/investments.csv:2:share",
            "corrected: idb-mg-172/investments.csv:9:currency",
        ]
        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(timeout=PATIENCE) == 0
        assert watched.process.stderr is not None
        assert watched.process.stderr.read() == ""
        assert watched.until("no longer")[-1] == "no longer watching"
    finally:
        watched.process.kill()
        watched.process.wait()


def test_a_second_fault_alike_is_new() -> None:
    one = Finding("a.csv", 2, "x", "1", "r", "m")
    two = Finding("a.csv", 5, "x", "1", "r", "m")
    assert changes([one], [one, two]) == ([two], [])
    assert changes([one, two], [two]) == ([], [two])
