"""nbgrader's step "execute", replaced by ours through its configuration (`autograder.configure`).

So `nbgrader autograde`, Formgrader's button and `autograder grade` run the same engine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Unicode

from autograder.job import Job, make_job, run_notebook, submission_key
from autograder.reading import parse
from autograder.records import Record, read_record, write_record
from autograder.restore import restore
from autograder.supply import BUBBLEWRAP

SANDBOX = "AUTOGRADER_SANDBOX"


class HiddenExecute(Execute):
    """nbgrader's `Execute`: student cells in a sandbox, checks judged here, on hidden cases."""

    sandbox = Unicode(
        os.environ.get(SANDBOX, BUBBLEWRAP),
        help="`bubblewrap`, or `none` to run students' code unconfined, under your account",
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: Any = None, km: Any = None
    ) -> tuple[NotebookNode, Any]:
        """Run and judge a whole notebook, and leave a record as `autograder grade` does."""
        told = resources["nbgrader"]
        job = make_job(Path.cwd(), told["assignment"], told["db_url"], self.sandbox)
        handed_in = job.course / "submitted" / told["student"] / job.lab
        key = submission_key(handed_in, job.digest())
        record = _record_so_far(job, told["student"], key)
        run_notebook(job, nb, Path(resources["metadata"]["path"]), told["notebook"], record)
        write_record(job.course, record)
        return nb, resources


class RestoreCells(NbGraderPreprocessor):
    """Put a submission right from its source; the first thing done to it."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the restored notebook; what was put right is kept for the record."""
        told = resources["nbgrader"]
        job = make_job(Path.cwd(), told["assignment"], told["db_url"])
        source = next(each for each in job.sources if each.name == told["notebook"])
        restored = restore(parse(nbformat.writes(nb).encode()), source.cells, source.kernelspec)
        handed_in = job.course / "submitted" / told["student"] / job.lab
        key = submission_key(handed_in, job.digest())
        record = _record_so_far(job, told["student"], key)
        record.repairs = list(dict.fromkeys([*record.repairs, *restored.repairs]))
        write_record(job.course, record)
        return restored.notebook, resources


def _record_so_far(job: Job, student: str, key: str) -> Record:
    """The record of this submission as it is now, of which other notebooks may be done."""
    old = read_record(job.course, job.lab, student)
    return old if old is not None and old.key == key else Record(student, job.lab, key)
