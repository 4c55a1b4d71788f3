"""Keep plain data in files and messages: JSON for the structure, safetensors for the arrays."""

from __future__ import annotations

import base64
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays


def encode(tree: Any, arrays: dict[str, np.ndarray]) -> Any:
    """Return `tree` as JSON can hold it, and put its arrays into `arrays`.

    Arrays become `{"$array": key}`, NaN and infinities `{"$float": text}`.
    """
    if isinstance(tree, np.ndarray):
        key = f"a{len(arrays)}"
        arrays[key] = np.array(tree, order="C")
        return {"$array": key}
    if isinstance(tree, float) and not math.isfinite(tree):
        return {"$float": repr(tree)}
    if isinstance(tree, (list, tuple)):
        return [encode(item, arrays) for item in tree]
    if isinstance(tree, dict):
        return {key: encode(item, arrays) for key, item in tree.items()}
    return tree


def decode(structure: Any, arrays: dict[str, np.ndarray]) -> Any:
    """Return the tree that `encode` took apart."""
    if isinstance(structure, list):
        return [decode(item, arrays) for item in structure]
    if isinstance(structure, dict):
        if structure.keys() == {"$array"}:
            return arrays[structure["$array"]]
        if structure.keys() == {"$float"}:
            return float(structure["$float"])
        return {key: decode(item, arrays) for key, item in structure.items()}
    return structure


def pack(tree: Any) -> dict[str, Any]:
    """Return a tree as one JSON message, for the way between two processes."""
    arrays: dict[str, np.ndarray] = {}
    structure = encode(tree, arrays)
    return {"tree": structure, "arrays": base64.b64encode(save_arrays(arrays)).decode("ascii")}


def unpack(message: dict[str, Any]) -> Any:
    """Return the tree of a message made by `pack`."""
    return decode(message["tree"], load_arrays(base64.b64decode(message["arrays"])))


def save(tree: Any, stem: Path) -> None:
    """Write a tree as `stem.json` and `stem.safetensors`."""
    arrays: dict[str, np.ndarray] = {}
    structure = encode(tree, arrays)
    stem.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(structure, indent=1, ensure_ascii=False, allow_nan=False)
    stem.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    stem.with_suffix(".safetensors").write_bytes(save_arrays(arrays))


def load(stem: Path) -> Any:
    """Read the tree that `save` wrote.

    Raises:
        OSError: a file is missing or cannot be read.
        ValueError: a file does not hold what `save` writes.
    """
    text = stem.with_suffix(".json").read_text(encoding="utf-8")
    data = stem.with_suffix(".safetensors").read_bytes()
    try:
        return decode(json.loads(text), load_arrays(data))
    except Exception as error:  # safetensors raises a type of its own
        raise ValueError(f"{stem.name} is damaged: {error}") from error
