"""The nursery and its workers: processes that share the loaded graph and can be killed at any time.

The nursery is a process of its own (``python -m jlac_graph.web.worker_process``): it opens the graph,
reads what every request needs, and then forks a worker whenever the service asks for one. The workers
share the pages of the graph with it. The service passes the worker's socket and a file for its error
output; a worker has no access to the service's open files or code. When the service ends for any reason,
its socket closes and the nursery kills its workers.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import json
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from ..core.errors import JlacError
from .confinement import close_network
from .worker_contract import ANSWER, OUT_OF_MEMORY, REQUEST, Plan, Task

__all__ = ["answered"]

_MESSAGE = 4096
_LIBC = ctypes.CDLL(None)
_SET_DEATH_SIGNAL = 1


class _Nursery:
    """Forks and kills workers on command."""

    def __init__(self, control: socket.socket, task: Task, memory: int) -> None:
        self._control, self._task, self._memory = control, task, memory
        self._pids: dict[int, int] = {}

    def run(self) -> None:
        """Execute commands until the service closes its end."""
        signal.signal(signal.SIGCHLD, lambda *_: self._reap())
        while True:
            try:
                message, descriptors, _, _ = socket.recv_fds(self._control, _MESSAGE, 2)
            except ConnectionResetError:  # the service ended and left a report unread
                break
            if not message:
                break
            command = json.loads(message)
            if command["do"] == "fork":
                self._fork(command["id"], command["nice"], descriptors)
            elif pid := self._pids.get(command["id"]):
                os.kill(pid, signal.SIGKILL)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        for pid in self._pids.values():
            os.kill(pid, signal.SIGKILL)

    def _fork(self, number: int, nice: int, descriptors: list[int]) -> None:
        wire, words = descriptors
        # the end of a child whose id is not recorded yet would be missed
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        nursery, pid = os.getpid(), os.fork()
        if pid == 0:
            self._become_worker(nursery, wire, words, nice)
        self._pids[number] = pid
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        for descriptor in descriptors:
            os.close(descriptor)

    def _become_worker(self, nursery: int, wire: int, words: int, nice: int) -> NoReturn:
        """Run as a worker; whatever happens, never return."""
        try:
            _end_with(nursery)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            self._control.close()
            os.dup2(words, 2)
            os.nice(nice)
            _work(socket.socket(fileno=wire), self._task, self._memory)
        except BaseException:  # noqa: BLE001 - the edge of the process
            traceback.print_exc()
        finally:
            os._exit(0)

    def _reap(self) -> None:
        """Report the workers that ended, each with the signal that ended it."""
        while self._pids:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            number = next(n for n, p in self._pids.items() if p == pid)
            del self._pids[number]
            death = {"died": number, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}
            try:
                self._control.send(json.dumps(death).encode(), socket.MSG_DONTWAIT)
            except OSError:
                return


def _end_with(parent: int) -> None:
    """Let the kernel kill this process when its parent ends."""
    _LIBC.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def _work(wire: socket.socket, task: Task, memory: int) -> None:
    """Answer requests until the service closes its end, or this worker uses too much memory."""
    start = _size()
    limit = start + memory
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    stream = wire.makefile("rwb")
    ends = False
    while not ends and len(frame := stream.read(REQUEST.size)) == REQUEST.size:
        seconds, head, body = REQUEST.unpack(frame)
        # the kernel ends this process with SIGPROF when the time is used up
        signal.setitimer(signal.ITIMER_PROF, seconds)
        facts, content = answered(task, json.loads(stream.read(head)), stream.read(body))
        signal.setitimer(signal.ITIMER_PROF, 0)
        # memory that earlier requests left allocated does not count for the next one
        ends = facts["ends"] = bool(facts.get("ends")) or _size() > start + memory // 4
        encoded = json.dumps(facts).encode()
        stream.write(ANSWER.pack(len(encoded), len(content)) + encoded + content)
        stream.flush()


def _size() -> int:
    """Return the bytes of memory of its own that this process may write to.

    Files that are mapped to be read, such as the hops of a large graph, are not among them: they are the
    graph, and the system drops what it needs for others.
    """
    return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()


def answered(task: Task, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """Run a task; any exception becomes an answer that reports it.

    Examples
    --------
    >>> def broken(head, body):
    ...     raise ValueError("no")
    >>> facts, message = answered(broken, {}, b"")
    >>> facts["status"], message.decode()
    (500, 'the service failed on this request (ValueError); its log has the details')
    """
    try:
        return task(head, body)
    except RecursionError:
        return {"status": 400}, b"the request is nested too deeply"
    except BaseException as error:  # noqa: BLE001 - the edge of the process
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            return {"status": 503, "ends": True}, OUT_OF_MEMORY.encode()
        message = f"the service failed on this request ({type(error).__name__}); its log has the details"
        ends = not isinstance(error, Exception)
        return {"status": 500, "ends": ends, "fault": traceback.format_exc()}, message.encode()


def _open(plan: Plan) -> tuple[Task, Callable[[], None], str]:
    """Open the graph; return the task that workers run on it, what they all need, and the graph's name."""
    from ..build.sources import narrowed
    from ..open_graph import SERVED_IN_MEMORY
    from ..sparql.store import OxigraphStore
    from .tasks import make_task

    store = plan.graph.open(in_memory=SERVED_IN_MEMORY)
    if plan.sources:
        store = narrowed(store, only=plan.sources.only, without=plan.sources.without)
    if isinstance(store, OxigraphStore):
        _close_network()
    return *make_task(store, plan), store.name


def _close_network() -> None:
    try:
        close_network()
    except OSError as error:
        sys.stderr.write(f"jlac: workers can open network connections: {error}\n")


def main() -> None:
    """Open the graph, read what all need, report both, and serve workers.

    The arguments are a socket, a plan, and ``early`` to serve without what all need.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # a service that is stopped while it starts does not leave this process opening the graph
    _end_with(os.getppid())
    control, plan = socket.socket(fileno=int(sys.argv[1])), Plan.read(sys.argv[2])
    try:
        task, warm, name = _open(plan)
    except JlacError as error:
        control.send(json.dumps({"error": str(error)[: _MESSAGE // 2]}).encode())
        return
    # from now on the socket tells when the service ends; its thread that started this may end before
    _LIBC.prctl(_SET_DEATH_SIGNAL, 0, 0, 0, 0)
    try:
        control.send(json.dumps({"name": name}).encode())
        if "early" not in sys.argv[3:]:
            warm()
        # memory pages that the garbage collector does not write to stay shared
        gc.collect()
        gc.freeze()
        control.send(json.dumps({"ready": True}).encode())
    except BrokenPipeError:
        return
    _Nursery(control, task, plan.limits.memory_bytes).run()


if __name__ == "__main__":
    main()
