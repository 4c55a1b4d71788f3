import subprocess
import sys

import numpy as np
import pytest
import torch

from deeptuning.checks.plain import MAX_ITEMS, NotPlainError, to_plain


class Liar:
    """Claims to equal everything, and to be an array."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __array__(self, *args, **kwargs):
        return np.ones(3)


class FakeFloat:
    @property
    def __class__(self):
        return float


class AlwaysEqual(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)


class OddFloat(float):
    def __eq__(self, other):
        return True

    def __float__(self):
        return 7.0

    __hash__ = float.__hash__


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (2.5, 2.5),
        ("text", "text"),
        (np.str_("adam"), "adam"),
        ((1, (2, [3])), [1, [2, [3]]]),
        ({"m": (1.0,)}, {"m": [1.0]}),
    ],
)
def test_are_plain_values_kept_and_tuples_made_lists(value, plain):
    assert to_plain(value) == plain
    assert type(to_plain(value)) is type(plain)  # and nothing of a subclass


@pytest.mark.parametrize(
    "value",
    [
        np.arange(3.0),
        torch.arange(3.0, dtype=torch.float64),
        torch.arange(3.0, dtype=torch.float64, requires_grad=True),
        np.arange(3.0).astype(">f8"),
        np.arange(6.0)[::2] / 2,
        np.arange(3.0).view(AlwaysEqual),
    ],
)
def test_do_arrays_of_every_library_become_numpy_arrays(value):
    plain = to_plain(value)
    assert type(plain) is np.ndarray
    assert plain.dtype == np.float64
    assert plain.flags["C_CONTIGUOUS"]
    assert plain.tolist() == [0, 1, 2]


@pytest.mark.parametrize("value", [np.float64(2), np.float32(2), np.array(2.0), torch.tensor(2.0)])
def test_do_scalars_of_arrays_become_arrays_without_axes(value):
    assert to_plain(value).shape == ()
    assert to_plain(value) == 2


def test_is_bfloat16_widened():
    assert to_plain(torch.ones(2, dtype=torch.bfloat16)).dtype == np.float32


def test_does_tensorflow_become_numpy():
    tensorflow = pytest.importorskip("tensorflow")
    assert to_plain(tensorflow.Variable([1.0, 2.0])).tolist() == [1, 2]


def test_is_the_plain_copy_independent():
    array = np.zeros(2)
    plain = to_plain({"x": array})
    array += 1
    assert plain["x"].tolist() == [0, 0]


def test_does_a_subclass_lose_its_own_methods():
    plain = to_plain(OddFloat(2.0))
    assert type(plain) is float
    assert plain == 2.0
    assert plain != 3.0


def nested(depth):
    value = 1.0
    for _ in range(depth):
        value = [value]
    return value


def endless():
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (nested(50), "levels deep"),
        (endless(), "levels deep"),
        ([0] * (MAX_ITEMS + 1), "items"),
        (np.zeros(5_000_000), "bytes"),
        ([np.zeros(2_000_000), np.zeros(2_000_001)], "bytes"),
        ("x" * 20_000, "letters"),
        (2**80, "64 bits"),
        (np.array([1, "a"], dtype=object), "object"),
        (np.array([1 + 2j]), "complex"),
        (np.array(["a"]), "<U1"),
        (np.ma.masked_array([1.0], mask=[True]), "masked"),
        ({1: 2}, "plain strings"),
        ({"$array": "a0"}, "plain strings"),
        (Liar(), "Liar"),
        (FakeFloat(), "could not be read"),
        (lambda: 1, "function"),
        (1 + 2j, "complex"),
        (torch.zeros(2).to_sparse(), "could not be read"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "value",
)
def test_is_everything_else_refused_with_a_reason(value, said):
    with pytest.raises(NotPlainError, match="the answer") as caught:
        to_plain(value)
    assert said in str(caught.value)


def test_is_the_place_named():
    with pytest.raises(NotPlainError, match=r"the answer\[1\]\['v'\] is a builtins.set"):
        to_plain((1, {"v": {2}}))


def test_is_no_library_loaded_to_find_out():
    code = (
        "import sys, numpy, deeptuning.checks\n"
        "from deeptuning.checks.plain import to_plain\n"
        "to_plain([1, numpy.ones(2)])\n"
        "print({'torch', 'tensorflow', 'jax', 'IPython', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
