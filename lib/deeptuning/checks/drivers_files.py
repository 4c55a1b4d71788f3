"""Drivers for functions that keep something in files, on a disk, or from one process to the next.

Like all drivers they run in the student's process and judge nothing. Folders are temporary.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from deeptuning.checks.killable_run import Run
from deeptuning.checks.plain import to_plain

MOST_FILES = 20
STRANGE = "a stranger's pickle"  # stands for a file that runs code when it is unpickled


def on_file(subject: Callable, inputs: dict) -> dict:
    """Write a file `name` with the bytes `content` and call `subject(path=…)`.

    Returns what it returned, or the type and text of the exception; whether the file is as it was;
    and whether code in the file was run.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, mark = Path(folder) / inputs["name"], Path(folder) / "ran"
        content = inputs["content"]
        data = _strange(mark) if isinstance(content, str) else bytes(content)
        path.write_bytes(data)
        told: dict[str, Any] = {"state": None, "error": None, "message": ""}
        try:
            told["state"] = to_plain(subject(path=path))
        except NotImplementedError:
            raise
        except Exception as error:
            told |= {"error": type(error).__name__, "message": str(error)[:500]}
        told["intact"] = path.is_file() and path.read_bytes() == data
        return {"returned": told | {"ran": mark.exists()}}


def in_folder(subject: Callable, inputs: dict) -> dict:
    """Call `subject(folder=…, …)` with an empty folder; return the bytes of the files in it."""
    with tempfile.TemporaryDirectory() as folder:
        subject(folder=Path(folder), **inputs)
        paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())[:MOST_FILES]
        names = [path.relative_to(folder).as_posix() for path in paths]
        contents = [np.frombuffer(path.read_bytes(), np.uint8) for path in paths]
        return {"returned": {"names": names, "contents": contents}}


def on_disk(subject: Callable, inputs: dict) -> dict:
    """Call `subject(disk=…, …)` with a made-up disk of the given `files`; return what it did."""
    disk = Disk(inputs["files"])
    arguments = {key: value for key, value in inputs.items() if key != "files"}
    subject(disk=disk, **arguments)
    return {"returned": disk.log}


class Disk:
    """A made-up disk with files of text that takes down what is done to it.

    Args:
        files: what it holds, name → text.
    """

    def __init__(self, files: dict[str, str]) -> None:
        self._files = dict(files)
        self.log: list[list[str]] = []

    def names(self) -> list[str]:
        """Return the names of the files, sorted."""
        return sorted(self._files)

    def write(self, name: str, text: str) -> None:
        """Empty the file, or make it, and write the text into it, piece by piece."""
        self._files[str(name)] = str(text)
        self.log.append(["write", str(name), str(text)])

    def sync(self, name: str) -> None:
        """Force what was written into the file to the disk; only then a power cut spares it."""
        self._known(name)
        self.log.append(["sync", str(name), ""])

    def rename(self, old: str, new: str) -> None:
        """Give a file another name, in one instant; what had that name is gone."""
        self._known(old)
        self._files[str(new)] = self._files.pop(str(old))
        self.log.append(["rename", str(old), str(new)])

    def delete(self, name: str) -> None:
        """Delete a file."""
        self._known(name)
        del self._files[str(name)]
        self.log.append(["delete", str(name), ""])

    def _known(self, name: str) -> None:
        if str(name) not in self._files:
            raise FileNotFoundError(f"no file {str(name)!r} on the disk; it has {self.names()}")


def resumed(subject: Callable, inputs: dict) -> dict:
    """Train, save with `subject().save(path, run)`, restore into a fresh run, and go on.

    The file of the step `killed` is moved to a new folder; everything else is gone. Returns the
    weights after `steps` steps: of the run that was restored, of the one that was saved and went
    on; and whether `restore` runs the code in a stranger's file.
    """
    x, y, steps = inputs["x"], inputs["y"], inputs["steps"]
    save, save_again, restore = subject().save, subject().save, subject().restore
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder) / "here", Path(folder) / "there"
        here.mkdir()
        run = _run_on(Run(x, y, inputs["seed"], inputs["hidden"]), inputs["killed"])
        save(here / "first.npz", run)
        _run_on(run, inputs["killed"] + 2)
        save_again(here / "second.npz", run)
        _run_on(run, steps)
        there.mkdir()
        shutil.move(here / "first.npz", there / "moved.npz")
        shutil.rmtree(here)
        again = Run(x, y, inputs["seed"] + 1, inputs["hidden"])
        restore(there / "moved.npz", again)
        _run_on(again, steps - inputs["killed"], more=True)
        mark, gift = Path(folder) / "ran", there / "gift.npz"
        gift.write_bytes(_strange(mark))
        with contextlib.suppress(Exception):
            restore(gift, Run(x, y, inputs["seed"], inputs["hidden"]))
        return {"returned": [again.weights, run.weights, mark.exists()]}


def _run_on(run: Run, steps: int, more: bool = False) -> Run:
    """Go on to a step, or for so many `more` steps: what a run counts may have been lost."""
    for _ in range(steps if more else steps - run.t):
        run.step()
    return run


class Killed(BaseException):
    """The end of a process, as far as one can play it inside another one."""


def through_kills(subject: Callable, inputs: dict) -> dict:
    """Start `subject(folder=…, tick=…, …)` again and again; `tick` kills after `lives[i]` calls.

    Only the folder outlasts a life. Returns what the subject returned in the end, None where it
    was killed in all its lives, and how often `tick` was called in each.
    """
    arguments = {key: value for key, value in inputs.items() if key != "lives"}
    ticks, returned = [], None
    with tempfile.TemporaryDirectory() as folder:
        for life in inputs["lives"]:
            ticks.append(0)

            def tick(life: int = life) -> None:
                if ticks[-1] >= life:
                    raise Killed
                ticks[-1] += 1

            try:
                returned = subject(folder=Path(folder), tick=tick, **arguments)
                break
            except Killed:
                continue
    return {"returned": {"classes": returned, "ticks": np.array(ticks)}}


def _strange(mark: Path) -> bytes:
    """Return a pickle that makes the folder `mark` when it is loaded."""

    class Gift:
        def __reduce__(self) -> tuple:
            return os.mkdir, (str(mark),)

    return pickle.dumps(Gift(), protocol=2)
