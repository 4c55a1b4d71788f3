"""A nested state as JSON plus named arrays, and back, exact in values and types."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning.checkpointing._errors import CheckpointError

DEEPEST = 100
EXACT_IN_JSON = 2**53  # beyond it, other readers of JSON round whole numbers
# What safetensors has a name for. Other numeric types are stored as bytes.
NAMED = {f"<{kind}" for kind in ("f8", "f4", "f2", "i8", "i4", "i2", "u8", "u4", "u2", "c8")}
NAMED |= {"|i1", "|u1", "|b1"}
NUMBERS = "?bhilqBHILQefdFD"  # not longdouble, whose bytes every processor lays out its own way


def encode(state: Any) -> tuple[Any, dict[str, np.ndarray]]:
    """Split a state into a JSON tree and the arrays that the tree refers to by name."""
    arrays: dict[str, np.ndarray] = {}
    return _encode(state, (), arrays), arrays


def _encode(value: Any, path: tuple, arrays: dict[str, np.ndarray]) -> Any:
    if len(path) > DEEPEST:
        raise ValueError(
            f"Argument `state` must not be nested deeper than {DEEPEST} levels. "
            f"Received: more at {show(path[:5])}… Flatten it, or break the cycle."
        )
    kind = type(value)
    if kind in (bool, str, type(None)):
        return value
    if kind is int:
        return value if abs(value) <= EXACT_IN_JSON else {"int": hex(value)}
    if kind is float:
        return value if math.isfinite(value) else {"float": struct.pack(">d", value).hex()}
    if kind is list:
        return [_encode(v, (*path, i), arrays) for i, v in enumerate(value)]
    if kind is tuple:
        return {"tuple": [_encode(v, (*path, i), arrays) for i, v in enumerate(value)]}
    if kind is dict:
        return {"dict": [[_key(k, path), _encode(v, (*path, k), arrays)] for k, v in value.items()]}
    if kind is bytes:
        return {"bytes": _name(np.frombuffer(value, np.uint8), path, arrays)}
    if (kind is np.ndarray or isinstance(value, np.generic)) and value.dtype.char in NUMBERS:
        return _encode_array(value, path, arrays)
    raise TypeError(
        "Argument `state` must hold NumPy arrays of numbers, str, int, float, bool, None, bytes, "
        f"and dicts, lists and tuples of them. Received: {_described(value)} at {show(path)}. "
        "Convert it first: tensor.numpy(), dict(mapping), numpy.asarray(array)."
    )


def _encode_array(value: Any, path: tuple, arrays: dict[str, np.ndarray]) -> dict:
    array = np.asarray(value)
    plain = np.ascontiguousarray(array).reshape(array.shape)
    if array.dtype.str not in NAMED:
        plain = np.frombuffer(plain.tobytes(), np.uint8)
    # Products of matrices round differently in another memory order: an exact resume needs it.
    columns = array.flags.f_contiguous and not array.flags.c_contiguous
    return {
        "array" if type(value) is np.ndarray else "scalar": _name(plain, path, arrays),
        "dtype": array.dtype.str,
        "shape": list(array.shape),
        "order": "F" if columns else "C",
    }


def _key(key: Any, path: tuple) -> int | str | dict:
    if type(key) not in (str, int):
        raise TypeError(
            "Argument `state` must have dicts with keys of type str or int. "
            f"Received: {_described(key)} as a key of {show(path)}. Use str(key)."
        )
    return _encode(key, (), {})


def _name(array: np.ndarray, path: tuple, arrays: dict[str, np.ndarray]) -> str:
    """Put an array among the others under the name of its path, with a mark where that is taken."""
    base = name = show(path).encode("utf-8", "backslashreplace").decode()
    count = 1
    while name in arrays or name == "__metadata__":
        count += 1
        name = f"{base}~{count}"
    arrays[name] = array
    return name


def show(path: tuple) -> str:
    """Write a path as text: `optimizer/w/m`."""
    return "/".join(map(str, path))


def _described(value: Any) -> str:
    dtype = f" of dtype {value.dtype}" if hasattr(value, "dtype") else ""
    return f"a {type(value).__module__}.{type(value).__qualname__}{dtype}"


def decode(tree: Any, arrays: dict[str, np.ndarray]) -> Any:
    """Put a state together again; every array must be used, and used once."""
    left = dict(arrays)
    state = _decode(tree, 0, left)
    if left:
        raise CheckpointError(
            f"its tree must name every array. Received: {sorted(left)[:3]} unnamed"
        )
    return state


def _decode(node: Any, depth: int, left: dict[str, np.ndarray]) -> Any:
    if depth > DEEPEST:
        raise CheckpointError(f"its tree must not be deeper than {DEEPEST} levels")
    if isinstance(node, list):
        return [_decode(v, depth + 1, left) for v in node]
    if not isinstance(node, dict):
        return node
    kind = next(iter(node), None)
    if kind not in DECODERS:
        raise CheckpointError(f"its tree must be made of {sorted(DECODERS)}. Received: {kind!r}")
    try:
        return DECODERS[kind](node, depth, left)
    except (TypeError, ValueError, KeyError, AttributeError, struct.error, OverflowError) as error:
        if isinstance(error, CheckpointError):
            raise
        raise CheckpointError(f"its tree has a malformed {kind!r} ({error})") from error


def _decode_dict(node: dict, depth: int, left: dict[str, np.ndarray]) -> dict:
    pairs = [(_decode(k, depth, left), _decode(v, depth + 1, left)) for k, v in node["dict"]]
    state = dict(pairs)
    if len(state) < len(pairs) or not all(type(k) in (str, int) for k in state):
        raise CheckpointError("its tree must have keys of type str or int, each once")
    return state


def _take(name: str, left: dict[str, np.ndarray]) -> np.ndarray:
    if name not in left:
        raise CheckpointError(
            f"its tree names the array {name!r}, which is not there, or used twice"
        )
    return left.pop(name)


def _decode_array(node: dict, depth: int, left: dict[str, np.ndarray]) -> Any:
    stored, dtype = _take(next(iter(node.values())), left), np.dtype(node["dtype"])
    if dtype.char not in NUMBERS:
        raise CheckpointError(f"its arrays must hold numbers. Received: dtype {dtype}")
    if dtype.str not in NAMED:
        stored = np.frombuffer(stored.tobytes(), dtype)
    if stored.dtype != dtype or stored.size != math.prod(node["shape"]):
        raise CheckpointError(f"its array {next(iter(node.values()))!r} must be as the tree says")
    array = np.array(stored.reshape(node["shape"]), order=node["order"], copy=True)
    return array if "array" in node else array[()]


def _decode_tuple(node: dict, depth: int, left: dict[str, np.ndarray]) -> tuple:
    return tuple(_decode(v, depth + 1, left) for v in node["tuple"])


DECODERS: dict[str, Callable] = {
    "int": lambda node, depth, left: int(node["int"], 16),
    "float": lambda node, depth, left: struct.unpack(">d", bytes.fromhex(node["float"]))[0],
    "tuple": _decode_tuple,
    "dict": _decode_dict,
    "bytes": lambda node, depth, left: _take(node["bytes"], left).tobytes(),
    "array": _decode_array,
    "scalar": _decode_array,
}
