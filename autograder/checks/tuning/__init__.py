"""The checks of the lab `tuning`, in the order of the lab."""

from autograder.checks.tuning.generation import GENERATION
from autograder.checks.tuning.grid import GRID
from autograder.checks.tuning.halving import HALVING
from autograder.checks.tuning.improvement import IMPROVEMENT
from autograder.checks.tuning.sample import SAMPLE
from autograder.checks.tuning.scale_parts import SCALE_PARTS
from autograder.checks.tuning.search import SEARCH
from autograder.checks.tuning.split import SPLIT

TUNING = (SPLIT, SCALE_PARTS, GRID, SAMPLE, HALVING, IMPROVEMENT, GENERATION, SEARCH)
