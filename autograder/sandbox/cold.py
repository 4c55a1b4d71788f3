"""A sandbox and a cold kernel per submission, where a warm server cannot divide its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox.inside import memory
from autograder.sandbox.jail import cold_command
from autograder.sandbox.limits import Limits
from autograder.sandbox.runs import new_runs_folder
from autograder.sandbox.server import PORTS, lay_out

WATCH = 0.2  # seconds between two looks at memory


class ColdKernels:
    """Starts a sandbox for every kernel. Use as a context manager."""

    def __enter__(self) -> ColdKernels:
        self.runs = new_runs_folder()
        self.runs.chmod(0o711)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.runs, ignore_errors=True)

    def start(self, limits: Limits, folders: Sequence[Path] = ()) -> ColdKernel:
        """Start a kernel; the regular files of `folders` lie in its working directory."""
        name, connection = lay_out(self.runs, limits, folders, "/run/ipc/k")
        return ColdKernel(self.runs / name, connection, limits)


class ColdKernel:
    """One such kernel; see `WarmKernel`."""

    def __init__(self, folder: Path, connection: dict, limits: Limits) -> None:
        self.folder = folder
        self.connection = connection | {"ip": str(folder / "ipc/k")}
        self._over = False
        self._process = subprocess.Popen(
            cold_command(folder, limits),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        threading.Thread(target=self._watch, args=(limits.memory,), daemon=True).start()

    def _watch(self, bound: int) -> None:
        while self._process.poll() is None:
            if memory({self._process.pid})[self._process.pid] > bound:
                self._over = True
                self._end()
            time.sleep(WATCH)

    def exit_code(self) -> int | None:
        """None while it runs."""
        code = self._process.poll()
        return code if code is None or code >= 0 else 128 - code

    def out_of_memory(self) -> bool:
        """Whether it was killed because it held too much memory."""
        return self._over

    def wait_for_sockets(self, seconds: float = 60) -> None:
        """Wait until the kernel can be connected to.

        Raises:
            RuntimeError: it ended before, or did not come up in time.
        """
        deadline = time.monotonic() + seconds
        paths = [f"{self.connection['ip']}-{port}" for port in PORTS.values()]
        while not all(map(os.path.exists, paths)):
            if self.exit_code() is not None or time.monotonic() > deadline:
                raise RuntimeError("The kernel did not start in a sandbox of its own.")
            time.sleep(0.01)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; return whether it came."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return self._process.poll() is not None

    def kill(self, seconds: float = 10) -> None:
        """End it and everything it has started."""
        self._end()
        self.wait(seconds)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self) -> None:
        """Kill bubblewrap, with which its namespace of processes goes."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
