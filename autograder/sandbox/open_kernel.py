"""Kernels without any confinement, for machines that have none and instructors who accept it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox.limits import Limits
from autograder.sandbox.runs import new_runs_folder
from autograder.sandbox.server import PORTS, copy_files


class OpenKernels:
    """Starts ordinary kernels under the account of whoever grades. Use as a context manager."""

    def __enter__(self) -> OpenKernels:
        self.runs = new_runs_folder()
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.runs, ignore_errors=True)

    def start(self, limits: Limits, folders: Sequence[Path] = ()) -> OpenKernel:
        """Start a kernel in a copy of `folders`. Of the limits only the times are kept to."""
        own = self.runs / secrets.token_hex(4)
        (own / "in").mkdir(parents=True)
        for folder in folders:
            copy_files(folder, own / "in", "*.ipynb")
        ports = {f"{channel}_port": port for channel, port in PORTS.items()}
        connection = {"transport": "ipc", "ip": str(own / "k"), "key": secrets.token_hex(16)}
        connection |= {"signature_scheme": "hmac-sha256", "kernel_name": "python3", **ports}
        (own / "kernel.json").write_text(json.dumps(connection))
        return OpenKernel(own, connection)


class OpenKernel:
    """One such kernel; see `WarmKernel`."""

    def __init__(self, folder: Path, connection: dict) -> None:
        self.folder, self.connection = folder, connection
        quiet = ["--HistoryManager.enabled=False", "--log-level=50"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ipykernel_launcher", "-f", str(folder / "kernel.json"), *quiet],
            cwd=folder / "in",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def exit_code(self) -> int | None:
        """None while it runs."""
        code = self._process.poll()
        return code if code is None or code >= 0 else 128 - code

    def out_of_memory(self) -> bool:
        """Nobody watches."""
        return False

    def wait_for_sockets(self, seconds: float = 60) -> None:
        """Wait until the kernel can be connected to.

        Raises:
            RuntimeError: it ended before, or did not come up in time.
        """
        deadline = time.monotonic() + seconds
        paths = [f"{self.connection['ip']}-{port}" for port in PORTS.values()]
        while not all(map(os.path.exists, paths)):
            if self.exit_code() is not None or time.monotonic() > deadline:
                raise RuntimeError("The kernel did not start.")
            time.sleep(0.01)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; return whether it came."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return self._process.poll() is not None

    def kill(self, seconds: float = 10) -> None:
        """End it and what it has started in its group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self.wait(seconds)
        shutil.rmtree(self.folder, ignore_errors=True)
