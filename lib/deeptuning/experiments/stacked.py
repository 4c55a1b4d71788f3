"""Many small nets of one shape, side by side in one computation, for PyTorch.

A hundred little nets cost a hundred times the overhead of one, unless they are stacked: their
weights get two leading axes, one for the setting and one for the seed, and every step of all of
them is one batched product.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch

from deeptuning._validation import checked, positive
from deeptuning.training._checks import Count


class Stack:
    r"""Nets with one hidden layer of ReLUs, `(settings × seeds)` of them.

    $$z = \mathrm{relu}(x W_1 + b_1)\, W_2 + b_2$$

    A seed decides the initial weights (He-normal times `gain`, biases 0), so all settings of a
    seed start alike.

    Args:
        settings: how many nets share a seed, 1 or more.
        seeds: one start per seed.
        sizes: units of input, hidden layer and output.
        gain: factor on the initial weights.

    Raises:
        ValueError: no settings, no seeds, or a layer without units.

    Example:
        >>> nets = Stack(2, seeds=range(3), sizes=(64, 16, 10))
        >>> nets(torch.zeros(5, 64)).shape
        torch.Size([2, 3, 5, 10])
    """

    @checked(settings=Count(1))
    def __init__(
        self, settings: int, seeds: Sequence[int], sizes: tuple[int, int, int], gain: float = 1.0
    ) -> None:
        if len(seeds) == 0 or min(sizes) < 1:
            raise ValueError(
                "Arguments `seeds` and `sizes` must name at least one seed and one unit per layer. "
                f"Received: {len(seeds)} seeds, sizes={tuple(sizes)}."
            )
        self.shape, self.weights = (settings, len(seeds)), []
        for layer, (rows, columns) in enumerate(pairwise(sizes)):
            starts = [
                np.random.default_rng([seed, layer]).normal(0, (2 / rows) ** 0.5, (rows, columns))
                for seed in seeds
            ]
            stacked = torch.tensor(gain * np.array(starts), dtype=torch.float32).repeat(
                settings, 1, 1
            )
            bias = torch.zeros(len(stacked), 1, columns)
            self.weights += [stacked.requires_grad_(), bias.requires_grad_()]

    def hidden(self, x: torch.Tensor) -> torch.Tensor:
        """Return the hidden activations, `(runs, n, units)`, for images of all or of each net."""
        w1, b1 = self.weights[:2]
        return torch.relu(torch.baddbmm(b1, x.expand(len(w1), *x.shape[-2:]), w1))

    def output(self, h: torch.Tensor) -> torch.Tensor:
        """Return the outputs (logits) for hidden activations `(runs, n, units)`."""
        return torch.baddbmm(self.weights[3], h, self.weights[2])

    def flat(self, parts: Sequence[torch.Tensor]) -> torch.Tensor:
        """Return tensors shaped like the weights as one `(runs, parameters)`."""
        return torch.cat([part.flatten(1) for part in parts], dim=1)

    def parts(self, flat: torch.Tensor) -> list[torch.Tensor]:
        """Cut `(runs, parameters)` into tensors shaped like the weights: the reverse of `flat`."""
        sizes = [w[0].numel() for w in self.weights]
        cut = zip(flat.split(sizes, dim=1), self.weights, strict=True)
        return [part.reshape(w.shape) for part, w in cut]

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """Return the outputs for images `(n, inputs)`, shape `(settings, seeds, n, outputs)`."""
        z = self.output(self.hidden(x))
        return z.reshape(*self.shape, *z.shape[1:])


class Batches:
    """Draws each seed's batches, the same for all its settings.

    Seed `s` puts the examples in an order of its own; a setting with `examples=n` sees the first n.

    Args:
        seeds: one stream of batches per seed.
        total: how many examples there are.
        examples: for each setting, how many of them it may see, 1 to `total`.
        batch: examples per batch.

    Raises:
        ValueError: a setting that sees no example, or more than there are.

    Example:
        >>> rows = Batches([0, 1], total=10, examples=[10, 3], batch=4)()
        >>> rows.shape  # (settings × seeds, batch)
        torch.Size([4, 4])
    """

    @checked(batch=Count(1))
    def __init__(
        self, seeds: Sequence[int], total: int, examples: Sequence[int], batch: int
    ) -> None:
        if not all(1 <= n <= total for n in examples):
            raise ValueError(
                f"Argument `examples` must lie in [1, {total}]. Received: {list(examples)}."
            )
        self.rngs = [np.random.default_rng([seed, 100]) for seed in seeds]
        orders = np.array([rng.permutation(total) for rng in self.rngs])
        self.orders = np.tile(orders, (len(examples), 1))
        self.examples = np.repeat(examples, len(seeds))[:, None]
        self.batch = batch

    def __call__(self) -> torch.Tensor:
        """Draw the next batch of every net, with replacement: row numbers `(runs, batch)`."""
        drawn = np.array([rng.random(self.batch) for rng in self.rngs])
        runs = np.tile(drawn, (len(self.examples) // len(drawn), 1))
        places = (runs * self.examples).astype(int)
        return torch.from_numpy(np.take_along_axis(self.orders, places, axis=1))


def tensor(values: Any) -> torch.Tensor:
    """Return numbers as float32, labels as they are.

    Example:
        >>> tensor(np.zeros(2)).dtype, tensor(np.zeros(2, int)).dtype
        (torch.float32, torch.int64)
    """
    values = torch.as_tensor(np.asarray(values))
    return values.float() if values.is_floating_point() else values.long()


def adam(nets: Stack, learning_rate: float) -> torch.optim.Optimizer:
    """Return Adam for all nets at once: it works element by element, so they do not mix."""
    positive.check("learning_rate", learning_rate)
    return torch.optim.Adam(nets.weights, lr=learning_rate, fused=True)


def wrong_labels(labels: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Replace a share of the labels (at random) by wrong ones, evenly among the other classes.

    Example:
        >>> wrong_labels(np.zeros(5, int), 0.2, np.random.default_rng(0))
        array([0, 0, 1, 0, 0])
    """
    classes = int(labels.max()) + 1
    wrong, rows = labels.copy(), rng.permutation(len(labels))[: round(share * len(labels))]
    wrong[rows] = (labels[rows] + rng.integers(1, max(classes, 2), len(rows))) % max(classes, 2)
    return wrong
