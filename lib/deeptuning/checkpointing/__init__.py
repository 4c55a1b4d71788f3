"""Checkpointing: leave a training run at any moment, and come back to the very same run.

`save_checkpoint` and `load_checkpoint` keep a whole state in one file, a `Keeper` chooses which
files stay, `shard` and `reshard` cut a state for many machines.
"""

from deeptuning.checkpointing._errors import (
    CheckpointError,
    MissingCheckpointError,
    NewerCheckpointError,
)
from deeptuning.checkpointing.atomic_write import atomic_write
from deeptuning.checkpointing.describe import describe
from deeptuning.checkpointing.differs import differs
from deeptuning.checkpointing.generator_state import generator_state, restore_generator
from deeptuning.checkpointing.keeper import Keeper
from deeptuning.checkpointing.save_checkpoint import load_checkpoint, save_checkpoint
from deeptuning.checkpointing.shard import gather, reshard, shard

__all__ = [
    "CheckpointError",
    "Keeper",
    "MissingCheckpointError",
    "NewerCheckpointError",
    "atomic_write",
    "describe",
    "differs",
    "gather",
    "generator_state",
    "load_checkpoint",
    "reshard",
    "restore_generator",
    "save_checkpoint",
    "shard",
]
