"""The checks of the lab `gradients`, in the order of the lab."""

from autograder.checks.gradients.clip import CLIP
from autograder.checks.gradients.clip_together import CLIP_TOGETHER
from autograder.checks.gradients.diagnose import DIAGNOSE
from autograder.checks.gradients.fans import FANS
from autograder.checks.gradients.initialize import INITIALIZE
from autograder.checks.gradients.layer_norms import LAYER_NORMS
from autograder.checks.gradients.repair import REPAIR

GRADIENTS = (FANS, INITIALIZE, LAYER_NORMS, CLIP, CLIP_TOGETHER, DIAGNOSE, REPAIR)
