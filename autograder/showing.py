"""`autograder grade` in a terminal: a line per student, a bar with the time left, a summary."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tqdm import tqdm

from autograder.course import Course
from autograder.needs import need_nbgrader
from autograder.records import GRADED, Record


def show_grading(options: argparse.Namespace) -> int:
    """Grade a class and show how it goes.

    Returns:
        0 when every submission has a grade, 1 when one has a reason instead.
    """
    need_nbgrader()
    from autograder.batch import grade_class
    from autograder.results import read_results
    from autograder.table import table

    started = time.perf_counter()
    with tqdm(total=None, unit="lab", disable=not sys.stderr.isatty()) as bar:

        def tell(record: Record, done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)
            bar.write(line(record), file=sys.stdout)

        records = grade_class(
            options.course,
            options.lab,
            workers=options.workers,
            students=options.student,
            force=options.force,
            sandbox=options.sandbox,
            db=options.db,
            tell=tell,
        )
    if not records:
        print(f"Nobody has handed in {options.lab!r}: no folder submitted/*/{options.lab}.")
        return 0
    course = Course(options.course.resolve(), options.db)
    wanted = {record.student for record in records}
    results = [r for r in read_results(course.directory, options.lab) if r.student in wanted]
    print(f"\n{plain(table(results))}\n")
    counts = Counter(record.status for record in records)
    told = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    print(f"{len(records)} submissions: {told}. {time.perf_counter() - started:.1f} s")
    return int(counts[GRADED] < len(records))


def line(record: Record) -> str:
    """What is told of one student at once."""
    passed = sum(verdict["status"] == "passed" for verdict in record.verdicts.values())
    parts = [f"{record.student:16} {record.status}"]
    if record.status == GRADED:
        parts.append(f"{passed}/{len(record.verdicts)} checks passed")
    if record.reason:
        parts.append(record.reason)
    parts += [f"{name}: {fault}" for name, fault in record.faults.items()]
    parts += record.repairs
    parts.append(f"{record.seconds:.1f} s")
    return plain(" · ".join(parts))


def plain(text: str) -> str:
    """Replace what would move a terminal's cursor or turn its writing round: names may hold it."""
    return "".join(c if c == "\n" or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
