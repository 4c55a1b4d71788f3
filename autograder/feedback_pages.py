"""Feedback for a whole class: nbgrader's page, or one that says why there is no grade."""

from __future__ import annotations

import html
from pathlib import Path

from autograder.course import Course
from autograder.records import FAILED, MISSING, UNREADABLE
from autograder.results import Result, read_results

REMEDIES = {
    UNREADABLE: "Open the notebook in JupyterLab, choose Kernel → Restart and run all, save it, "
    "and hand that file in again. If it does not open, take the lab's file as you received it and "
    "copy your answers into it.",
    MISSING: "Hand in the lab's notebook under the name it had when you received it.",
    FAILED: "The fault is the grader's, not yours. Your teacher can see it and will try again.",
}
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{lab}: not graded</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 42em; margin: 3em auto; padding: 0 1em; }}
.why {{ border-left: 6px solid #D55E00; padding: .2em 1em; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>{lab}</h1>
<p>Your submission could not be graded. This is not a grade of 0: there is no grade yet.</p>
<div class="why"><p><b>{status}</b>{reason}</p></div>
<p>{remedy}</p>
</body>
</html>
"""


def write_feedback(root: Path, lab: str, db: str | None = None) -> dict[str, Path | None]:
    """Write every student's feedback page; return where, or None where it could not be written.

    Args:
        root: the course's directory.
        lab: the lab.
        db: the gradebook's address; by default `gradebook.db` there.
    """
    course = Course(root.resolve(), db)
    written: dict[str, Path | None] = {}
    for result in read_results(course.directory, lab):
        folder = Path(
            course.directory.format_path(course.directory.feedback_directory, result.student, lab)
        )
        if result.items:
            written[result.student] = folder if course.feedback(lab, result.student) else None
            continue
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.html"):  # of an earlier submission that had a grade
            old.unlink()
        (folder / f"{lab}.html").write_text(page(result), encoding="utf-8")
        written[result.student] = folder
    return written


def page(result: Result) -> str:
    """Return the page of a submission that has no grade."""
    # What goes wrong in the grader may speak of its own files.
    reason = "" if result.status == FAILED else " ".join(result.notes).strip()
    return PAGE.format(
        lab=html.escape(result.lab),
        status=html.escape(result.status),
        reason=f": {html.escape(reason)}" if reason else "",
        remedy=REMEDIES.get(result.status, REMEDIES[FAILED]),
    )
