"""The checks of the lab `optimizers`, in the order of the lab."""

from autograder.checks.optimizers.adam_step import ADAM_STEP
from autograder.checks.optimizers.adamw_step import ADAMW_STEP
from autograder.checks.optimizers.beat_target import BEAT_TARGET
from autograder.checks.optimizers.convert_momentum import CONVERT_MOMENTUM
from autograder.checks.optimizers.nesterov_step import NESTEROV_STEP
from autograder.checks.optimizers.read_trajectories import READ_TRAJECTORIES
from autograder.checks.optimizers.rmsprop_step import RMSPROP_STEP

OPTIMIZERS = (
    CONVERT_MOMENTUM,
    NESTEROV_STEP,
    RMSPROP_STEP,
    ADAM_STEP,
    ADAMW_STEP,
    READ_TRAJECTORIES,
    BEAT_TARGET,
)
