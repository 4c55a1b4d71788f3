"""Is this machine ready to grade? Try everything that grading needs, and say what to do."""

from __future__ import annotations

import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import zmq

from autograder.sandbox.client import DIED, OK, Client
from autograder.sandbox.jail import bubblewrap
from autograder.sandbox.limits import Limits
from autograder.sandbox.server import WarmServer

CONFINED = """
import os, socket
found = [name for name in ("/etc", "/usr", "/run", "/home") if os.access(name, os.W_OK)]
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    found.append("network")
except OSError:
    pass
assert not found, found
"""


def doctor() -> int:
    """Print one line per question.

    Returns:
        0 when students' code can be graded in a sandbox here, 1 when not.
    """
    trials: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Python", _python),
        ("nbgrader", _nbgrader),
        ("bubblewrap", bubblewrap),
        ("warm kernels in the sandbox", _kernels),
    )
    good = True
    for name, trial in trials:
        try:
            print(f"✓ {name}: {trial()}", flush=True)
        except Exception as error:
            good = False
            print(f"✗ {name}: {error}", flush=True)
    print("Ready to grade." if good else "Not ready: mend what is marked with ✗.")
    return int(not good)


def _python() -> str:
    if sys.platform != "linux":
        raise RuntimeError(
            f"the sandbox needs Linux; this is {platform.system()}. Grade in a Linux machine or "
            "container, or with --sandbox none only what you would run yourself"
        )
    return f"{platform.python_version()} on Linux {platform.release()}"


def _nbgrader() -> str:
    import nbgrader

    if shutil.which("alembic") is None:
        raise RuntimeError(
            "`alembic`, which nbgrader runs to make a gradebook, is not on PATH. "
            "Activate the environment: . .venv/bin/activate"
        )
    return nbgrader.__version__


def _kernels() -> str:
    started = time.perf_counter()
    with WarmServer() as server:
        warm = time.perf_counter() - started
        with _client(server) as client:
            ready = time.perf_counter() - started - warm
            for code, expected in ((CONFINED, OK), ("import os; os._exit(1)", DIED)):
                ran = client.run(code, 10)
                if ran.status != expected:
                    raise RuntimeError(f"a trial went wrong: {ran.status} instead of {expected}")
    return f"server in {warm:.1f} s, a kernel in {ready:.2f} s, confined, no network"


@contextmanager
def _client(server: WarmServer) -> Iterator[Client]:
    kernel = server.start(Limits())
    try:
        kernel.wait_for_sockets()
        client = Client(kernel, zmq.Context.instance(), 1 << 20)
        client.wait_until_ready()
        yield client
        client.close()
    finally:
        kernel.kill()
