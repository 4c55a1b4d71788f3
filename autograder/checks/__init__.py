"""The table of all checks."""

from autograder.checks.foundations import FOUNDATIONS
from autograder.checks.optimizers import OPTIMIZERS
from autograder.checks.schedules import SCHEDULES
from autograder.definition import Check

CHECKS: dict[str, Check] = {check.name: check for check in (*FOUNDATIONS, *OPTIMIZERS, *SCHEDULES)}


def checks_of(topic: str) -> dict[str, Check]:
    """Return the checks of one topic, by name."""
    return {name: check for name, check in CHECKS.items() if name.startswith(f"{topic}/")}
