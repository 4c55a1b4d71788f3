"""Grade a whole class: workers run submissions side by side, one writer keeps the gradebook.

A record is written as soon as a submission is done, and only then the gradebook. So a batch that
is killed at any instant goes on where it was: what has a record is not run again, what is in the
gradebook is not written again. Only what failed through a fault of ours is tried again each time.

What has been handed in anew is graded anew. If it cannot be, the scores of the earlier one go, and
the reason stands in their place. Who has been graded and whose folder is gone keeps the grade.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from nbgrader.api import MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from autograder.alone import alone
from autograder.gradebook import Writer
from autograder.job import Job, job_from, run_notebook, submission_key
from autograder.reading import UnreadableError, read_submission
from autograder.records import (
    FAILED,
    MISSING,
    UNREADABLE,
    Record,
    read_record,
    write_record,
)
from autograder.restore import restore
from autograder.source import Source
from autograder.stopping import Stop, StoppedError
from autograder.supply import BUBBLEWRAP, kernels_for


def grade_class(
    course: Path,
    lab: str,
    *,
    workers: int = 2,
    students: list[str] | None = None,
    force: bool = False,
    sandbox: str = BUBBLEWRAP,
    db: str | None = None,
    tell: Callable[[Record, int, int], None] = lambda record, done, total: None,
) -> list[Record]:
    """Grade every submission of a lab that has not been graded as it is now.

    Args:
        course: the course's directory.
        lab: the lab.
        workers: submissions at a time.
        students: only these; None for all who handed in.
        force: grade anew what has been graded.
        sandbox: `bubblewrap`, or `none`.
        db: the gradebook's address; by default `gradebook.db` in the course.
        tell: called after each submission, with the number done and the number in all.

    Returns:
        One record per submission, sorted by student.

    Raises:
        ValueError: the lab was not generated, a student has handed nothing in, or `workers` < 1.
        NoSandboxError: students' code cannot be confined.
        RuntimeError: another batch is at work, or the gradebook stayed locked.
        StoppedError: somebody pressed Ctrl-C; what was running has been finished.
    """
    if workers < 1:
        raise ValueError(f"Argument `workers` must be 1 or more. Received: workers={workers}.")
    course = course.resolve()
    with alone(course), Writer(course, lab, db) as writer, Stop() as stop:
        job = job_from(course, lab, writer.sources, sandbox)
        digest = job.digest()
        names = _students(course, lab, students)
        kernels_for(job.source_folder, sandbox)  # refuse before anything is touched
        records: dict[str, Record] = {}
        todo: list[tuple[str, str]] = []
        for name in names:
            key = _key(course / "submitted" / name / lab, digest)
            old = None if force else read_record(course, lab, name)
            if old is None or old.key != key or old.status == FAILED:
                todo.append((name, key))
                continue
            records[name] = old
            if not writer.has(old):
                writer.save(old)
            tell(old, len(records), len(names))
        for record in _run_all(job, todo, workers, stop):
            records[record.student] = record
            _save(writer, record)
            tell(record, len(records), len(names))
    if left := len(names) - len(records):
        raise StoppedError(
            f"Stopped: {len(records)} of {len(names)} submissions are done and saved, {left} are "
            "left. The same command goes on from here."
        )
    return [records[name] for name in sorted(records)]


def _save(writer: Writer, record: Record) -> None:
    """Save a record; one that cannot be saved stops the class only if the gradebook is to blame."""
    try:
        writer.save(record)
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise RuntimeError(
            f"The gradebook could not be written: {why}. Nothing is lost: close what else uses it, "
            "and run the same command again."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, MissingEntry) as error:
        record.status, record.reason = FAILED, f"{type(error).__name__}: {error!s:.300}"
        record.notebooks, record.verdicts = {}, {}
        writer.save(record)


def _run_all(job: Job, todo: list[tuple[str, str]], workers: int, stop: Stop) -> Iterator[Record]:
    """Yield the records as they come; no more than a few wait for the writer."""
    waiting = iter(todo)
    with ThreadPoolExecutor(workers) as pool:
        running: set[Future] = set()
        try:
            while True:
                most = 0 if stop.asked.is_set() else workers + 1
                while len(running) < most and (item := next(waiting, None)):
                    running.add(pool.submit(grade_one, job, *item))
                if stop.asked.is_set():
                    running = {future for future in running if not future.cancel()}
                if not running:
                    return
                done, running = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in running:
                future.cancel()


def grade_one(job: Job, student: str, key: str) -> Record:
    """Read, restore and run one submission, and write its record. It never raises."""
    started = time.monotonic()
    record = Record(student, job.lab, key)
    for source in job.sources:
        try:
            _grade_notebook(job, source, record)
        except FileNotFoundError:
            record.status = MISSING
            record.reason += f" {source.name}.ipynb is missing."
        except UnreadableError as error:
            record.status = UNREADABLE
            record.reason += f" {source.name}.ipynb: {error}"
        except Exception as error:  # ours, not the student's: it must not stop the class
            record.status = FAILED
            record.reason += f" {source.name}.ipynb: {type(error).__name__}: {error!s:.300}"
    if len(job.sources) == 1:
        record.reason = record.reason.removeprefix(f" {job.sources[0].name}.ipynb:")
    record.reason = record.reason.strip()
    record.seconds = time.monotonic() - started
    write_record(job.course, record)
    return record


def _grade_notebook(job: Job, source: Source, record: Record) -> None:
    folder = job.course / "submitted" / record.student / job.lab
    submitted = read_submission(folder / f"{source.name}.ipynb")
    restored = restore(submitted, source.cells, source.kernelspec)
    record.repairs += restored.repairs
    run_notebook(job, restored.notebook, folder, source.name, record)


def _key(folder: Path, digest: str) -> str:
    try:
        return submission_key(folder, digest)
    except OSError as error:  # files that may not be read; they are named when they are graded
        return f"{digest} {error}"


def _students(course: Path, lab: str, wanted: list[str] | None) -> list[str]:
    """The students who handed something in, sorted.

    Raises:
        ValueError: a wanted one has not, or a folder's name is none that a gradebook can keep.
    """
    found = sorted(path.parent.name for path in course.glob(f"submitted/*/{lab}"))
    found = [name for name in found if not name.startswith(".")]  # as with nbgrader: no student
    if wrong := [os.fsencode(name) for name in found if not _is_text(name)]:
        raise ValueError(
            f"Names of students must be UTF-8. Received the folders {wrong} in "
            f"{course / 'submitted'}. Rename them."
        )
    if wanted is None:
        return found
    if unknown := sorted(set(wanted) - set(found)):
        raise ValueError(
            f"Nothing handed in for {lab!r} by: {', '.join(unknown)}. "
            f"Expected a folder submitted/STUDENT/{lab}."
        )
    return sorted(set(wanted))


def _is_text(name: str) -> bool:
    with contextlib.suppress(UnicodeEncodeError):
        name.encode()
        return True
    return False
