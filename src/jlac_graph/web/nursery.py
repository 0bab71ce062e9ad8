"""Worker processes that share the loaded graph and can be killed at any moment.

A nursery process, forked once the graph is loaded, forks a worker on each request and passes its
socket back. It runs nothing else, so that forking is safe, and pages of the graph stay shared. When
the service ends, however it ends, the nursery sees its socket close and kills its workers.
"""

from __future__ import annotations

import array
import json
import os
import resource
import signal
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["Nursery", "Task"]

Task = Callable[[dict[str, Any]], tuple[dict[str, Any], bytes]]
_COMMAND = struct.Struct("!ci")
_FAREWELL = (signal.SIGINT, signal.SIGTERM)


class Nursery:
    """Forks workers that run one task after another.

    Parameters
    ----------
    task : what a worker does with a request; it closes over the graph.
    memory : bytes that a worker may take beyond what it inherits.
    """

    def __init__(self, task: Task, *, memory: int) -> None:
        self._socket, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self._socket.close()
            _nurse(theirs, task, memory)
        theirs.close()

    def spawn(self, *, nice: int = 0) -> tuple[int, socket.socket]:
        """Fork a worker; give its process id and the socket to talk to it."""
        self._socket.sendall(_COMMAND.pack(b"S", nice))
        message, descriptors, _, _ = socket.recv_fds(self._socket, _COMMAND.size, 1)
        return _COMMAND.unpack(message)[1], socket.socket(fileno=descriptors[0])

    def kill(self, pid: int) -> None:
        """Kill a worker, whatever it is doing."""
        self._socket.sendall(_COMMAND.pack(b"K", pid))

    def close(self) -> None:
        """Kill all workers and end."""
        self._socket.close()
        os.waitpid(self.pid, 0)


def _nurse(control: socket.socket, task: Task, memory: int) -> None:
    """Fork and kill on command until the service closes its end; never returns."""
    for name in _FAREWELL:
        signal.signal(name, signal.SIG_IGN)
    children: set[int] = set()
    while len(message := control.recv(_COMMAND.size, socket.MSG_WAITALL)) == _COMMAND.size:
        command, number = _COMMAND.unpack(message)
        _reap(children)
        if command == b"S":
            children.add(_fork(control, task, memory, number))
        elif number in children:
            os.kill(number, signal.SIGKILL)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _reap(children: set[int]) -> None:
    while children:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        children.discard(pid)


def _fork(control: socket.socket, task: Task, memory: int, nice: int) -> int:
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        control.close()
        os.nice(nice)
        _bound(memory)
        _work(theirs, task)
    theirs.close()
    descriptors = array.array("i", [ours.fileno()])
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)]
    control.sendmsg([_COMMAND.pack(b"P", pid)], rights)
    ours.close()
    return pid


def _bound(memory: int) -> None:
    """Limit the address space to what is in use now plus the allowance."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _work(wire: socket.socket, task: Task) -> None:
    """Answer requests until the service closes its end; never returns."""
    stream = wire.makefile("rwb")
    while header := stream.read(4):
        request = json.loads(stream.read(int.from_bytes(header)))
        head, body = task(request)
        encoded = json.dumps(head).encode()
        stream.write(struct.pack("!II", len(encoded), len(body)) + encoded + body)
        stream.flush()
    os._exit(0)
