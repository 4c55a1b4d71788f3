"""What can be wrong with a checkpoint."""


class CheckpointError(ValueError):
    """A file that is no intact checkpoint, or shards that do not belong together.

    Example:
        >>> raise CheckpointError("a.safetensors must be whole.")
        Traceback (most recent call last):
        ...
        deeptuning.checkpointing._errors.CheckpointError: a.safetensors must be whole.
    """


class MissingCheckpointError(CheckpointError, FileNotFoundError):
    """There is no file where the checkpoint should be."""


class NewerCheckpointError(CheckpointError):
    """An intact checkpoint of a later version of this library."""
