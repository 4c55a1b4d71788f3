"""One batch at a time in a course: the gradebook has a single writer."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from autograder.records import FOLDER


@contextlib.contextmanager
def alone(course: Path) -> Iterator[None]:
    """Hold a course's lock, which the system takes back from whoever is killed.

    Raises:
        RuntimeError: another batch holds it.
    """
    folder = course / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuntimeError(
                f"Another `autograder grade` is at work in {course}. "
                "Wait until it has finished, or stop it."
            ) from None
        yield
