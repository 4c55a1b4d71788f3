"""Kernels for the students' code: warm and confined, cold and confined, or not confined at all."""

from __future__ import annotations

import ast
import atexit
import contextlib
import json
import re
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from autograder.sandbox.cold import ColdKernels
from autograder.sandbox.jail import NoSandboxError
from autograder.sandbox.limits import Limits
from autograder.sandbox.open_kernel import OpenKernels
from autograder.sandbox.server import WarmServer

if TYPE_CHECKING:  # the engine takes long to import, and a server can start meanwhile
    from autograder.engine import Kernels

BUBBLEWRAP, NONE = "bubblewrap", "none"
UNCONFINED = (
    "WARNING: --sandbox none: students' code runs under your account, without any confinement. "
    "Grade only submissions whose code you would run yourself."
)
# A pattern, not Python's parser: what students write need not be Python.
FRAMEWORK = re.compile(r"^[ \t]*(?:import|from)[ \t]+(keras|tensorflow|torch)\b", re.MULTILINE)
MAGIC = re.compile(r"^(\s*)[%!].*")
_lock = threading.RLock()  # one may be interrupted in it
_open = contextlib.ExitStack()
_kernels: dict[tuple, Kernels] = {}


def kernels_for(source: Path, sandbox: str = BUBBLEWRAP, also: Iterable[str] = ()) -> Kernels:
    """Return the supply of kernels for a lab; it is started once a process and set of imports.

    Args:
        source: the lab's folder of source notebooks, whose imports are made beforehand.
        sandbox: `bubblewrap`, or `none` to run students' code unconfined.
        also: frameworks to be imported beforehand as well, see `frameworks`.

    Raises:
        NoSandboxError: the sandbox does not work here, and nobody said to do without.
        ValueError: no such sandbox.
    """
    if sandbox not in (BUBBLEWRAP, NONE):
        raise ValueError(
            f"Argument `sandbox` must be 'bubblewrap' or 'none'. Received: {sandbox!r}."
        )
    modules = imports(source.glob("*.ipynb"))
    there = {module.partition(".")[0] for module in modules}
    return _supply(sandbox, tuple(sorted({*modules, *(set(also) - there)})))


def frameworks(notebook: NotebookNode) -> set[str]:
    """Return the frameworks that a submission imports.

    An answer may use torch where the lab does not. Such submissions share a server of their own,
    or each would pay the second or more that the import takes.
    """
    code = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return {name for source in code for name in FRAMEWORK.findall(source)}


def warm_kernels(modules: tuple[str, ...] = ()) -> Kernels:
    """Return the supply of confined kernels that have imported `modules`; see `kernels_for`."""
    return _supply(BUBBLEWRAP, modules)


def _supply(sandbox: str, modules: tuple[str, ...]) -> Kernels:
    with _lock:
        key = (sandbox, modules)
        supply = _kernels.get(key)
        if supply is not None and not getattr(supply, "gone", False):
            return supply
        if sandbox == NONE:
            print(UNCONFINED, file=sys.stderr)
            _kernels[key] = _open.enter_context(OpenKernels())
        else:
            _kernels[key] = _confined(modules)
        return _kernels[key]


def start_early(source: Path, sandbox: str = BUBBLEWRAP) -> None:
    """Begin to start what `kernels_for` will return; if that fails, it will say so."""

    def start() -> None:
        with contextlib.suppress(Exception):
            kernels_for(source, sandbox)

    threading.Thread(target=start, daemon=True).start()


def let_go() -> None:
    """End all kernels and servers, before a process ends in a hurry."""
    with _lock:
        _open.close()


def _confined(modules: tuple[str, ...]) -> Kernels:
    """Return warm kernels, or cold ones where a sandbox cannot be divided by forking."""
    try:
        warm = _open.enter_context(WarmServer(modules))
        if (why := trial(warm)) is None:
            return warm
        cold = _open.enter_context(ColdKernels())
        if (worse := trial(cold)) is not None:
            raise NoSandboxError(f"No kernel starts in the sandbox: {worse}")
        print(f"Kernels start cold, which is slower: {why}", file=sys.stderr)
        return cold
    except NoSandboxError as error:
        raise NoSandboxError(
            f"{error} Nothing was graded. `autograder doctor` says what to do; `--sandbox none` "
            "grades without confinement."
        ) from error


def trial(kernels: Kernels) -> str | None:
    """Start one kernel and end it; return what went wrong."""
    kernel = kernels.start(Limits())
    try:
        kernel.wait_for_sockets()
    except RuntimeError as error:
        return str(error)
    finally:
        kernel.kill()
    return None


def imports(notebooks: Iterable[Path]) -> tuple[str, ...]:
    """Return the modules that notebooks import, sorted."""
    found = set()
    for path in notebooks:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                found |= _imported("".join(cell["source"]))
    return tuple(sorted(found))


def _imported(source: str) -> set[str]:
    lines = [MAGIC.sub(r"\1pass", line) for line in source.splitlines()]
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:  # a magic of several lines
        return set()
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module or "")
    return found - {"google.colab"}


atexit.register(let_go)
