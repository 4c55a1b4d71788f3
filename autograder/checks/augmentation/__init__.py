"""The checks of the lab `augmentation`, in the order of the lab."""

from autograder.checks.augmentation.brighten import BRIGHTEN
from autograder.checks.augmentation.change_words import CHANGE_WORDS
from autograder.checks.augmentation.cutmix import CUTMIX
from autograder.checks.augmentation.flip import FLIP
from autograder.checks.augmentation.learn_moved import LEARN_MOVED
from autograder.checks.augmentation.mixup import MIXUP
from autograder.checks.augmentation.random_shift import RANDOM_SHIFT
from autograder.checks.augmentation.rotate import ROTATE
from autograder.checks.augmentation.safe_set import SAFE_SET

AUGMENTATION = (
    FLIP,
    ROTATE,
    BRIGHTEN,
    RANDOM_SHIFT,
    MIXUP,
    CUTMIX,
    CHANGE_WORDS,
    SAFE_SET,
    LEARN_MOVED,
)
