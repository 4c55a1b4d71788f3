"""Train a stack of small classifiers at once, with whatever is added to their loss or steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from deeptuning.optimizers import adam


class Nets(NamedTuple):
    """Networks with one hidden layer of ReLU units, stacked along the first axis.

    `w1` `(runs, inputs, units)`, `b1` `(runs, 1, units)`, `w2` `(runs, units, classes)`,
    `b2` `(runs, 1, classes)`.
    """

    w1: torch.Tensor
    b1: torch.Tensor
    w2: torch.Tensor
    b2: torch.Tensor

    def logits(self, x: Any) -> torch.Tensor:
        """Return the outputs before the softmax, `(runs, n, classes)`."""
        hidden = torch.relu(as_floats(x) @ self.w1 + self.b1)
        return hidden @ self.w2 + self.b2

    def losses(self, x: Any, y: Any) -> torch.Tensor:
        """Return the mean cross-entropy of every run, `(runs,)`; `y` is `(n,)` or `(runs, n)`."""
        logits = self.logits(x)
        labels = torch.as_tensor(np.asarray(y)).expand(logits.shape[:2])
        return cross_entropy(logits.mT, labels, reduction="none").mean(1)

    def loss(self, x: Any, y: Any) -> np.ndarray:
        """Return `losses` as an array, without a graph."""
        with torch.no_grad():
            return self.losses(x, y).double().numpy()

    def accuracy(self, x: Any, y: Any) -> np.ndarray:
        """Return the share of right answers of every run, `(runs,)`."""
        with torch.no_grad():
            return (self.logits(x).argmax(-1).numpy() == np.asarray(y)).mean(-1)


def as_floats(x: Any) -> torch.Tensor:
    """Return single-precision tensors: half the time, and what networks usually train in."""
    return torch.as_tensor(x, dtype=torch.float32)


def start(seeds: Sequence[int], inputs: int, units: int, classes: int) -> Nets:
    """Draw He-normal weights and zero biases, one network per seed.

    Example:
        >>> start([0, 1], 64, 16, 10).w1.shape
        torch.Size([2, 64, 16])
    """
    drawn = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        w1 = rng.normal(0, (2 / inputs) ** 0.5, (inputs, units))
        w2 = rng.normal(0, (2 / units) ** 0.5, (units, classes))
        drawn.append((w1, np.zeros((1, units)), w2, np.zeros((1, classes))))
    return Nets(*(as_floats(np.array(part)) for part in zip(*drawn, strict=True)))


def train_nets(
    x: Any,
    y: Any,
    seeds: Sequence[int],
    *,
    units: int = 32,
    classes: int = 10,
    steps: int = 300,
    rule: Callable = adam,
    learning_rate: Any = 0.01,
    decay: Any = 0.0,
    penalty: Callable[[Nets, torch.Tensor], torch.Tensor] | None = None,
    project: Callable[[Nets], Nets] | None = None,
) -> Nets:
    r"""Train one network per seed, each step on all examples.

    $$\theta \leftarrow \text{project}\bigl(\text{rule}(\theta, \nabla(J + \text{penalty}))\bigr)$$

    Args:
        x: inputs, `(n, inputs)` for all runs or `(runs, n, inputs)`.
        y: labels, `(n,)` or `(runs, n)`.
        seeds: one run each; a seed decides the initial weights, so equal seeds start alike.
        units: width of the hidden layer.
        classes: number of classes.
        steps: updates per run.
        rule: any rule of `deeptuning.optimizers`.
        learning_rate: a number, or one per run `(runs,)`.
        decay: decoupled decay of the weights (not of the biases), a number or one per run.
        penalty: `penalty(nets, logits)`, what is added to the loss of every run, `(runs,)`.
        project: `project(nets)`, applied after each step.

    Returns:
        The trained `Nets`.

    Example:
        >>> x = np.eye(4)
        >>> nets = train_nets(x, [0, 1, 2, 3], seeds=range(3), classes=4, steps=50)
        >>> nets.accuracy(x, [0, 1, 2, 3])
        array([1., 1., 1.])
    """
    x, y = as_floats(x), torch.as_tensor(np.asarray(y))
    nets = start(seeds, x.shape[-1], units, classes)
    labels = y.expand(len(seeds), -1)
    rates = as_floats(learning_rate).reshape(-1, 1, 1)
    kept = 1 - rates * as_floats(decay).reshape(-1, 1, 1)
    states: list[dict] = [{} for _ in nets]
    for _ in range(steps):
        nets = Nets(*(part.requires_grad_() for part in nets))
        logits = nets.logits(x)
        losses = cross_entropy(logits.mT, labels, reduction="none").mean(1)
        if penalty is not None:
            losses = losses + penalty(nets, logits)
        # Runs do not touch each other, so the gradient of the sum is that of each.
        gradients = torch.autograd.grad(losses.sum(), nets)
        with torch.no_grad():
            nets = nets._replace(w1=nets.w1 * kept, w2=nets.w2 * kept)
            parts = zip(nets, gradients, states, strict=True)
            moved = [rule(part, g, state, learning_rate=rates) for part, g, state in parts]
            nets, states = Nets(*(new for new, _ in moved)), [state for _, state in moved]
            nets = nets if project is None else project(nets)
    return nets
