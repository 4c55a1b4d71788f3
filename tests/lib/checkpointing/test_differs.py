import copy

import numpy as np
import pytest
from hypothesis import given, settings

from deeptuning.checkpointing import differs
from tests.lib.checkpointing.states import example, identical, states


@given(states, states)
@settings(max_examples=100, deadline=None)
def test_a_copy_does_not_differ_and_the_order_of_the_two_does_not_matter(a, b):
    assert differs(a, copy.deepcopy(a)) == []
    assert (differs(a, b) == []) == (differs(b, a) == [])
    assert differs(a, b) == [] or not identical(a, b)


@pytest.mark.parametrize(
    ("a", "b", "paths"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 1.0}, ["a"]),
        ({"a": 1}, {"a": True}, ["a"]),
        ({"a": 0.0}, {"a": -0.0}, ["a"]),
        ({"a": float("nan")}, {"a": float("nan")}, []),
        ({"a": 0.1 + 0.2}, {"a": 0.3}, ["a"]),
        ({"a": [1, 2]}, {"a": (1, 2)}, ["a"]),
        ({"a": [1, 2]}, {"a": [1, 3]}, ["a/1"]),
        ({"a": [1, 2]}, {"a": [1]}, ["a"]),
        ({"a": []}, {"a": []}, []),
        ({"a": (np.ones(2),)}, {"a": (np.zeros(0), np.ones(2))}, ["a"]),
        ({"a": "x", "b": b"x", "c": None}, {"a": "y", "b": b"y", "c": 0}, ["a", "b", "c"]),
        ({"a": 1, "b": 2}, {"b": 2, "c": 3}, ["a", "c"]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        ({1: 1}, {"1": 1}, ["1", "1"]),
        (1, 2, [""]),
        ({"a": np.ones(2)}, {"a": np.ones(2)}, []),
        ({"a": np.ones(2)}, {"a": np.ones(2, np.float32)}, ["a"]),
        ({"a": np.zeros(4, "i4")}, {"a": np.zeros(2, "i8")}, ["a"]),
        ({"a": np.zeros(4)}, {"a": np.zeros((2, 2))}, ["a"]),
        ({"a": np.zeros(2)}, {"a": -np.zeros(2)}, ["a"]),
        ({"a": np.array([np.nan])}, {"a": np.array([np.nan])}, []),
        ({"a": np.ones((2, 3))}, {"a": np.asfortranarray(np.ones((2, 3)))}, []),
        ({"a": np.float32(1)}, {"a": np.array(1, np.float32)}, ["a"]),
        ({"a": np.float32(1)}, {"a": np.nextafter(np.float32(1), np.float32(2))}, ["a"]),
        ({"o": {"w": [{"m": np.ones(1)}]}}, {"o": {"w": [{"m": np.zeros(1)}]}}, ["o/w/0/m"]),
    ],
)
def test_places_by_hand(a, b, paths):
    assert differs(a, b) == paths


def test_one_flipped_bit_in_one_array_is_named(agrees):
    found = []
    for bit in range(64):
        other = example()
        other["model"][0]["w"].T.reshape(-1).view(np.uint64)[4] ^= np.uint64(1 << bit)
        found.append(differs(example(), other) == ["model/0/w"])
    agrees("differs", "by hand", sum(found), 64, within=0)
