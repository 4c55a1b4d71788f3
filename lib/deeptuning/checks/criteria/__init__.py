"""Ways to judge an answer by what it achieves instead of by its value, one file each."""

from deeptuning.checks.criteria.accuracy_at_least import accuracy_at_least
from deeptuning.checks.criteria.bred import bred
from deeptuning.checks.criteria.changed_words import changed_words
from deeptuning.checks.criteria.chosen_changes import chosen_changes
from deeptuning.checks.criteria.drawn_settings import drawn_settings
from deeptuning.checks.criteria.dropped_units import dropped_units
from deeptuning.checks.criteria.file_read import file_read
from deeptuning.checks.criteria.finding import Finding
from deeptuning.checks.criteria.finished_through_kills import finished_through_kills
from deeptuning.checks.criteria.leak_free_split import leak_free_split
from deeptuning.checks.criteria.logged_run import logged_run
from deeptuning.checks.criteria.loss_at_most import loss_at_most
from deeptuning.checks.criteria.mini_batches import mini_batches
from deeptuning.checks.criteria.named_and_repaired import named_and_repaired
from deeptuning.checks.criteria.protocol_followed import protocol_followed
from deeptuning.checks.criteria.rate_between import rate_between
from deeptuning.checks.criteria.repaired_net import repaired_net
from deeptuning.checks.criteria.same_images import same_images
from deeptuning.checks.criteria.searched import searched
from deeptuning.checks.criteria.shifted_images import shifted_images
from deeptuning.checks.criteria.survives_crash import survives_crash
from deeptuning.checks.criteria.trained_with_rates import trained_with_rates
from deeptuning.checks.criteria.weight_spread import weight_spread

CRITERIA = {
    "accuracy_at_least": accuracy_at_least,
    "bred": bred,
    "changed_words": changed_words,
    "chosen_changes": chosen_changes,
    "drawn_settings": drawn_settings,
    "dropped_units": dropped_units,
    "file_read": file_read,
    "finished_through_kills": finished_through_kills,
    "leak_free_split": leak_free_split,
    "logged_run": logged_run,
    "loss_at_most": loss_at_most,
    "mini_batches": mini_batches,
    "named_and_repaired": named_and_repaired,
    "protocol_followed": protocol_followed,
    "rate_between": rate_between,
    "repaired_net": repaired_net,
    "same_images": same_images,
    "searched": searched,
    "shifted_images": shifted_images,
    "survives_crash": survives_crash,
    "trained_with_rates": trained_with_rates,
    "weight_spread": weight_spread,
}

__all__ = ["CRITERIA", "Finding"]
