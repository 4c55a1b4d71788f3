"""Train a stack of small networks: every rate and every seed at once, on the same batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from deeptuning.data.digits import Split
from deeptuning.experiments.stacked_nets import Net, cross_entropy, forward, initial, unpack
from deeptuning.optimizers import sgd


class NetRuns(NamedTuple):
    """What a sweep measured; `inf` (loss) where a run blew up.

    `train_loss`, `validation_loss` and `validation_accuracy` `(rates, seeds)` are measured after
    training, as at inference. `batch_loss` `(steps, rates, seeds)` is that of each batch.
    """

    rates: np.ndarray
    train_loss: np.ndarray
    validation_loss: np.ndarray
    validation_accuracy: np.ndarray
    batch_loss: np.ndarray

    def best_rate(self) -> float:
        """Return the rate with the lowest median training loss over the seeds."""
        return float(self.rates[np.argmin(np.median(self.train_loss, axis=1))])

    def at(self, rate: float, of: str = "train_loss") -> np.ndarray:
        """Return one measurement of all seeds at the rate nearest to `rate`."""
        return getattr(self, of)[np.argmin(np.abs(np.log(self.rates / rate)))]


def train_nets(
    data: Split,
    net: Net,
    rates: Sequence[float],
    seeds: Sequence[int],
    *,
    steps: int = 200,
    batch: int = 64,
    rule: Callable = sgd,
    **hyperparameters: Any,
) -> NetRuns:
    """Train a network for every rate and every seed, all at once.

    A seed decides the initial weights and the mini-batches, so every rate meets the same ones.

    Args:
        data: training examples `(n, inputs)` and labels, and validation ones.
        net: the network.
        rates: learning rates to try.
        seeds: one run per seed and rate.
        steps: updates per run.
        batch: examples per update.
        rule: any rule of `deeptuning.optimizers`.
        hyperparameters: passed on to the rule.

    Returns:
        `NetRuns`.

    Example:
        >>> from deeptuning.data.digits import load_digits
        >>> runs = train_nets(load_digits(), Net((16,), "batch"), [0.1], range(2), steps=30)
        >>> runs.train_loss.shape, bool((runs.train_loss < 1.5).all())
        ((1, 2), True)

    Source: the noise is that of Santurkar et al., How Does Batch Normalization Help
        Optimization?, 2018, section 2.
    """
    rates, seeds = np.asarray(rates, dtype=float), list(seeds)
    images, labels = torch.tensor(data.train_images).float(), torch.tensor(data.train_labels)
    inputs, outputs = images.shape[1], int(labels.max()) + 1
    shapes = net.shapes(inputs, outputs)
    flat = np.tile(initial(net, inputs, outputs, seeds), (len(rates), 1))
    theta = torch.tensor(flat).float()
    learning_rate = torch.tensor(np.repeat(rates, len(seeds))[:, None]).float()
    rngs = [np.random.default_rng([seed, 1]) for seed in seeds]
    noise = np.random.default_rng([*seeds, 2])
    states: list[dict] = [{} for _ in net.hidden]
    state: dict = {}
    batch_loss = []
    for _ in range(steps):
        drawn = np.array([r.choice(len(labels), batch, replace=False) for r in rngs])
        rows = torch.tensor(np.tile(drawn, (len(rates), 1)))
        theta.requires_grad_(True)
        logits = forward(net, unpack(theta, shapes), images[rows], states, True, noise)
        loss = cross_entropy(logits, labels[rows])
        (g,) = torch.autograd.grad(loss.sum(), theta)
        theta, state = rule(
            theta.detach(), g, state, learning_rate=learning_rate, **hyperparameters
        )
        batch_loss.append(loss.detach().numpy())
    measured = []
    with torch.no_grad():
        for x, y in (data[:2], data[2:]):
            x, y = torch.tensor(x).float(), torch.tensor(y)
            every = x.expand(len(theta), *x.shape), y.expand(len(theta), *y.shape)
            logits = forward(net, unpack(theta, shapes), every[0], states, False)
            hits = (logits.argmax(-1) == y).double().mean(-1)
            measured.append((cross_entropy(logits, every[1]).numpy(), hits.numpy()))
    (train_loss, _), (validation_loss, accuracy) = measured
    grid = (len(rates), len(seeds))
    losses = [np.where(np.isfinite(v), v, np.inf) for v in (train_loss, validation_loss)]
    return NetRuns(
        rates,
        *(v.reshape(grid) for v in (*losses, accuracy)),
        np.array(batch_loss).reshape(steps, *grid),
    )
