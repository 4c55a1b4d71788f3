"""The table of all checks."""

from autograder.checks.foundations import FOUNDATIONS
from autograder.checks.gradients import GRADIENTS
from autograder.checks.normalization import NORMALIZATION
from autograder.checks.optimizers import OPTIMIZERS
from autograder.checks.regularization import REGULARIZATION
from autograder.checks.schedules import SCHEDULES
from autograder.definition import Check

TOPICS = (FOUNDATIONS, OPTIMIZERS, SCHEDULES, GRADIENTS, NORMALIZATION, REGULARIZATION)
CHECKS: dict[str, Check] = {check.name: check for topic in TOPICS for check in topic}


def checks_of(topic: str) -> dict[str, Check]:
    """Return the checks of one topic, by name."""
    return {name: check for name, check in CHECKS.items() if name.startswith(f"{topic}/")}
