"""Rehearse a whole course on a made-up class: release, submit, collect, grade, feedback, export."""

from __future__ import annotations

import importlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType

from autograder.labs import project_root, source_labs
from autograder.needs import need_nbgrader

MARKER = ".autograder-rehearsal"
CONFIG = '''"""nbgrader's settings for this class, read by what is started in this directory."""

from pathlib import Path

from autograder.configure import configure

configure(get_config(), Path(__file__).resolve().parent)
'''


def rehearse(into: Path, lab: str = "optimizers") -> int:
    """Grade a made-up class in `into`, from release to feedback, and print what came out.

    Args:
        into: the class's directory; a class that was made here before is replaced.
        lab: the lab.

    Returns:
        0 when every step worked, 1 when one did not. Files that cannot be graded are expected.

    Raises:
        ValueError: no such lab, or `into` holds something else.
        OSError: `into` cannot be written.
    """
    need_nbgrader()
    from autograder.course import Course
    from autograder.feedback_pages import write_feedback
    from autograder.rehearsal.students import STUDENTS
    from autograder.results import FAILED, read_results
    from autograder.table import table

    root = project_root()
    if lab not in source_labs(root):
        raise ValueError(f"Unknown lab {lab!r}. Known: {', '.join(source_labs(root))}.")
    into = prepare(into)
    shutil.copytree(root / "solutions" / lab, into / "solutions" / lab)
    (into / "nbgrader_config.py").write_text(CONFIG)
    course, start = Course(into), time.perf_counter()

    print(
        f"A class of {len(STUDENTS)} in {into} (what an earlier rehearsal left there is replaced)"
    )
    with _step("release"):
        course.release(lab)
    styles = partial(style, lab)
    with _step("submit"):
        for student in STUDENTS:
            course.enrol(student.name, student.name.title(), "Demo")
            course.submit(lab, student.name, student.hand_in(course.released(lab), styles))
    with _step("collect"):
        course.collect(lab)
    with _step("grade"):
        for student in STUDENTS:
            course.grade(lab, student.name)
    with _step("feedback"):
        write_feedback(into, lab)
    with _step("export"):
        course.export(into / "grades.csv")

    results = read_results(course.directory, lab)
    print(f"\n{table(results)}\n")
    print(f"Grades    {into / 'grades.csv'}")
    print(f"Feedback  {into / 'feedback'}/STUDENT/{lab}/{lab}.html")
    print("Formgrader  `make formgrader`, or `jupyter lab` in the class's directory")
    print(f"Done in {time.perf_counter() - start:.0f} s")
    return int(len(results) < len(STUDENTS) or any(r.status == FAILED for r in results))


def prepare(into: Path) -> Path:
    """Return an empty directory for the class, marked as ours.

    Raises:
        ValueError: there is something in it that a rehearsal has not made.
        OSError: it cannot be written.
    """
    into = into.expanduser().resolve()
    if into.is_dir() and any(into.iterdir()) and not (into / MARKER).exists():
        raise ValueError(
            f"{into} is not empty, and no rehearsal made it: nothing was changed. "
            "Choose a new directory with --into."
        )
    try:
        if into.is_dir():
            for path in into.iterdir():
                if path.name != MARKER:  # last to go, so that a stopped run can be repeated
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        into.mkdir(parents=True, exist_ok=True)
        (into / MARKER).write_text("Made by `autograder rehearse`, which may delete all of this.\n")
    except OSError as error:
        raise OSError(
            f"Cannot write the class into {into}: {error.strerror}. "
            "Choose a directory of your own with --into."
        ) from error
    return into


def style(lab: str, name: str) -> ModuleType:
    """Return the right answers to a lab in a style: `"loops"`, `"vectorised"` or `"tensors"`."""
    return importlib.import_module(f"autograder.rehearsal.{lab}.{name}")


@contextmanager
def _step(name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"  {name:<9}{time.perf_counter() - start:6.1f} s", flush=True)
