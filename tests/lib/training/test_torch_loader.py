"""Is the order of the batches a function of seed and epoch, and nothing else?"""

import random

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.utils.data import DataLoader, Dataset

from deeptuning.training.epoch_order import epoch_order
from deeptuning.training.torch_loader import batches, generators_of, repeatable_loader


def read(stream):
    return [batch.tolist() for batch in stream]


@given(st.integers(1, 30), st.integers(0, 2**40), st.integers(0, 50))
@settings(max_examples=60, deadline=None)
def test_an_order_is_a_permutation_that_repeats_itself(size, seed, epoch):
    order = epoch_order(size, seed, epoch)
    assert sorted(order) == list(range(size))
    np.random.seed(1)
    np.testing.assert_array_equal(order, epoch_order(size, seed, epoch))


def test_orders_are_shuffled_evenly(agrees):
    firsts = [epoch_order(5, seed, epoch)[0] for seed in range(60) for epoch in range(60)]
    share = np.bincount(firsts, minlength=5) / len(firsts)
    np.testing.assert_allclose(share, 0.2, atol=0.03)
    agrees("epoch_order", "by hand", sorted(epoch_order(50, 0, 0)), list(range(50)), within=0)
    assert len({tuple(epoch_order(20, 0, e)) for e in range(50)}) == 50
    assert len({tuple(epoch_order(20, s, 0)) for s in range(50)}) == 50
    assert tuple(epoch_order(20, 0, 1)) != tuple(epoch_order(20, 1, 0))


def test_the_loader_gives_that_order_and_keeps_the_short_batch(agrees):
    loader = repeatable_loader(range(10), 4, seed=7)
    for epoch in range(3):
        torch.manual_seed(epoch)
        random.seed(epoch)
        found = read(loader)
        assert [len(batch) for batch in found] == [4, 4, 2]
        flat = [i for batch in found for i in batch]
        agrees("repeatable_loader", "by hand", flat, epoch_order(10, 7, epoch), within=0)
    assert len(loader) == 3


@pytest.mark.parametrize(("skip", "workers"), [(0, 0), (1, 0), (2, 0), (3, 0), (2, 2)])
def test_an_epoch_can_be_entered_in_its_middle(skip, workers, agrees):
    loader = repeatable_loader(range(10), 4, seed=7, num_workers=workers)
    whole = read(batches(loader, epoch=5))
    assert read(batches(loader, epoch=5, skip=skip)) == whole[skip:]
    flat = [i for batch in whole for i in batch]
    agrees("batches", "by hand", flat, epoch_order(10, 7, 5), within=0)


def test_without_workers_nothing_is_looked_aton_the_way():
    looked_at = []

    class Watched(list):
        def __getitem__(self, i):
            looked_at.append(i)
            return super().__getitem__(i)

    loader = repeatable_loader(Watched(range(10)), 4, seed=7)
    list(batches(loader, epoch=2, skip=1))
    assert looked_at == epoch_order(10, 7, 2)[4:].tolist()


def test_other_loaders_are_looked_atup_to_there():
    assert read(batches(DataLoader(range(10), 4), epoch=3, skip=1)) == [[4, 5, 6, 7], [8, 9]]
    assert list(batches("abc", epoch=0, skip=2)) == ["c"]
    distributed = torch.utils.data.DistributedSampler(range(10), num_replicas=1, rank=0)
    loader = DataLoader(range(10), 5, sampler=distributed)
    epochs = [read(batches(loader, epoch)) for epoch in (0, 1, 0)]
    assert epochs[0] == epochs[2] != epochs[1]


def test_a_loader_that_became_shorter_is_refused():
    with pytest.raises(ValueError, match="fewer than 4. Resume with the same data"):
        batches("abc", epoch=0, skip=4)


class Draws(Dataset):
    def __len__(self):
        return 6

    def __getitem__(self, i):
        return torch.tensor([torch.rand(()).item(), random.random(), np.random.rand()])


def test_workers_draw_differently_and_the_same_again():
    """torch seeds all three generators of a worker from the loader's; nothing is left to do."""

    def drawn():
        loader = repeatable_loader(Draws(), 3, seed=1, num_workers=2)
        return torch.cat([*loader, *loader])  # two epochs

    first = drawn()
    torch.rand(3)
    assert torch.equal(first, drawn())
    assert len(first.unique()) == first.numel() == 36


def test_generators_are_found_once_each():
    g, h = torch.Generator(), torch.Generator()
    one = DataLoader(range(4), 2, shuffle=True, generator=g)
    two = DataLoader(
        range(4), sampler=torch.utils.data.RandomSampler(range(4), generator=h), generator=g
    )
    assert generators_of(one, None, [1, 2]) == [g]
    assert generators_of(one, two) == [g, h]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"dataset": []}, "`dataset` must hold at least one example. Received: .* length 0"),
        ({"batch_size": 0}, "`batch_size` must be a whole number, 1 or more. .*batch_size=0"),
        ({"seed": -1}, "`seed` must be a whole number, 0 or more"),
        ({"seed": 1.5}, "seed=1.5"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        repeatable_loader(**{"dataset": range(3), "batch_size": 2, "seed": 0, **arguments})
