"""Run lessons without waiting for the same imports every time.

A third of a lesson's time is `import torch` and `import keras`. Here one process imports them, and
every program that asks gets a fork of it. A fork holds modules, no names: a lesson that forgets an
import fails as ever.

A program that asks is `python -S asking.py SOCKET MODULE ARGUMENTS…`; it behaves like `python -m
MODULE ARGUMENTS…`, and what it took is added as a line to the file that `$USAGE` names.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import importlib
import json
import os
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
ASKING = Path(__file__).with_name("asking.py")
PLOTTING = ["matplotlib.pyplot", "matplotlib.backends.backend_agg", "PIL.Image"]
RUNNING = ["IPython", "ipykernel.kernelapp", "ipywidgets", "jupyterquiz", "papermill.cli"]
LEARNING = ["scipy.stats", "sklearn.datasets", "torch", "keras"]
LATE = ["torch._dynamo"]  # 2.5 s, which the first optimizer of a process would take
MODULES = [*RUNNING, *PLOTTING, *LEARNING, *LATE]
# Memory that glibc hands back is wanted again at once: to keep it saves a lesson 3-4 % of its time.
KEEP = {
    "MALLOC_MMAP_THRESHOLD_": str(2**32),
    "MALLOC_TRIM_THRESHOLD_": str(2**32),
    "MALLOC_TOP_PAD_": str(2**26),
}
HOLD = b"."  # what is sent, and sent back, instead of a question


class Warm:
    """The process that forks. Use as a context manager; `environment` is for whoever asks.

    Args:
        modules: what it imports.
        meeting: a folder; all who name it share one process, which ends with the last of them.
            None for a process of one's own.
    """

    def __init__(self, modules: Sequence[str] = MODULES, meeting: Path | None = None) -> None:
        self.modules, self.meeting = modules, meeting
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> Warm:
        self.folder = Path(tempfile.mkdtemp(prefix="warm-"))
        place = self.meeting or self.folder
        self.socket = place / "socket"
        with (place / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._hold():
                self._start()
        spec = self.folder / "kernels/warm/kernel.json"
        spec.parent.mkdir(parents=True)
        argv = [*self.command("ipykernel_launcher"), "-f", "{connection_file}"]
        spec.write_text(json.dumps({"argv": argv, "display_name": "warm", "language": "python"}))
        self.environment = {"JUPYTER_PATH": str(self.folder), "USAGE": str(self.folder / "usage")}
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._held.close()
        if self._process:
            self._process.communicate()  # when the last of those who share it has gone
        shutil.rmtree(self.folder)

    def _hold(self) -> bool:
        """Say that the process is needed for as long as this socket is open; is it there?"""
        self._held = socket.socket(socket.AF_UNIX)
        try:
            self._held.connect(str(self.socket))
            self._held.sendall(HOLD)
            if self._held.recv(1):
                return True
        except OSError:
            pass
        self._held.close()
        return False

    def _start(self) -> None:
        """Start the process; its stdin stays open for as long as we need it."""
        self.socket.unlink(missing_ok=True)
        command = [sys.executable, "-m", __name__, str(self.socket), *self.modules]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | KEEP,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if not self._process.stdout.read(1):
            self.__exit__()
            raise RuntimeError("The process that imports for all lessons has not come up.")

    def command(self, module: str) -> list[str]:
        """Return what to run instead of `python -m MODULE`."""
        return [sys.executable, "-S", str(ASKING), str(self.socket), module]

    def used(self, programs: int = 1, seconds: float = 30) -> tuple[float, float]:
        """Return the CPU seconds and the MiB of the largest program since this was last asked.

        Args:
            programs: how many there were; whoever was killed may be counted a moment later.
            seconds: how long to wait for them.
        """
        path, lines, deadline = self.folder / "usage", [], time.monotonic() + seconds
        while len(lines) < programs:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{len(lines)} programs have ended, not {programs}.")
            time.sleep(0.01)
            if path.exists():
                lines = [json.loads(line) for line in path.read_text().splitlines()]
        path.unlink()
        return sum(cpu for cpu, _ in lines), max(peak for _, peak in lines)


def serve(path: str, *modules: str) -> None:
    """Import, listen, fork; until killed, or until nobody holds it any more."""
    for module in modules:
        importlib.import_module(module)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen()
    bell, ring = os.pipe()
    os.set_blocking(ring, False)
    signal.set_wakeup_fd(ring)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    gc.freeze()  # so that no fork copies what it only reads
    print(".", end="", flush=True)
    asking: dict[socket.socket, int] = {}
    usage: dict[int, str] = {}
    holding = {sys.stdin}  # by whoever started it; the others hold a socket
    while True:
        ready, _, _ = select.select([listening, bell, *asking, *holding], [], [])
        for one in holding & set(ready):
            one.close()
            holding.remove(one)
            if not holding:
                return
        if bell in ready:
            os.read(bell, 4096)
            reap(asking, usage)
        for one in asking.keys() & set(ready):  # it was killed, so what it asked for is too
            with contextlib.suppress(ProcessLookupError):
                os.killpg(asking.pop(one), signal.SIGKILL)
            one.close()
        if listening in ready:
            one, _ = listening.accept()
            text, handles, _, _ = socket.recv_fds(one, 1 << 20, 3)
            if text == HOLD:
                one.sendall(HOLD)
                holding.add(one)
                continue
            asked = json.loads(text)
            pid = os.fork()
            if pid == 0:
                be(asked, handles)
            for handle in handles:
                os.close(handle)
            asking[one], usage[pid] = pid, asked["environment"].get("USAGE", os.devnull)


def reap(asking: dict[socket.socket, int], usage: dict[int, str]) -> None:
    """Note what every program that has ended took, and tell who asked how it ended."""
    while usage:
        pid, status, used = os.wait4(-1, os.WNOHANG)
        if pid == 0:
            return
        with open(usage.pop(pid), "a") as file:
            took = [used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]
            file.write(json.dumps(took) + "\n")
        for one in [each for each, child in asking.items() if child == pid]:
            with contextlib.suppress(OSError):
                one.sendall(b"%d" % os.waitstatus_to_exitcode(status))
            one.close()
            del asking[one]


def be(asked: dict, handles: list[int]) -> None:
    """The fork: never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setpgid(0, 0)
        for standard, handle in enumerate(handles):
            os.dup2(handle, standard)
        os.closerange(3, 256)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        sys.argv = asked["arguments"]
        sys.path[0] = asked["folder"]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve(*sys.argv[1:])
