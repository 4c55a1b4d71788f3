"""Train many nets for the shop at once, each with a rate and a drop rate of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional

from deeptuning.experiments.cart_nets import Nets
from deeptuning.training.torch_device import pick_device

Part = tuple[np.ndarray, np.ndarray]


class Curves(NamedTuple):
    """Validation loss after each epoch `(epochs, runs)`, and each net at its lowest."""

    validation: np.ndarray
    best: Nets

    @property
    def lowest(self) -> np.ndarray:
        """The lowest validation loss of each run; infinite where there was no number."""
        return self.validation.min(axis=0)


def learn(
    rule: Callable,
    settings: Sequence[dict[str, float]],
    seeds: Sequence[int],
    training: Part,
    validation: Part,
    *,
    epochs: int,
    hidden: Sequence[int] = (32, 32),
    batch: int = 256,
    norm: bool = True,
    device: str | torch.device = "auto",
) -> Curves:
    """Train one net per setting, on the same rows; keep the best epoch of each.

    A seed decides initial weights, the order of the rows and what is dropped, whoever trains
    beside it.

    Args:
        rule: `adam`, `adadelta`, … of `deeptuning.optimizers`.
        settings: `{"learning_rate": …, "dropout": …}` of each run.
        seeds: seed of each run.
        training: inputs (n, d) and outcomes (n,), 0 or 1.
        validation: the same, only measured.
        epochs: passes over the training rows, the same for all.
        hidden: units of the hidden layers.
        batch: rows per step; what is left over at the end of an epoch is not used in it.
        norm: whether there is batch norm.
        device: where to train.

    Returns:
        `Curves`.
    """
    device = pick_device(device)
    (x, y), (x_held, y_held) = (tensors(part, device) for part in (training, validation))
    nets, best = (Nets((x.shape[1], *hidden, 1), seeds, norm, device) for _ in range(2))
    eta, drop = (
        torch.tensor([s[name] for s in settings], dtype=torch.float32, device=device)[:, None]
        for name in ("learning_rate", "dropout")
    )
    unique = {seed: np.random.default_rng([seed, 9]) for seed in seeds}
    place = [list(unique).index(seed) for seed in seeds]

    def draw(shape: Sequence[int]) -> torch.Tensor:
        drawn = np.stack([rng.random(shape[1:], dtype=np.float32) for rng in unique.values()])
        return torch.from_numpy(drawn).to(device)[place]

    state: dict = {}
    measured = np.full((1, len(seeds)), np.inf)
    for _ in range(epochs):
        orders = np.stack([rng.permutation(len(y)) for rng in unique.values()])[place]
        order = torch.tensor(orders[:, : len(y) // batch * batch], device=device)
        for rows in order.split(batch, dim=1):
            theta = nets.theta.detach().requires_grad_()
            loss = cross_entropy(nets.forward(theta, x[rows], drop[..., None], draw), y[rows])
            (g,) = torch.autograd.grad(loss.sum(), theta)
            with torch.no_grad():
                nets.theta, state = rule(theta, g, state, learning_rate=eta)
        now = cross_entropy(nets.predict(x_held), y_held).cpu().numpy()
        now = np.nan_to_num(now, nan=np.inf)
        best.take(nets, torch.from_numpy(now < measured.min(axis=0)))
        measured = np.vstack([measured, now])
    return Curves(measured[1:], best)


def cross_entropy(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the mean binary cross-entropy of each run."""
    wanted = y.expand_as(logits)
    return functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none").mean(1)


def tensors(part: Part, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Return inputs and outcomes as numbers of single precision, on the device."""
    return tuple(torch.tensor(np.asarray(p), dtype=torch.float32, device=device) for p in part)
