"""The command `autograder`."""

from __future__ import annotations

import argparse
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
    try:
        return options.run(options)
    except (OSError, ValueError, RuntimeError, ModuleNotFoundError) as error:
        print(f"autograder {options.command}: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder",
        description="Make labs from their sources, and rehearse grading a class (also: make labs, "
        "make grade). The labs themselves are graded with nbgrader's commands or Formgrader.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

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
