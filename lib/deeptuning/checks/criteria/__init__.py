"""Ways to judge an answer by what it achieves instead of by its value, one file each."""

from deeptuning.checks.criteria.accuracy_at_least import accuracy_at_least
from deeptuning.checks.criteria.finding import Finding
from deeptuning.checks.criteria.loss_at_most import loss_at_most
from deeptuning.checks.criteria.mini_batches import mini_batches

CRITERIA = {
    "accuracy_at_least": accuracy_at_least,
    "loss_at_most": loss_at_most,
    "mini_batches": mini_batches,
}

__all__ = ["CRITERIA", "Finding"]
