"""Start JupyterLab with the project's own commands, away from the user's files and settings."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120  # seconds that a start may take on a busy machine


@dataclass(frozen=True)
class Server:
    """A running JupyterLab: where it is, what opens it, and the folder that it serves."""

    url: str
    token: str
    folder: Path
    log: Path

    @property
    def start_page(self) -> str:
        """The address that `make lab` opens."""
        return f"{self.url}/?token={self.token}"

    def request(self, path: str, method: str = "GET") -> dict:
        """Ask the server's REST interface."""
        headers = {"Authorization": f"token {self.token}"}
        asked = urllib.request.Request(self.url + path, headers=headers, method=method)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return json.loads(answer.read() or b"{}")


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a newcomer: no settings of the tests, of make or of the user."""
    alien = ("MAKE", "MFLAGS", "PYTEST", "JUPYTER", "MPLBACKEND", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(alien)}
    return kept | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }


def make(root: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run a command of the project's Makefile to its end."""
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(
        command, cwd=root, env=environment(home), capture_output=True, text=True, check=False
    )


@contextmanager
def jupyterlab(
    root: Path, home: Path, folder: Path, *arguments: str, options: str = ""
) -> Iterator[Server]:
    """Run `make lab` or `make formgrader` until the block ends.

    Args:
        root: the project.
        home: an empty folder for Jupyter's settings and logs.
        folder: what the server serves.
        arguments: make's target and variables.
        options: more options of `jupyter lab`.
    """
    home.mkdir(parents=True, exist_ok=True)
    server = Server(f"http://127.0.0.1:{free_port()}", secrets.token_hex(16), folder, home / "log")
    port = server.url.rpartition(":")[2]
    lab_args = (
        f"--no-browser --ip=127.0.0.1 --port={port} --ServerApp.port_retries=0 "
        f"--IdentityProvider.token={server.token} {options}"
    )
    command = ["make", "--no-print-directory", *arguments, f"LAB_ARGS={lab_args}"]
    with server.log.open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=environment(home),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_ready(server, process)
        yield server
    finally:
        stop(server, process)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_until_ready(server: Server, process: subprocess.Popen) -> None:
    """Wait for the server's first answer."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            server.request("/api/status")
            return
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start:\n{server.log.read_text()[-4000:]}")


def stop(server: Server, process: subprocess.Popen) -> None:
    """Ask the server to end, which ends its kernels; insist if it does not."""
    with suppress(OSError):
        server.request("/api/shutdown", "POST")
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
