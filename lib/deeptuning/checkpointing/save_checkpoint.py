"""One file with the whole state of a training run: exact, atomic, verified, and safe to open."""

from __future__ import annotations

import os
from pathlib import Path

from deeptuning.checkpointing._errors import (
    CheckpointError,
    MissingCheckpointError,
    NewerCheckpointError,
)
from deeptuning.checkpointing._format import VERSION, from_bytes, to_bytes
from deeptuning.checkpointing.atomic_write import atomic_write


def save_checkpoint(path: str | os.PathLike, state: dict) -> None:
    r"""Write a state into one file, so that it comes back bit for bit, or not at all.

    The file is in the safetensors format: a JSON header, then the numbers, no code. The header
    holds the tree of the state, and the SHA-256 of the whole file:

    $$h = \text{SHA-256}(\text{file with } 64 \text{ zeros in the place of } h)$$

    so any changed bit is noticed. It is written by `atomic_write`: a kill in mid-write leaves the
    last file as it was. `torch.save` and Keras's `model.save` do neither. The checksum tells of
    accidents; who forges a file can forge its checksum, but no file can make `load_checkpoint` run
    code. Memory needed meanwhile: twice the arrays.

    Args:
        path: the file to be, by custom `….safetensors`; its folder must exist.
        state: dict with keys of type str or int, of NumPy arrays and scalars (bool, integers,
            floats, complex, but no longdouble; any shape), str, int of any size, float, bool,
            None, bytes, and nested dicts, lists and tuples. An array that appears twice is saved
            twice.

    Raises:
        TypeError: a state that is no dict, or something in it that cannot be saved; where it is.
        ValueError: more than 100 levels, or a tree of more than 100 MB without the arrays.
        FileNotFoundError: there is no such folder.

    Example:
        >>> import numpy as np, tempfile
        >>> file = Path(tempfile.mkdtemp()) / "last.safetensors"
        >>> save_checkpoint(file, {"step": 7, "model": [{"w": np.ones((2, 3))}]})
        >>> state = load_checkpoint(file)
        >>> state["step"], state["model"][0]["w"].shape
        (7, (2, 3))
        >>> from safetensors.numpy import load_file
        >>> sorted(load_file(file))  # any reader of safetensors finds the arrays
        ['model/0/w']

    Source: Hugging Face, Safetensors: a simple format for storing tensors safely, 2022.
    """
    if type(state) is not dict:
        raise TypeError(
            f"Argument `state` must be a dict. Received: {type(state).__name__}. "
            'Give it a name: {"model": ...}.'
        )
    atomic_write(path, to_bytes(state))


def load_checkpoint(path: str | os.PathLike) -> dict:
    """Read a state back, after checking that the file is ours and whole.

    Args:
        path: a file of `save_checkpoint`. Its content need not be trusted.

    Returns:
        The state: same values to the bit, same types, same order of keys, fresh arrays. Arrays of
        Fortran order come back so, because matrix products depend on it in the last bit.

    Raises:
        CheckpointError: the file is torn, changed, or of another format; a ValueError.
        MissingCheckpointError: there is no such file; also a FileNotFoundError.
        NewerCheckpointError: it was written by a later version.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "last.safetensors"
        >>> save_checkpoint(file, {"step": 7})
        >>> _ = file.write_bytes(file.read_bytes()[:-20])  # a torn file
        >>> try:
        ...     load_checkpoint(file)
        ... except CheckpointError as error:
        ...     print(str(error).split(". ")[1])
        Received: a torn file of 204 bytes

    Source: Hugging Face, Safetensors: a simple format for storing tensors safely, 2022.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise MissingCheckpointError(
            f"Argument `path` must be an existing file. Received: path={str(path)!r}, "
            "which is not there. Save a checkpoint first, or start anew."
        ) from None
    except IsADirectoryError:
        raise CheckpointError(
            f"Argument `path` must be a file. Received: path={str(path)!r}, a folder. "
            "Choose one file in it, or use a Keeper."
        ) from None
    try:
        return from_bytes(data)
    except NewerCheckpointError as error:
        raise NewerCheckpointError(
            f"Checkpoint {str(path)!r} must be of version {VERSION} or earlier. {error} "
            "Install the deeptuning that wrote it."
        ) from error
    except CheckpointError as error:
        raise CheckpointError(
            f"Checkpoint {str(path)!r} must be a whole checkpoint. Received: {error}. "
            "Take an earlier checkpoint; write files with save_checkpoint."
        ) from error
