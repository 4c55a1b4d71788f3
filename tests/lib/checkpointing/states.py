"""Random states, and a comparison that is not the library's own."""

from __future__ import annotations

import struct

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

DTYPES = [
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128", ">f4", ">i8", ">c16"),
]
arrays = st.sampled_from(DTYPES).flatmap(
    lambda dtype: hnp.arrays(
        dtype, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
    )
)
keys = st.text(max_size=6) | st.integers(-(10**20), 10**20) | st.sampled_from(["a/b", "a", 1, "1"])
leaves = st.one_of(
    arrays,
    arrays.map(np.asfortranarray),
    arrays.filter(lambda a: a.size > 0).map(lambda a: a.ravel()[0]),
    st.text(st.characters(exclude_categories=()), max_size=5),  # lone surrogates too
    st.integers(-(2**200), 2**200),
    st.floats(),
    st.booleans(),
    st.none(),
    st.binary(max_size=9),
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=3)
    ),
    max_leaves=8,
)
states = st.dictionaries(keys, trees, max_size=4)


def identical(a, b):
    """Whether two states agree in types, order of keys, dtypes, layout and every bit."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        same_keys = [(type(k), k) for k in a] == [(type(k), k) for k in b]
        return same_keys and all(identical(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(identical, a, b))
    if isinstance(a, np.ndarray):
        same = a.dtype.str == b.dtype.str and a.shape == b.shape and a.tobytes() == b.tobytes()
        return same and (a.flags.c_contiguous or a.flags.f_contiguous == b.flags.f_contiguous)
    if isinstance(a, np.generic):
        return a.dtype.str == b.dtype.str and a.tobytes() == b.tobytes()
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b)
    return a == b


def example(scale=1.0):
    """A small state with something of everything."""
    return {
        "model": [{"w": scale * np.arange(6.0).reshape(2, 3).T, "b": np.zeros(3, np.float32)}],
        "optimizer": {"t": 7, "beta": (0.9, np.float32(0.999))},
        "rng": 2**127 + 1,
        "history": [1.5, float("inf"), float("nan"), -0.0],
        7: {
            "mask": np.array([True, False]),
            "z": np.array(1 + 2j),
            "note": "é",
            "raw": b"\x00\xff",
        },
        "none": None,
        "done": False,
    }
