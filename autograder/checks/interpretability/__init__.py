"""The checks of the lab `interpretability`, in the order of the lab."""

from autograder.checks.interpretability.attribution import ATTRIBUTION
from autograder.checks.interpretability.dependence import DEPENDENCE
from autograder.checks.interpretability.find_shortcut import FIND_SHORTCUT
from autograder.checks.interpretability.importance import IMPORTANCE
from autograder.checks.interpretability.learn_honestly import LEARN_HONESTLY
from autograder.checks.interpretability.overall import OVERALL
from autograder.checks.interpretability.shapley import SHAPLEY

INTERPRETABILITY = (
    IMPORTANCE,
    DEPENDENCE,
    SHAPLEY,
    OVERALL,
    ATTRIBUTION,
    FIND_SHORTCUT,
    LEARN_HONESTLY,
)
