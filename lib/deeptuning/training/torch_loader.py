"""Batches that can be found again: every order is a function of a seed and the epoch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset, Sampler

from deeptuning._validation import checked
from deeptuning.training._checks import Count
from deeptuning.training.epoch_order import epoch_order


class RepeatableSampler(Sampler[int]):
    """Every example once an epoch, in `epoch_order(size, seed, epoch)`.

    Each pass goes on to the next epoch by itself; `set_epoch` jumps to one, and into it.
    """

    def __init__(self, size: int, seed: int) -> None:
        self.size, self.seed = size, seed
        self.set_epoch(0)

    def set_epoch(self, epoch: int, start: int = 0) -> None:
        """Let the next pass be that of `epoch`, without its first `start` examples."""
        self.epoch, self.start = epoch, start

    def __iter__(self) -> Iterator[int]:
        order = epoch_order(self.size, self.seed, self.epoch)[self.start :]
        self.set_epoch(self.epoch + 1)
        return iter(order.tolist())

    def __len__(self) -> int:
        return self.size


@checked(batch_size=Count(1), seed=Count(0))
def repeatable_loader(dataset: Dataset, batch_size: int, seed: int, **more: Any) -> DataLoader:
    """Return a loader that shuffles every epoch, and always in the same way.

    The order does not depend on what else draws random numbers, so two models meet the same
    batches, and an interrupted epoch can be entered again in its middle.

    Args:
        dataset: anything with `len(dataset)` and `dataset[i]`.
        batch_size: examples per batch, 1 or more; the last one of an epoch may be shorter.
        seed: a whole number, 0 or more.
        **more: further arguments of torch's `DataLoader`, such as `num_workers`.

    Returns:
        A `torch.utils.data.DataLoader`.

    Raises:
        ValueError: a dataset without examples, or an argument out of range.

    Example:
        >>> loader = repeatable_loader(range(5), batch_size=2, seed=0)
        >>> [batch.tolist() for batch in loader]
        [[2, 4], [3, 0], [1]]
        >>> [batch.tolist() for batch in loader]
        [[1, 4], [3, 0], [2]]
        >>> loader.sampler.set_epoch(0)
        >>> [batch.tolist() for batch in loader]
        [[2, 4], [3, 0], [1]]
    """
    if len(dataset) == 0:
        raise ValueError(
            "Argument `dataset` must hold at least one example. Received: a dataset of length 0. "
            "Look at how it was made."
        )
    sampler = RepeatableSampler(len(dataset), seed)
    generator = torch.Generator().manual_seed(seed)  # of the workers' seeds
    return DataLoader(dataset, batch_size, sampler=sampler, generator=generator, **more)


def batches(loader: Iterable[Any], epoch: int, skip: int = 0) -> Iterator[Any]:
    """Start an epoch of a loader, without its first `skip` batches.

    A repeatable loader without workers jumps there. Any other is read up to there, because the
    examples on the way draw random numbers.
    """
    sampler = getattr(loader, "sampler", None)
    if isinstance(sampler, RepeatableSampler) and loader.num_workers == 0:
        sampler.set_epoch(epoch, start=skip * loader.batch_size)
        return iter(loader)
    if hasattr(sampler, "set_epoch"):
        sampler.set_epoch(epoch)
    iterator = iter(loader)
    if len(list(islice(iterator, skip))) < skip:
        raise ValueError(
            f"The loader must give the batches it gave before. Received: fewer than {skip}. "
            "Resume with the same data and the same batch size."
        )
    return iterator


def generators_of(*loaders: Any) -> list[torch.Generator]:
    """Return the generators that the loaders and their samplers draw from, each once."""
    owners = [o for loader in loaders for o in (loader, getattr(loader, "sampler", None))]
    found = [getattr(owner, "generator", None) for owner in owners]
    return list({id(g): g for g in found if isinstance(g, torch.Generator)}.values())
