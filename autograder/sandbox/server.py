"""The trusted side of the warm server: start it, ask for kernels, hear of their end."""

from __future__ import annotations

import contextlib
import fnmatch
import json
import os
import secrets
import shutil
import socket
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from autograder.sandbox.jail import NOBODY, NoSandboxError, command
from autograder.sandbox.limits import Limits
from autograder.sandbox.runs import new_runs_folder

STARTING = 120  # seconds that a server may take to import everything
# What a kernel imports when it starts, and what nearly every submission does.
BASICS = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "debugpy.server.api",
    "tornado.platform.asyncio",
    "tornado.queues",
    "encodings.idna",
    "pdb",
    "numpy",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "deeptuning.checks.remote",
)
PORTS = {"shell": 1, "iopub": 2, "stdin": 3, "control": 4, "hb": 5}


class ServerGoneError(RuntimeError):
    """The warm server has died; a new one can be started."""


class WarmServer:
    """A server process in its sandbox. Use as a context manager, from any number of threads.

    Args:
        modules: what it imports before the first submission.
    """

    def __init__(self, modules: tuple[str, ...] = ()) -> None:
        self.modules = (*BASICS, *modules)
        self._exits: dict[str, int] = {}
        self._over: set[str] = set()
        self._changed = threading.Condition(threading.RLock())
        self._sending = threading.Lock()
        self.gone = False
        self._listener: threading.Thread | None = None

    def __enter__(self) -> WarmServer:
        self.runs = new_runs_folder()
        self.runs.chmod(0o711)
        ours, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()
        theirs_as_3 = ["bash", "-c", f'exec 3<&{theirs.fileno()} {theirs.fileno()}<&-; exec "$@"']
        self._process = subprocess.Popen(
            [*theirs_as_3, "warm", *command(self.runs, self.modules)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            cwd="/",
            start_new_session=True,
        )
        theirs.close()
        self._socket, self._lines = ours, ours.makefile("r", encoding="utf-8")
        ours.settimeout(STARTING)
        try:
            first = self._lines.readline()
        except TimeoutError:
            first = ""
        if not first:
            why = self._said()
            self.__exit__()
            raise NoSandboxError(f"The sandbox does not start: {why or 'it said nothing'}.")
        self.ready = json.loads(first)
        ours.settimeout(None)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._process.kill()
        self._process.wait()
        if self._listener is not None:
            self._listener.join(10)
        self._lines.close()
        self._socket.close()
        self._errors.close()
        shutil.rmtree(self.runs, ignore_errors=True)

    def start(self, limits: Limits, folders: Sequence[Path] = ()) -> WarmKernel:
        """Fork a kernel; the regular files of `folders` lie in its working directory.

        Notebooks are left out, and a file of a later folder replaces one of an earlier.

        Raises:
            ServerGoneError: the server has died.
        """
        name, connection = lay_out(self.runs, limits, folders, "/run/ipc/k")
        own = self.runs / name
        self._order(start=name, limits=asdict(limits))
        return WarmKernel(self, name, connection | {"ip": str(own / "ipc/k")})

    def _order(self, **what: object) -> None:
        try:
            with self._sending:
                self._socket.sendall(json.dumps(what).encode() + b"\n")
        except OSError as error:
            raise ServerGoneError("The warm server is gone.") from error

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in self._lines:
                told = json.loads(line)
                if "over" in told:
                    self._over.add(told["over"])
                if "exited" in told:
                    with self._changed:
                        self._exits[told["exited"]] = told["status"]
                        self._changed.notify_all()
        with self._changed:
            self.gone = True
            self._changed.notify_all()

    def _said(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-2000:].decode(errors="replace").strip()


class WarmKernel:
    """One forked kernel: where to connect, whether it lives, and its end.

    `connection` is what a Jupyter client loads.
    """

    def __init__(self, server: WarmServer, name: str, connection: dict) -> None:
        self._server, self.name, self.connection = server, name, connection
        self.folder = server.runs / name

    def exit_code(self) -> int | None:
        """None while it runs; afterwards its exit code, 128 + signal when it was killed."""
        with self._server._changed:
            if self.name in self._server._exits:
                return self._server._exits[self.name]
            return 255 if self._server.gone else None

    def out_of_memory(self) -> bool:
        """Whether it was killed because it held too much memory."""
        return self.name in self._server._over

    def wait_for_sockets(self, seconds: float = 30) -> None:
        """Wait until the kernel can be connected to.

        Raises:
            RuntimeError: it ended before, or did not come up in time.
        """
        deadline = time.monotonic() + seconds
        paths = [f"{self.connection['ip']}-{port}" for port in PORTS.values()]
        while not all(map(os.path.exists, paths)):
            if self.exit_code() is not None or time.monotonic() > deadline:
                failed = self.folder / "ipc/failed"
                why = failed.read_text()[:500] if failed.is_file() else "no reason given"
                raise RuntimeError(f"The kernel did not start: {why}.")
            time.sleep(0.002)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; return whether it came."""
        with self._server._changed:
            ended = lambda: self.exit_code() is not None  # noqa: E731
            return self._server._changed.wait_for(ended, seconds)

    def kill(self, seconds: float = 10) -> None:
        """End it and everything it has started, and wait until it is gone."""
        if self.exit_code() is None:
            with contextlib.suppress(ServerGoneError):
                self._server._order(kill=self.name)
            self.wait(seconds)
        shutil.rmtree(self.folder, ignore_errors=True)


def lay_out(
    runs: Path, limits: Limits, folders: Sequence[Path], sockets: str
) -> tuple[str, dict[str, object]]:
    """Make a submission's folder: `in` with its files, `ipc` for the sockets of its kernel.

    Returns:
        Its name in `runs`, and how the kernel and its clients find each other.
    """
    name = secrets.token_hex(4)
    own = runs / name
    own.mkdir(mode=0o711)
    for part in ("in", "ipc"):
        (own / part).mkdir(mode=0o700)
    for folder in folders:
        copy_files(folder, own / "in", "*.ipynb", int(limits.disk))
    ports = {f"{channel}_port": port for channel, port in PORTS.items()}
    connection = {"transport": "ipc", "ip": sockets, "key": secrets.token_hex(16), **ports}
    connection |= {"signature_scheme": "hmac-sha256", "kernel_name": "python3"}
    (own / "ipc/kernel.json").write_text(json.dumps(connection))
    if os.geteuid() == 0:
        for path in (own / "in", *(own / "in").rglob("*"), own / "ipc", own / "ipc/kernel.json"):
            os.chown(path, NOBODY, NOBODY)
    return name, connection


def copy_files(source: Path, target: Path, leave_out: str = "", most: int = 1 << 30) -> None:
    """Copy regular files and folders over what is there; links, devices and pipes are left out.

    Args:
        source: what to copy.
        target: a folder of ours; nothing in it is a link.
        leave_out: a pattern of names, such as `*.ipynb`.
        most: bytes in all; files that would go beyond it are left out.
    """
    for folder, folders, files in os.walk(source, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not (here / name).is_symlink())
        there = target / here.relative_to(source)
        there.mkdir(exist_ok=True)
        for name in sorted(files):
            path = here / name
            kind = path.lstat()
            wanted = stat.S_ISREG(kind.st_mode) and kind.st_size <= most
            if wanted and not (leave_out and fnmatch.fnmatch(name, leave_out)):
                most -= kind.st_size
                shutil.copyfile(path, there / name, follow_symlinks=False)
