"""Train deep plain nets of several rates and seeds at once, and record every layer's gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn import functional

from deeptuning._validation import known, positive
from deeptuning.data.digits import load_digits
from deeptuning.foundations import mlp_init
from deeptuning.gradients import glorot_normal

PIXELS, CLASSES = 64, 10
# torch's own functions: the numbers of `deeptuning.gradients`, in a third of the time.
ACTIVATIONS: dict[str, Callable] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "selu": torch.selu,
    "gelu": functional.gelu,
}


class DeepRuns(NamedTuple):
    """What was measured; the last two axes are always `(rates, seeds)`.

    `accuracy`, `(rates, seeds)`: on all training images, after the last step. `loss`,
    `(steps, rates, seeds)`: of each mini-batch. `norms`, `(steps, layers, rates, seeds)`: of each
    weight matrix's gradient, before clipping. `moved`, `(layers, rates, seeds)`: how far the
    weights are from their start at the end, as a share of the start's norm. `dead`,
    `(rates, seeds)`: share of the hidden units that are at or below 0 for all training images.
    """

    rates: np.ndarray
    accuracy: np.ndarray
    loss: np.ndarray
    norms: np.ndarray
    moved: np.ndarray
    dead: np.ndarray

    def best(self) -> np.ndarray:
        """Return each seed's accuracy at its best rate, shape `(seeds,)`."""
        return self.accuracy.max(axis=0)


def starts(sizes: Sequence[int], seeds: Sequence[int], initializer: Callable, copies: int) -> list:
    """Draw one net per seed, `copies` times over: w, b, w, b, … with a leading axis of runs."""
    nets = [mlp_init(sizes, np.random.default_rng(seed), initializer=initializer) for seed in seeds]
    parts = [(k, part) for k in range(len(sizes) - 1) for part in ("w", "b")]
    arrays = [np.stack([net[k][part] for net in nets] * copies) for k, part in parts]
    return [torch.tensor(a, dtype=torch.float32, requires_grad=True) for a in arrays]


def outputs(theta: Sequence[Any], x: Any, f: Callable, batch_norm: bool, skips: bool) -> tuple:
    """Return logits `(runs, n, classes)` of inputs `(runs, n, pixels)`, and the hidden layers."""
    *layers, (w_out, b_out) = zip(theta[::2], theta[1::2], strict=True)
    hidden = []
    for w, b in layers:
        z = torch.baddbmm(b[:, None], x, w)
        if batch_norm:  # along the examples, which have to come first or last
            z = functional.layer_norm(z.mT, z.shape[1:2]).mT
        x = f(z) + x if skips and z.shape == x.shape else f(z)
        hidden.append(x)
    return torch.baddbmm(b_out[:, None], x, w_out), hidden


def per_run(g: Any) -> Any:
    """Return the norm of each run's part, shape `(runs,)`."""
    return g.flatten(1).norm(dim=1)


def along(values: Any, like: Any) -> Any:
    """Shape one number per run so that it multiplies tensors of shape `(runs, …)`."""
    return values.view(-1, *[1] * (like.ndim - 1))


def clipped(gradients: Sequence[Any], clip_norm: float) -> list:
    """Shorten the gradients of every run whose global norm is above `clip_norm`."""
    norm = torch.stack([per_run(g) for g in gradients]).norm(dim=0)
    factor = clip_norm / norm.clamp(min=clip_norm)
    return [g * along(factor, g) for g in gradients]


def train_deep(
    rates: Sequence[float],
    seeds: Sequence[int],
    *,
    depth: int = 10,
    width: int = 20,
    activation: str = "tanh",
    initializer: Callable = glorot_normal,
    steps: int = 150,
    batch: int = 32,
    clip_norm: float | None = None,
    l2: float = 0.0,
    batch_norm: bool = False,
    skips: bool = False,
) -> DeepRuns:
    """Train a net by plain SGD on the digits for every rate and every seed.

    A seed decides the first weights and the mini-batches: every rate (and every call) meets the
    same ones.

    Args:
        rates: learning rates to try, each above 0.
        seeds: one run per seed and rate.
        depth: hidden layers, 1 or more; a linear layer for the ten classes follows.
        width: units per hidden layer.
        activation: of the hidden layers, a name in `ACTIVATIONS`.
        initializer: called as `initializer((inputs, units), rng)`; biases start at 0.
        steps: updates per run.
        batch: examples per update.
        clip_norm: longest global norm of one net's gradient, > 0; None does not clip.
        l2: λ of a penalty ½λ‖w‖² on the weights (not the biases).
        batch_norm: whether net inputs are standardized over the batch (without learned γ and β).
        skips: whether a hidden layer's input is added to its output, where the shapes allow it.

    Returns:
        `DeepRuns`. A run that blew up has an accuracy of 0 and NaN as its loss.

    Example:
        >>> runs = train_deep([0.1], seeds=range(2), depth=2, steps=5)
        >>> runs.accuracy.shape, runs.norms.shape
        ((1, 2), (5, 3, 1, 2))
    """
    known("activation", activation, ACTIVATIONS)
    if clip_norm is not None:
        positive.check("clip_norm", clip_norm)
    (images, labels), how = digits(), (ACTIVATIONS[activation], batch_norm, skips)
    theta = starts([PIXELS, *[width] * depth, CLASSES], seeds, initializer, len(rates))
    first = [t.detach().clone() for t in theta]
    eta = torch.tensor(rates, dtype=torch.float32).repeat_interleave(len(seeds))
    rngs, losses, norms = [np.random.default_rng([seed, 1]) for seed in seeds], [], []
    for _ in range(steps):
        drawn = [rng.choice(len(labels), batch, replace=False) for rng in rngs]
        rows = torch.tensor(np.tile(drawn, (len(rates), 1)))
        loss = cross_entropy(outputs(theta, images[rows], *how)[0], labels[rows])
        g = torch.autograd.grad(loss.sum(), theta)
        losses.append(loss.detach())
        norms.append(torch.stack([per_run(w) for w in g[::2]]))
        g = g if clip_norm is None else clipped(g, clip_norm)
        with torch.no_grad():
            for t, slope in zip(theta, g, strict=True):
                decay = l2 if t.ndim == 3 else 0.0  # weights only
                t -= along(eta, t) * (slope + decay * t)
    with torch.no_grad():
        logits, hidden = outputs(theta, images.expand(len(eta), -1, -1), *how)
        right = (logits.argmax(-1) == labels) & logits.isfinite().all(-1)
        moved = [per_run(t - s) / per_run(s) for t, s in zip(theta[::2], first[::2], strict=True)]
        dead = torch.cat([(a <= 0).all(dim=1) for a in hidden], dim=1).double().mean(dim=1)
    found = right.double().mean(dim=1), *map(torch.stack, (losses, norms, moved)), dead
    shaped = [a.numpy().reshape(*a.shape[:-1], len(rates), len(seeds)) for a in found]
    return DeepRuns(np.asarray(rates, dtype=float), *shaped)


@cache
def digits() -> tuple[Any, Any]:
    """Return the training images `(1200, 64)` and their labels."""
    data = load_digits()
    return torch.tensor(data.train_images, dtype=torch.float32), torch.tensor(data.train_labels)


def cross_entropy(logits: Any, labels: Any) -> Any:
    """Return the mean loss of each run, shape `(runs,)`."""
    log_p = torch.log_softmax(logits, dim=-1)
    return -log_p.gather(-1, labels[..., None]).mean(dim=(1, 2))
