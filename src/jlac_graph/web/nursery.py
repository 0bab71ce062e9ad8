"""The service's side of the nursery, the process that opens the graph and forks workers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import StoreError
from ..open_graph import GRAPH, MANIFEST, SERVED_IN_MEMORY
from .source_choice import ALL

if TYPE_CHECKING:
    from .worker_contract import Plan

__all__ = ["Nursery", "is_large_copy"]


def is_large_copy(plan: Plan, name: str) -> bool:
    """Return whether a graph is large and asked on disk, where a second process costs little memory.

    Parameters
    ----------
    name : the path of the graph; what is not a build's, and what is left of one without some sources, is in
        memory.
    """
    file = Path(name) / GRAPH if Path(name).is_dir() else Path(name)
    built = file.name == GRAPH and file.is_file() and file.with_name(MANIFEST).is_file()
    return built and plan.sources == ALL and file.stat().st_size > SERVED_IN_MEMORY


class Nursery:
    """Starts the process, which opens the graph at once.

    Parameters
    ----------
    plan : the graph and the limits.
    early : whether it is ready once the graph is open, without what the explorer needs.
    """

    def __init__(self, plan: Plan, *, early: bool = False) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        package = str(Path(__file__).parents[2])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        module = f"{__package__}.worker_process"
        # a session of its own, because Ctrl-C is for the service, which then ends this process
        self._process = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-P", "-m", module, str(theirs.fileno()), plan.written(), *["early"] * early],
            pass_fds=[theirs.fileno()],
            # jlac mcp speaks its protocol on stdout
            stdout=2,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
        )
        theirs.close()
        self.name = ""
        self._numbers = count()
        self._deaths: dict[int, asyncio.Future[int]] = {}

    def wait(self) -> None:
        """Wait until the graph is open; `warm` waits until workers can be forked.

        Raises
        ------
        StoreError : it cannot be opened.
        """
        self.name = self._told("name")

    def warm(self) -> None:
        """Wait until the process has read what all workers need.

        Raises
        ------
        StoreError : it ended.
        """
        self._told("ready")
        self._control.setblocking(False)

    def _told(self, what: str) -> Any:
        try:
            message = self._control.recv(2**12)
            died = {"error": "the process that opens the graph ended unexpectedly"}
            said = json.loads(message) if message else died
            if "error" in said:
                raise StoreError(said["error"])
        except BaseException:  # Ctrl-C among them
            self.close()
            raise
        return said[what]

    def watch(self, on_death: Callable[[Nursery], None]) -> None:
        """Follow, on the running loop, what the process reports; call `on_death` when it ends."""
        loop = asyncio.get_running_loop()

        def report() -> None:
            try:
                message = self._control.recv(2**12)
            except BlockingIOError:
                return
            except OSError:
                message = b""
            if message:
                said = json.loads(message)
                self._tell(said["died"], said["signal"])
                return
            loop.remove_reader(self._control)
            self._tell_all()
            on_death(self)

        loop.add_reader(self._control, report)

    def _tell_all(self) -> None:
        """Report every worker's end as unknown."""
        for number in self._deaths:
            self._tell(number, 0)

    def _tell(self, number: int, ended_by: int) -> None:
        death = self._deaths.get(number)
        if death and not death.done():
            death.set_result(ended_by)

    def fork(self, *, nice: int) -> tuple[int, socket.socket, int]:
        """Ask for a worker; return its number, its socket and the file for its error output.

        Raises
        ------
        OSError : the process has ended, or does not respond in time.
        """
        number, (ours, theirs) = next(self._numbers), socket.socketpair()
        words = os.memfd_create("worker", os.MFD_CLOEXEC)
        command = json.dumps({"do": "fork", "id": number, "nice": nice}).encode()
        try:
            socket.send_fds(self._control, [command], [theirs.fileno(), words])
        except OSError:
            ours.close()
            os.close(words)
            raise
        finally:
            theirs.close()
        self._deaths[number] = asyncio.get_running_loop().create_future()
        return number, ours, words

    def kill(self, number: int) -> None:
        """Kill a worker, whatever it is doing."""
        with contextlib.suppress(OSError):
            self._control.send(json.dumps({"do": "kill", "id": number}).encode())

    async def ended_by(self, number: int) -> int:
        """Return the signal that ended a worker; 0 when it ended by itself or that is not known."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                return await self._deaths[number]
        return 0

    def forget(self, number: int) -> None:
        """Forget how a worker ended."""
        self._deaths.pop(number, None)

    def close(self) -> None:
        """End the process and all its workers."""
        if self._control.fileno() < 0:
            return
        with contextlib.suppress(RuntimeError):  # no loop runs
            asyncio.get_running_loop().remove_reader(self._control)
            self._tell_all()
        self._control.close()
        # it ends its workers when the socket closes; while it opens the graph it has none
        try:
            self._process.wait(0.5 if self.name else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
