"""Find and read the recorded public cases of a check."""

from __future__ import annotations

import difflib
import functools
from pathlib import Path

from deeptuning.checks.cases import CaseSet
from deeptuning.checks.store import load

FOLDER = Path(__file__).parent / "recorded"
REINSTALL = "Reinstall the package: pip install --force-reinstall --no-deps deeptuning"


def known_checks(folder: Path = FOLDER) -> list[str]:
    """Return the names of all recorded checks, sorted."""
    return sorted(
        path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.json")
    )


@functools.cache
def recorded(name: str, folder: Path = FOLDER) -> CaseSet:
    """Return the recorded public cases of a check.

    Args:
        name: `topic/function`.
        folder: where the records are.

    Raises:
        ValueError: no such check; the message names the nearest.
        RuntimeError: the files are missing or damaged; the message names the remedy.
    """
    known = known_checks(folder)
    if not known:
        raise RuntimeError(f"No recorded cases in {folder}. {REINSTALL}")
    if name not in known:
        near = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
        guess = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise ValueError(f"Unknown check {name!r}.{guess} Known: {', '.join(known)}.")
    try:
        return CaseSet.from_tree(load(folder / name))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuntimeError(f"The cases of {name!r} cannot be read: {error}. {REINSTALL}") from error
