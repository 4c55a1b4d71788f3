"""The checks of the lab `normalization`, in the order of the lab."""

from autograder.checks.normalization.batch_norm_backward import BATCH_NORM_BACKWARD
from autograder.checks.normalization.batch_norm_predict import BATCH_NORM_PREDICT
from autograder.checks.normalization.batch_norm_train import BATCH_NORM_TRAIN
from autograder.checks.normalization.choose_norm import CHOOSE_NORM
from autograder.checks.normalization.fold import FOLD
from autograder.checks.normalization.layer_norm import LAYER_NORM
from autograder.checks.normalization.learn_scaled import LEARN_SCALED
from autograder.checks.normalization.standardize import STANDARDIZE

NORMALIZATION = (
    STANDARDIZE,
    BATCH_NORM_TRAIN,
    BATCH_NORM_PREDICT,
    BATCH_NORM_BACKWARD,
    FOLD,
    LAYER_NORM,
    CHOOSE_NORM,
    LEARN_SCALED,
)
