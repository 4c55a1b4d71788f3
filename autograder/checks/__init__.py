"""The table of all checks."""

from autograder.checks.augmentation import AUGMENTATION
from autograder.checks.checkpointing import CHECKPOINTING
from autograder.checks.foundations import FOUNDATIONS
from autograder.checks.gradients import GRADIENTS
from autograder.checks.interpretability import INTERPRETABILITY
from autograder.checks.monitoring import MONITORING
from autograder.checks.normalization import NORMALIZATION
from autograder.checks.optimizers import OPTIMIZERS
from autograder.checks.projects import PROJECTS
from autograder.checks.regularization import REGULARIZATION
from autograder.checks.schedules import SCHEDULES
from autograder.checks.tuning import TUNING
from autograder.definition import Check

TOPICS = (
    FOUNDATIONS,
    OPTIMIZERS,
    SCHEDULES,
    GRADIENTS,
    NORMALIZATION,
    REGULARIZATION,
    AUGMENTATION,
    CHECKPOINTING,
    TUNING,
    MONITORING,
    INTERPRETABILITY,
    PROJECTS,
)
CHECKS: dict[str, Check] = {check.name: check for topic in TOPICS for check in topic}


def checks_of(topic: str) -> dict[str, Check]:
    """Return the checks of one topic, by name."""
    return {name: check for name, check in CHECKS.items() if name.startswith(f"{topic}/")}
