"""What is known of each submission: one file each, written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = ".autograder"
GRADED, NOT_ATTEMPTED, UNREADABLE = "graded", "not attempted", "unreadable file"
MISSING, FAILED = "missing notebook", "could not be graded"


@dataclass
class Record:
    """The outcome of one student's lab.

    Attributes:
        key: of everything the outcome depends on; another key means grading anew.
        status: `GRADED`, or why there is no grade.
        reason: one sentence more, where there is one.
        notebooks: executed notebooks by name, as JSON text.
        verdicts: by grade id, of checks.
        faults: by grade id or cell number, what stopped a cell.
        repairs: what was put right before anything ran.
        seconds: wall time.
        saved: which gradebook has it, see `address_of`; empty when none has.
    """

    student: str
    lab: str
    key: str
    status: str = GRADED
    reason: str = ""
    notebooks: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, dict] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    seconds: float = 0.0
    saved: str = ""


def address_of(db: str) -> str:
    """Stand for a gradebook's address, which may hold a password, in records."""
    return hashlib.sha256(db.encode()).hexdigest()[:16]


def record_path(course: Path, lab: str, student: str) -> Path:
    """Where a record lies. A name that is no safe file name is replaced by its hash."""
    name = student
    if len(os.fsencode(name)) > 200 or not re.fullmatch(r"[\w@ ~=+-][\w@ ~=+,.'-]*", name):
        name = hashlib.sha256(os.fsencode(student)).hexdigest()
    return course / FOLDER / lab / f"{name}.json"


def write_record(course: Path, record: Record) -> None:
    """Write a record; a kill at any instant leaves the old one or the new one."""
    path = record_path(course, record.lab, record.student)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.parent.chmod(0o700)
    write_atomically(path, json.dumps(asdict(record)).encode())


def read_record(course: Path, lab: str, student: str) -> Record | None:
    """Return a record; None when there is none that can be read."""
    try:
        record = Record(**json.loads(record_path(course, lab, student).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return record if (record.lab, record.student) == (lab, student) else None


def new_name(prefix: str = ".new-") -> str:
    """A prefix for what will be moved to its place; it says which process makes it."""
    return f"{prefix}{os.getpid()}-"


def sweep(folder: Path, pattern: str = ".*") -> None:
    """Delete what killed processes have left in a folder: names made with `new_name`."""
    for path in folder.glob(pattern):
        made = re.fullmatch(r"(?:\.new|\.old|autograder)-(\d+)-\w+", path.name)
        if made is None or _runs(int(made[1])):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=new_name())
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
