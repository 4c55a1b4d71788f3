"""Turn whatever a student's function returned into plain data that is safe to keep and compare."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

MAX_DEPTH = 12
MAX_ITEMS = 100_000
MAX_BYTES = 32_000_000
MAX_TEXT = 10_000
INTEGERS = tuple(f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64))
NUMBERS = frozenset(map(np.dtype, ("bool", "float16", "float32", "float64", *INTEGERS)))
REMEDY = "Return numbers, strings, lists, dicts, or NumPy, torch or TensorFlow arrays."


class NotPlainError(ValueError):
    """A value that cannot be compared as plain data; the message says where and why."""


def to_plain(value: Any, name: str = "the answer") -> Any:
    """Convert a value to None, bool, int, float, str, list, dict and NumPy arrays of numbers.

    Arrays of torch, TensorFlow and JAX become NumPy arrays, tuples become lists, NumPy scalars
    become arrays without axes. Everything is copied, and rebuilt from exact built-in types, so that
    nothing of the original object (an `__eq__` of its own, for instance) survives.

    Args:
        value: what a student's function returned.
        name: what to call it in messages.

    Returns:
        The plain copy.

    Raises:
        NotPlainError: a type that is not allowed, or more than the bounds above.

    Example:
        >>> to_plain((1, [2.5, None], {"v": np.zeros(2)}))
        [1, [2.5, None], {'v': array([0., 0.])}]
    """
    try:
        return _Converter().convert(value, name, 0)
    except NotPlainError:
        raise
    except Exception as error:  # an object that pretends to be of another type
        raise NotPlainError(f"{name} could not be read: {error!s:.200}. {REMEDY}") from None


class _Converter:
    """Walks one value; counts what it has seen so that the bounds hold for the whole of it."""

    def __init__(self) -> None:
        self.items = self.bytes = 0

    def convert(self, value: Any, name: str, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            bound = f"{MAX_DEPTH} levels deep" if depth > MAX_DEPTH else f"{MAX_ITEMS:,} items"
            raise NotPlainError(f"{name} is larger than the limit of {bound}. Return less.")
        if value is None or value is True or value is False:
            return value
        if isinstance(value, float) and not isinstance(value, np.generic):
            return float.__float__(value)
        if isinstance(value, int):
            return self._integer(int.__int__(value), name)
        if isinstance(value, str):  # NumPy's too: what `rng.choice` draws from a list of names
            return self._text(str.__str__(value), name)
        if isinstance(value, (list, tuple)):
            items = list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value)
            return [self.convert(x, f"{name}[{i}]", depth + 1) for i, x in enumerate(items)]
        if isinstance(value, dict):
            return {
                self._key(key, name): self.convert(x, f"{name}[{key!r:.40}]", depth + 1)
                for key, x in dict.items(value)
            }
        return self._array(value, name)

    def _integer(self, value: int, name: str) -> int:
        if value.bit_length() > 63:
            raise NotPlainError(f"{name} is an integer of more than 64 bits. Return a float.")
        return value

    def _text(self, value: str, name: str) -> str:
        if len(value) > MAX_TEXT:
            raise NotPlainError(f"{name} is a text of {len(value):,} letters, over {MAX_TEXT:,}.")
        return value

    def _key(self, key: Any, name: str) -> str:
        if type(key) is not str or key.startswith("$"):
            raise NotPlainError(f"{name} has the key {key!r:.40}. Use plain strings as keys.")
        return self._text(key, name)

    def _array(self, value: Any, name: str) -> np.ndarray:
        array = _as_numpy(value)
        if array is None:
            kind = type(value)
            raise NotPlainError(f"{name} is a {kind.__module__}.{kind.__qualname__}. {REMEDY}")
        if array.dtype.newbyteorder("=") not in NUMBERS:
            why = " (are its rows of different lengths?)" if array.dtype == object else ""
            raise NotPlainError(f"{name} is an array of {array.dtype}{why}. Return real numbers.")
        self.bytes += array.nbytes
        if self.bytes > MAX_BYTES:
            raise NotPlainError(f"{name} takes the answer over {MAX_BYTES:,} bytes. Return less.")
        return np.array(array, dtype=array.dtype.newbyteorder("="), order="C", subok=False)


def _as_numpy(value: Any) -> np.ndarray | None:
    """View an array of any of the known libraries as NumPy's; None when it is not an array.

    The libraries are looked up among the modules that are loaded: if torch is not, then nothing
    can be a torch tensor, and it need not be imported to find that out.
    """
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError("a masked array hides values, use `.filled(…)`")
    if isinstance(value, (np.ndarray, np.generic)):
        return np.asarray(value)
    torch, tensorflow, jax = (sys.modules.get(name) for name in ("torch", "tensorflow", "jax"))
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach().cpu()
        return (value.float() if value.dtype == torch.bfloat16 else value).numpy()
    if tensorflow is not None and isinstance(value, (tensorflow.Tensor, tensorflow.Variable)):
        return np.asarray(value.numpy())
    if jax is not None and isinstance(value, jax.Array):
        return np.asarray(value)
    return None
