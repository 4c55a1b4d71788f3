"""Run `autograder` in a process of its own, to be killed.

What is graded depends on the grader's own files, which somebody may be editing meanwhile: a second
run would then rightly do everything anew. Here they count as unchanged. A file `started` tells when
the first submission is run.
"""

import sys
import tempfile
from pathlib import Path

from autograder import batch, job
from autograder.cli import main

grade_one = batch.grade_one


def watched(*what):
    """Grade one submission, and say that there was one."""
    Path(tempfile.gettempdir(), "started").touch()
    return grade_one(*what)


if __name__ == "__main__":
    batch.grade_one = watched
    job.code_digest = lambda: "unchanged"
    sys.exit(main(sys.argv[1:]))
