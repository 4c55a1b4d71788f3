"""The checks of the lab `regularization`, in the order of the lab."""

from autograder.checks.regularization.confidence_penalty import CONFIDENCE_PENALTY
from autograder.checks.regularization.dropout import DROPOUT
from autograder.checks.regularization.dropout_backward import DROPOUT_BACKWARD
from autograder.checks.regularization.early_stopping import EARLY_STOPPING
from autograder.checks.regularization.learn_few import LEARN_FEW
from autograder.checks.regularization.max_norm import MAX_NORM
from autograder.checks.regularization.penalty import PENALTY

REGULARIZATION = (
    PENALTY,
    MAX_NORM,
    DROPOUT,
    DROPOUT_BACKWARD,
    EARLY_STOPPING,
    CONFIDENCE_PENALTY,
    LEARN_FEW,
)
