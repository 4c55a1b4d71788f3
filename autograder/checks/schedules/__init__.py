"""The checks of the lab `schedules`, in the order of the lab."""

from autograder.checks.schedules.cyclic import CYCLIC
from autograder.checks.schedules.noisy_descent import NOISY_DESCENT
from autograder.checks.schedules.plateau import PLATEAU
from autograder.checks.schedules.rate_range import RATE_RANGE
from autograder.checks.schedules.read_curves import READ_CURVES
from autograder.checks.schedules.step_decay import STEP_DECAY
from autograder.checks.schedules.warmup_cosine import WARMUP_COSINE

SCHEDULES = (
    STEP_DECAY,
    WARMUP_COSINE,
    CYCLIC,
    PLATEAU,
    RATE_RANGE,
    READ_CURVES,
    NOISY_DESCENT,
)
