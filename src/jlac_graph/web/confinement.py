"""Withdraws from a process the right to open network connections.

A worker answers strangers' queries from the graph in its memory. The guard refuses ``SERVICE``, but the
engine's parser reads some invalid queries otherwise than the grammar does: in ``FILTER(?x<'>' ...`` it takes
a comparison with a string, the grammar an IRI. So the kernel makes sure that no query reaches another server.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

__all__ = ["close_network"]

_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: its number in audit records, and that of the system call ``socket``."""
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000


class _Program(ctypes.Structure):
    """The kernel's ``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def close_network() -> None:
    """Let ``socket`` fail from now on in this process and in those that it starts; open sockets stay.

    Raises
    ------
    OSError : the kernel, or this machine, has no such filter.
    """
    if platform.machine() not in _SOCKET:
        raise OSError(errno.ENOSYS, f"no filter of system calls is known for {platform.machine()}")
    steps = _steps(*_SOCKET[platform.machine()])
    program = _Program(len(steps) // 8, steps)
    libc = ctypes.CDLL(None, use_errno=True)
    for call in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SECCOMP, _FILTER, ctypes.byref(program))):
        if libc.prctl(*call):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _steps(machine: int, call: int) -> bytes:
    """Assemble the filter (BPF): each step is a code, two jumps and a number."""
    steps = (
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, 2, machine),
        (_LOAD, 0, 0, 0),
        (_EQUAL, 0, 1, call),
        (_RETURN, 0, 0, _FAIL | errno.EACCES),
        (_RETURN, 0, 0, _ALLOW),
    )
    return b"".join(struct.pack("HBBI", *step) for step in steps)
