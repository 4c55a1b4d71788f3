"""The checks of the lab `checkpointing`, in the order of the lab."""

from autograder.checks.checkpointing.atomic_write import ATOMIC_WRITE
from autograder.checks.checkpointing.finish import FINISH
from autograder.checks.checkpointing.keep import KEEP
from autograder.checks.checkpointing.read_checkpoint import READ_CHECKPOINT
from autograder.checks.checkpointing.reshard import RESHARD
from autograder.checks.checkpointing.resume import RESUME

CHECKPOINTING = (RESUME, ATOMIC_WRITE, READ_CHECKPOINT, KEEP, RESHARD, FINISH)
