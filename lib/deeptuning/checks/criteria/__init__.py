"""Ways to judge an answer by what it achieves instead of by its value, one file each."""

from deeptuning.checks.criteria.accuracy_at_least import accuracy_at_least
from deeptuning.checks.criteria.dropped_units import dropped_units
from deeptuning.checks.criteria.finding import Finding
from deeptuning.checks.criteria.loss_at_most import loss_at_most
from deeptuning.checks.criteria.mini_batches import mini_batches
from deeptuning.checks.criteria.rate_between import rate_between
from deeptuning.checks.criteria.repaired_net import repaired_net
from deeptuning.checks.criteria.trained_with_rates import trained_with_rates
from deeptuning.checks.criteria.weight_spread import weight_spread

CRITERIA = {
    "accuracy_at_least": accuracy_at_least,
    "dropped_units": dropped_units,
    "loss_at_most": loss_at_most,
    "mini_batches": mini_batches,
    "rate_between": rate_between,
    "repaired_net": repaired_net,
    "trained_with_rates": trained_with_rates,
    "weight_spread": weight_spread,
}

__all__ = ["CRITERIA", "Finding"]
