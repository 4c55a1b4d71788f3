"""The command line of bubblewrap: which files the warm server sees, and as whom it runs."""

from __future__ import annotations

import json
import os
import shutil
import sys
import sysconfig
from dataclasses import asdict
from pathlib import Path, PurePath

import deeptuning
from autograder.sandbox.limits import Limits

INSIDE = Path(__file__).with_name("inside.py")
CALLS = Path(__file__).with_name("calls.py")
OURS = Path(__file__).resolve().parents[1]
SERVER = "/run/server.py"
RUNS, IPC, HOME = "/run/submissions", "/run/ipc", "/home/student"
NOBODY = 65534
# Of /etc only what programs need to find libraries, fonts, time zones and names.
ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "fonts", "localtime", "alternatives", "ssl")
ENVIRONMENT = {
    "HOME": HOME,
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONNOUSERSITE": "1",
    "PYTHONUNBUFFERED": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "IPYTHONDIR": f"{HOME}/.ipython",
    "MPLCONFIGDIR": "/tmp/matplotlib",
    "XDG_CACHE_HOME": "/tmp/cache",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    # One thread each: the cores are shared by the submissions, and a fork keeps one thread only.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


class NoSandboxError(RuntimeError):
    """Submissions cannot be confined on this machine; the message says what is missing."""


def bubblewrap() -> str:
    """Return the path of `bwrap`.

    Raises:
        NoSandboxError: it is not installed, or this is no Linux.
    """
    path = shutil.which("bwrap")
    if path is None:
        raise NoSandboxError(
            "bubblewrap is not installed, so students' code cannot be confined. "
            "Debian, Ubuntu: sudo apt-get install bubblewrap. Only Linux has it."
        )
    return path


def libraries() -> list[Path]:
    """The folders that hold Python, its packages and ours; nothing else of ours is shown."""
    wanted = [
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(sys.executable).resolve().parents[1],
        Path(sysconfig.get_path("purelib")),
        Path(deeptuning.__file__).resolve().parent,
    ]
    found: list[Path] = []
    for path in sorted({path.resolve() for path in wanted} | {Path(sys.prefix)}, key=str):
        covered = any(path.is_relative_to(other) for other in [*found, Path("/usr")])
        if not covered:
            found.append(path)
    return found


def files(shown: list[str]) -> list[str]:
    """Arguments for the file system: system and libraries to read, and what else is `shown`."""
    arguments = ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        path = Path("/") / name
        if path.is_symlink():
            arguments += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            arguments += ["--ro-bind", str(path), str(path)]
    folders = libraries()
    for parent in parents([*folders, PurePath("/etc/x"), PurePath(HOME), PurePath(IPC)]):
        arguments += ["--perms", "0755", "--dir", parent]
    for path in folders:
        arguments += ["--ro-bind", str(path), str(path)]
    for name in ETC:
        if (Path("/etc") / name).exists():
            arguments += ["--ro-bind", f"/etc/{name}", f"/etc/{name}"]
    for place in (HOME, IPC, "/tmp", "/dev"):
        arguments += ["--perms", "0755", "--dir", place]
    if any(OURS.is_relative_to(place) for place in [*folders, Path("/usr")]):
        arguments += ["--tmpfs", str(OURS)]  # an installed grader brings its references along
    arguments += ["--ro-bind", str(INSIDE), SERVER, "--ro-bind", str(CALLS), "/run/calls.py"]
    arguments += shown
    return arguments


def beneath_tmp() -> list[Path]:
    """Libraries that lie below `/tmp`, where every submission has a folder of its own."""
    return [path for path in libraries() if path.is_relative_to("/tmp")]


def shown_again() -> list[str]:
    """Arguments that show such libraries in the new `/tmp` too."""
    arguments = []
    for path in beneath_tmp():
        for parent in parents([path]):
            if parent != "/tmp":
                arguments += ["--perms", "0755", "--dir", parent]
        arguments += ["--ro-bind", str(path), str(path)]
    return arguments


def parents(paths: list[PurePath]) -> list[str]:
    """The folders above paths, outermost first: bubblewrap would let nobody else into them."""
    above = {str(parent) for path in paths for parent in path.parents} - {"/", "/usr"}
    return sorted(above)


def command(runs: Path, modules: tuple[str, ...]) -> list[str]:
    """The whole command that starts a warm server."""
    return confined(["--bind", str(runs), RUNS], [], [*modules])


def cold_command(own: Path, limits: Limits) -> list[str]:
    """The whole command that starts one kernel in a sandbox of its own."""
    sized = ["--size", str(int(limits.disk)), "--tmpfs"]
    places = [part for place in (HOME, "/tmp", "/dev/shm") for part in (*sized, place)]
    seen = ["--ro-bind", str(own), RUNS, "--bind", str(own / "ipc"), IPC]
    return confined(seen, places, ["--cold", json.dumps(asdict(limits))])


def confined(shown: list[str], places: list[str], arguments: list[str]) -> list[str]:
    """The command that runs `inside.py` in a sandbox.

    Root is left behind first: a process of root's, even in a namespace, could write to settings of
    the machine's kernel. The second bubblewrap then makes the namespaces, as anybody may.
    """
    bwrap = bubblewrap()
    environment = [part for pair in ENVIRONMENT.items() for part in ("--setenv", *pair)]
    path = f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin"
    alone = [
        bwrap,
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--hostname",
        "sandbox",
        "--clearenv",
        *environment,
        *("--setenv", "PATH", path),
        *("--setenv", "AUTOGRADER_KEEP", os.pathsep.join(map(str, beneath_tmp()))),
    ]
    server = [sys.executable, "-B", SERVER, *arguments]
    rest = ["--dev", "/dev", "--proc", "/proc"]
    rest += places or ["--tmpfs", "/tmp", "--tmpfs", "/dev/shm"]
    rest += shown_again()
    rest += ["--remount-ro", "/dev", "--remount-ro", "/"]
    if os.geteuid() != 0:
        return [*alone, *files(shown), *rest, *server]
    become = [
        shutil.which("setpriv") or "/usr/bin/setpriv",
        *("--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"),
        *("--inh-caps=-all", "--no-new-privs"),
    ]
    outer = [bwrap, "--die-with-parent", *files(shown), "--dev", "/dev", "--bind", "/proc", "/proc"]
    return [*outer, *become, *alone, "--bind", "/", "/", *rest, *server]
