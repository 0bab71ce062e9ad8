"""Programs that tests need beside Python, and what several workers make only once."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

MISSING = "not here: "
T = TypeVar("T")


def need(name: str, *commands: str) -> str:
    """Path of the first of some commands; without any the test is skipped, or fails where CI is set.

    The names that were missing are counted at the end of the run (see ``conftest.py``).
    """
    for command in commands:
        if found := shutil.which(command):
            return found
    return missing(name)


def missing(name: str) -> str:
    """Skip the test for want of something, or fail where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(f"{MISSING}{name}", pytrace=False)
    pytest.skip(f"{MISSING}{name}")


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of a run see."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that ``make`` fills once in a run, whichever worker comes first; the others wait."""
    shared = shared_folder(factory)
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = shared / f"{name}.draft"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            make(draft)
            draft.rename(folder)
    return folder


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: browser tests may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
