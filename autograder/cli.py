"""The command `autograder`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.labs import make_labs, project_root
from autograder.record import record_all


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand.

    Returns:
        0 when it did all it should, 1 when something was wrong (the message says what), 2 when the
        command line was.
    """
    options = _parser().parse_args(arguments)
    # nbgrader calls `alembic` by name, also when this environment is not activated.
    os.environ["PATH"] = os.pathsep.join([f"{sys.prefix}/bin", os.environ.get("PATH", "")])
    try:
        return options.run(options)
    except (OSError, ValueError, RuntimeError, ModuleNotFoundError) as error:
        print(f"autograder {options.command}: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder",
        description="Grade classes, and make labs from their sources. `nbgrader autograde` and "
        "Formgrader's button give the same grades, one submission at a time.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    grade = commands.add_parser("grade", help="grade a whole class")
    grade.add_argument("lab", help="which lab")
    grade.add_argument("--course", type=Path, default=Path(), help="its directory (default: here)")
    grade.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="at a time")
    grade.add_argument("--student", action="append", help="only this one; may be repeated")
    grade.add_argument("--force", action="store_true", help="grade anew what has been graded")
    grade.add_argument(
        "--sandbox",
        choices=("bubblewrap", "none"),
        default="bubblewrap",
        help="none: students' code runs under your account, unconfined",
    )
    grade.add_argument("--db", help="the gradebook's address (default: gradebook.db there)")
    grade.set_defaults(run=_grade)

    feedback = commands.add_parser("feedback", help="write every student's page")
    feedback.add_argument("lab", help="which lab")
    feedback.add_argument("--course", type=Path, default=Path(), help="its directory")
    feedback.add_argument("--db", help="the gradebook's address (default: gradebook.db there)")
    feedback.set_defaults(run=_feedback)

    report = commands.add_parser("report", help="write a page about how a class did")
    report.add_argument("lab", help="which lab")
    report.add_argument("--course", type=Path, default=Path(), help="its directory (default: here)")
    report.add_argument("--to", type=Path, help="the file (default: LAB-report.html there)")
    report.add_argument("--db", help="the gradebook's address (default: gradebook.db there)")
    report.set_defaults(run=_report)

    doctor = commands.add_parser("doctor", help="is this machine ready to grade, and if not, why?")
    doctor.set_defaults(run=_doctor)

    labs = commands.add_parser("labs", help="make labs/ from solutions/, and record public cases")
    labs.set_defaults(run=_labs)

    record = commands.add_parser("record", help="record the public cases of every check")
    record.set_defaults(run=_record)

    rehearse = commands.add_parser(
        "rehearse", help="grade a made-up class from release to feedback, and show the table"
    )
    rehearse.add_argument("--into", type=Path, required=True, help="the class's directory")
    rehearse.add_argument("--lab", default="optimizers", help="which lab (default: optimizers)")
    rehearse.set_defaults(run=_rehearse)
    return parser


def _grade(options: argparse.Namespace) -> int:
    from autograder.supply import start_early

    start_early(options.course.resolve() / "solutions" / options.lab, options.sandbox)
    # jsonschema would compile grammars of web addresses for 2 s at every start, if it found this.
    sys.modules.setdefault("rfc3987_syntax", None)
    from autograder.showing import show_grading

    return show_grading(options)


def _report(options: argparse.Namespace) -> int:
    from autograder.needs import need_nbgrader

    need_nbgrader()
    from autograder.report import write_report

    print(f"Report  {write_report(options.course, options.lab, options.to, options.db)}")
    return 0


def _feedback(options: argparse.Namespace) -> int:
    from autograder.needs import need_nbgrader

    need_nbgrader()
    from autograder.feedback_pages import write_feedback

    written = write_feedback(options.course, options.lab, options.db)
    failed = [student for student, folder in written.items() if folder is None]
    print(f"{len(written) - len(failed)} pages  feedback/STUDENT/{options.lab}/")
    if failed:
        print(
            f"autograder feedback: none could be written for {', '.join(failed)}", file=sys.stderr
        )
    return int(bool(failed))


def _doctor(options: argparse.Namespace) -> int:
    from autograder.doctor import doctor

    return doctor()


def _labs(options: argparse.Namespace) -> int:
    return _tell(make_labs(project_root()))


def _record(options: argparse.Namespace) -> int:
    return _tell(record_all())


def _rehearse(options: argparse.Namespace) -> int:
    from autograder.rehearse import rehearse

    return rehearse(options.into, options.lab)


def _tell(changed: list[str]) -> int:
    print("\n".join(f"written: {name}" for name in changed) or "Nothing has changed.")
    return 0
