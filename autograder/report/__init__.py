"""`autograder report`: one page about how a class did, for its instructor."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from autograder.records import read_record, write_atomically
from autograder.report.items import item_kinds
from autograder.report.numbers import summarise
from autograder.report.page import page
from autograder.results import read_results


def write_report(course: Path, lab: str, to: Path | None = None, db: str | None = None) -> Path:
    """Write the report on a graded lab as one HTML file that needs nothing else.

    Args:
        course: the course's directory.
        lab: the lab.
        to: the file; by default `LAB-report.html` in the course.
        db: the gradebook's address; by default `gradebook.db` in the course.

    Returns:
        The file written.

    Raises:
        ValueError: nothing of this lab was graded.
    """
    from autograder.course import Course

    course = course.resolve()
    if db is None and not (course / "gradebook.db").is_file():
        raise ValueError(f"{course} has no gradebook.db. Name a course's directory by --course.")
    results = read_results(Course(course, db).directory, lab)
    if not results:
        raise ValueError(f"Nothing is graded for {lab!r}. Run first: autograder grade {lab}")
    records = {result.student: read_record(course, lab, result.student) for result in results}
    told = summarise(results, records, item_kinds(course / "solutions" / lab))
    to = course / f"{lab}-report.html" if to is None else to
    write_atomically(to, page(lab, told, datetime.now()).encode())
    return to
