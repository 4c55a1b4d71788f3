"""The bytes of a checkpoint: safetensors, with a tree and a checksum in the header."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from safetensors import SafetensorError
from safetensors.numpy import load, save

from deeptuning.checkpointing._errors import CheckpointError, NewerCheckpointError
from deeptuning.checkpointing._tree import decode, encode

FORMAT, VERSION = "deeptuning checkpoint", 1
LARGEST_HEADER = 100_000_000  # bytes; safetensors reads no larger one
MARK, ZEROS = b'\\"sha256\\": \\"', b"0" * 64
FOREIGN = {
    b"PK": "a zip archive, as torch.save, numpy.savez and Keras write",
    b"\x80": "a pickle, which would run its own code",
    b"\x89HDF": "an HDF5 file, as Keras writes weights",
    b"\x93NUMPY": "a single array of numpy.save",
}


def to_bytes(state: dict) -> bytes:
    """Encode a state; the same state always gives the same bytes."""
    tree, arrays = encode(state)
    header = {"format": FORMAT, "version": VERSION, "sha256": ZEROS.decode(), "state": tree}
    # One entry of metadata: safetensors writes several in random order, ours is reproducible.
    data = save(arrays, metadata={"checkpoint": json.dumps(header)})
    if _header_end(data) - 8 > LARGEST_HEADER:
        raise ValueError(
            f"Argument `state` must have a tree of at most {LARGEST_HEADER} bytes without its "
            f"arrays. Received: {_header_end(data) - 8}. Keep long lists of numbers as arrays."
        )
    start = _place_of_digest(data)
    return b"".join((data[:start], _digest(data).encode(), memoryview(data)[start + 64 :]))


def from_bytes(data: bytes) -> dict:
    """Decode the bytes of a checkpoint; everything wrong with them is a CheckpointError."""
    header = _header(data)
    # The rule of the checksum is older than any version: damage is told apart from novelty.
    if header.get("sha256") != _digest(data):
        raise CheckpointError("a changed file, its checksum does not fit")
    version = header.get("version")
    if type(version) is not int or version > VERSION:
        raise NewerCheckpointError(f"Received: version {version}.")
    try:
        arrays = load(data)
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise CheckpointError(f"arrays that safetensors cannot read ({error})") from error
    state = decode(header.get("state"), arrays)
    if type(state) is not dict:
        raise CheckpointError(f"a state that is no dict, but a {type(state).__name__}")
    return state


def _header(data: bytes) -> dict[str, Any]:
    """Find our entry in the header, or say what else the file is."""
    if not data:
        raise CheckpointError("an empty file")
    for start, described in FOREIGN.items():
        # A header may by chance have a length of these bytes; JSON follows it, and no archive.
        if data.startswith(start) and data[8:9] != b"{":
            raise CheckpointError(described)
    if data[8:9] not in (b"{", b""):
        raise CheckpointError("a file of another format")
    if len(data) < _header_end(data):
        raise CheckpointError(f"a torn file of {len(data)} bytes")
    try:
        metadata = json.loads(data[8 : _header_end(data)]).get("__metadata__") or {}
        header = json.loads(metadata["checkpoint"])
        if header["format"] == FORMAT:
            return header
    except (KeyError, TypeError):
        pass
    except (ValueError, RecursionError, AttributeError) as error:
        raise CheckpointError(f"a file with a damaged header ({error})") from error
    raise CheckpointError("a safetensors file that save_checkpoint did not write")


def _header_end(data: bytes) -> int:
    return 8 + int.from_bytes(data[:8], "little")


def _digest(data: bytes) -> str:
    start, view = _place_of_digest(data), memoryview(data)
    digest = hashlib.sha256(view[:start])
    digest.update(ZEROS)
    digest.update(view[start + 64 :])
    return digest.hexdigest()


def _place_of_digest(data: bytes) -> int:
    """Find the 64 digits: the first mark is ours, the tree of the state comes after it."""
    return data.find(MARK) + len(MARK)
