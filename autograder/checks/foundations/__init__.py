"""The checks of the lab `foundations`, in the order of the lab."""

from autograder.checks.foundations.backward import BACKWARD
from autograder.checks.foundations.forward import FORWARD
from autograder.checks.foundations.learn_spirals import LEARN_SPIRALS
from autograder.checks.foundations.minibatches import MINIBATCHES
from autograder.checks.foundations.softmax_loss import SOFTMAX_LOSS
from autograder.checks.foundations.step_bound import STEP_BOUND

FOUNDATIONS = (FORWARD, SOFTMAX_LOSS, BACKWARD, MINIBATCHES, STEP_BOUND, LEARN_SPIRALS)
