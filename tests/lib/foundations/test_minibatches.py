import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.foundations import minibatches


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_every_example_once_an_epoch_with_its_target(m, size, seed):
    x = np.arange(m)
    batches = list(minibatches(x, -x, batch_size=size, rng=np.random.default_rng(seed)))
    assert sorted(np.concatenate([a for a, _ in batches])) == list(range(m))
    assert all((a == -b).all() for a, b in batches)
    assert len(batches) == -(-m // size)
    assert {len(a) for a, _ in batches[:-1]} <= {size}


@pytest.mark.parametrize(("m", "sizes"), [(400, [40] * 10), (10, [10])])
def test_updates_per_epoch(m, sizes):
    batches = list(minibatches(np.zeros(m), batch_size=40, rng=np.random.default_rng(0)))
    assert [len(x) for (x,) in batches] == sizes


@pytest.mark.parametrize(("drop_last", "sizes"), [(False, [4, 4, 2]), (True, [4, 4])])
def test_the_short_last_batch_is_kept_unless_asked(drop_last, sizes, agrees):
    x = np.random.default_rng(0).normal(size=(10, 3))
    found = [b for (b,) in minibatches(x, batch_size=4, rng=None, drop_last=drop_last)]
    assert [b.shape for b in found] == [(s, 3) for s in sizes]
    loader = torch.utils.data.DataLoader(torch.tensor(x), batch_size=4, drop_last=drop_last)
    agrees("minibatches", "torch", found, list(loader), within=0)
    even = minibatches(np.zeros(8), batch_size=4, rng=None, drop_last=drop_last)
    assert [len(x) for (x,) in even] == [4, 4]


def test_one_batch_of_everything_is_never_dropped():
    (found,) = minibatches(np.arange(3), batch_size=3, rng=None, drop_last=True)
    assert found[0].tolist() == [0, 1, 2]


@pytest.mark.parametrize(("drop_last", "kept"), [(False, 10), (True, 8)])
def test_by_hand_from_the_same_permutation(drop_last, kept, agrees):
    x, order = (
        np.random.default_rng(1).normal(size=(10, 3)),
        np.random.default_rng(5).permutation(10),
    )
    found = minibatches(x, batch_size=4, rng=np.random.default_rng(5), drop_last=drop_last)
    joined = np.concatenate([b for (b,) in found])
    agrees("minibatches", "by hand", joined, x[order[:kept]], within=0)


def test_a_fresh_order_every_epoch_and_the_same_for_the_same_seed():
    def epochs(rng):
        x = np.arange(50)
        return [
            np.concatenate([b for (b,) in minibatches(x, batch_size=7, rng=rng)]).tolist()
            for _ in range(3)
        ]

    first = epochs(np.random.default_rng(1))
    assert first == epochs(np.random.default_rng(1))
    assert len({tuple(order) for order in [*first, range(50)]}) == 4


def test_without_generator_the_order_is_kept_and_data_are_not_changed():
    x = np.arange(5)
    found = minibatches(x, batch_size=2, rng=None)
    assert [b.tolist() for (b,) in found] == [[0, 1], [2, 3], [4]]
    list(minibatches(x, batch_size=2, rng=np.random.default_rng(0)))
    assert x.tolist() == [0, 1, 2, 3, 4]


def test_the_order_is_uniform():
    """Each example is first about equally often."""
    rng, x = np.random.default_rng(0), np.arange(5)
    first = [next(minibatches(x, batch_size=1, rng=rng))[0][0] for _ in range(5000)]
    assert np.bincount(first) == pytest.approx(1000, abs=120)


def test_torch_tensors():
    x = torch.arange(6)
    found = list(minibatches(x, x * 2, batch_size=4, rng=np.random.default_rng(0)))
    assert all(isinstance(a, torch.Tensor) and (b == 2 * a).all() for a, b in found)


@pytest.mark.parametrize(
    ("arrays", "arguments", "message"),
    [
        ((np.zeros(3), np.zeros(4)), {}, r"same number of examples.*Received: \[3, 4\]"),
        ((np.zeros(0),), {}, r"at least one.*Received: \[0\]"),
        ((), {}, r"at least one.*Received: \[\]"),
        ((np.zeros(3),), {"batch_size": 0}, "whole number of at least 1. Received: batch_size=0"),
        ((np.zeros(3),), {"batch_size": -1}, "`batch_size` must be"),
        ((np.zeros(3),), {"batch_size": 2.0}, "`batch_size` must be a whole number"),
        ((np.zeros(3),), {"batch_size": True}, "`batch_size` must be a whole number"),
        ((np.zeros(3),), {"batch_size": 4, "drop_last": True}, "at most 3.*drop_last=True"),
    ],
)
def test_illegal_arguments_are_named_at_once(arrays, arguments, message):
    with pytest.raises(ValueError, match=message):
        minibatches(*arrays, **{"batch_size": 2, "rng": None, **arguments})
