"""Train many nets at once under dropout of many rates, in many places, for PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from deeptuning._validation import Choice, checked, positive, unit_interval
from deeptuning.experiments.stacked import Batches, Stack, adam, tensor
from deeptuning.training._checks import Count


class Drop(NamedTuple):
    """Where a net drops, and how much it sees: drop rates, not probabilities of retention.

    `outputs` is the rate on the logits. `examples` is how many training examples the net may see,
    None for all.
    """

    inputs: float = 0.0
    hidden: float = 0.0
    outputs: float = 0.0
    examples: int | None = None


class DropoutNets:
    """Stacked nets with what they were trained under; every answer is `(settings, seeds, …)`."""

    def __init__(self, nets: Stack, settings: Sequence[Drop]) -> None:
        self.nets, self.settings = nets, list(settings)
        self.rates = {
            place: torch.tensor([getattr(s, place) for s in settings]).view(-1, 1, 1, 1)
            for place in ("inputs", "hidden", "outputs")
        }
        # One stream per place and seed: what a net meets does not depend on who trains beside it.
        self.generators = {p: [torch.Generator() for _ in range(nets.shape[1])] for p in self.rates}

    def seed(self, seeds: Sequence[int]) -> DropoutNets:
        """Let masks be drawn from these seeds, one per net of a setting."""
        for i, generators in enumerate(self.generators.values()):
            for generator, seed in zip(generators, seeds, strict=True):
                generator.manual_seed(10 * int(seed) + i)
        return self

    def drop(self, x: torch.Tensor, place: str) -> torch.Tensor:
        r"""Return $r \odot x / (1-p)$ for activations `(runs, n, units)`, with fresh masks.

        The settings of a seed share the numbers that are compared with their rates.
        """
        rate = self.rates[place]
        if not rate.any():
            return x
        drawn = torch.stack([torch.rand(x.shape[1:], generator=g) for g in self.generators[place]])
        mask = (drawn >= rate) / (1 - rate)  # (settings, seeds, n, units)
        return x * mask.flatten(0, 1)

    def thinned(self, x: torch.Tensor) -> torch.Tensor:
        """Return the outputs `(runs, n, outputs)` of randomly thinned nets, as in training."""
        every = x.expand(len(self.nets.weights[0]), *x.shape[-2:])
        h = self.drop(self.nets.hidden(self.drop(every, "inputs")), "hidden")
        return self.drop(self.nets.output(h), "outputs")

    def hidden(self, images: Any) -> np.ndarray:
        """Return the hidden activations at test, `(settings, seeds, n, units)`."""
        with torch.no_grad():
            h = self.nets.hidden(tensor(images))
        return h.reshape(*self.nets.shape, *h.shape[1:]).numpy()

    def painted(self) -> np.ndarray:
        """Return the weights out of each hidden unit, `(settings, seeds, units, outputs)`."""
        return self.nets.weights[2].detach().unflatten(0, self.nets.shape).numpy()

    def outputs(self, images: Any, weigh: float | Sequence[float] = 1.0) -> np.ndarray:
        """Return the outputs at test; `weigh` multiplies hidden activations, one per setting."""
        weights = torch.as_tensor(weigh, dtype=torch.float32).reshape(-1, 1, 1, 1)
        with torch.no_grad():
            h = self.nets.hidden(tensor(images)).reshape(*self.nets.shape, len(images), -1)
            z = self.nets.output((h * weights).flatten(0, 1))
        return z.reshape(*self.nets.shape, *z.shape[1:]).numpy()

    @torch.no_grad()
    def samples(self, images: Any, times: int, seed: int = 0) -> np.ndarray:
        """Return `times` outputs with dropout left on, `(times, settings, seeds, n, outputs)`."""
        self.seed([1000 * (seed + 1) + i for i in range(self.nets.shape[1])])
        x = tensor(images)
        drawn = torch.stack([self.thinned(x) for _ in range(times)])
        return drawn.reshape(times, *self.nets.shape, *drawn.shape[2:]).numpy()

    def under(self, settings: Sequence[Drop]) -> DropoutNets:
        """Return the same trained nets, to be thinned by other rates (one setting per old one)."""
        return DropoutNets(self.nets, settings)


@checked(steps=Count(0), loss=Choice("cross-entropy", "squared error"), gain=positive)
def train_dropout(
    settings: Sequence[Drop],
    seeds: Sequence[int],
    images: np.ndarray,
    targets: np.ndarray,
    *,
    width: int = 64,
    steps: int = 400,
    batch: int = 32,
    learning_rate: float = 0.01,
    loss: str = "cross-entropy",
    gain: float = 1.0,
) -> DropoutNets:
    """Train one net with a hidden layer of ReLUs for every setting and every seed, with Adam.

    A seed decides initial weights, batches and the numbers behind the masks, so all settings meet
    the same starts and the same examples. Dropout is inverted, as in torch and Keras.

    Args:
        settings: what each net drops.
        seeds: one run per seed and setting.
        images: `(n, inputs)`.
        targets: labels `(n,)`, or with `loss="squared error"` values `(n, outputs)`.
        width: hidden units.
        steps: updates per net.
        batch: examples per update.
        learning_rate: Adam's rate.
        loss: `"cross-entropy"`, or `"squared error"` (sum over outputs), means over the batch.
        gain: the initial weights are multiplied by this; 0.1 lets learned features show.

    Returns:
        The trained `DropoutNets`.

    Raises:
        ValueError: a rate outside [0, 1), or another argument out of range.

    Example:
        >>> x = np.eye(4)
        >>> nets = train_dropout([Drop(), Drop(hidden=0.5)], range(3), x, np.arange(4), steps=200)
        >>> nets.outputs(x).shape  # (settings, seeds, examples, classes)
        (2, 3, 4, 4)

    Source: Srivastava et al., Dropout, 2014, section 4.
    """
    for setting in settings:
        for place in ("inputs", "hidden", "outputs"):
            unit_interval.check(place, getattr(setting, place))
    x, y = tensor(images), tensor(targets)
    outputs = y.shape[1] if loss == "squared error" else int(y.max()) + 1
    model = DropoutNets(Stack(len(settings), seeds, (x.shape[1], width, outputs), gain), settings)
    model.seed(seeds)
    draw = Batches(seeds, len(x), [s.examples or len(x) for s in settings], batch)
    optimizer = adam(model.nets, learning_rate)
    measure = torch.nn.functional.cross_entropy if y.dim() == 1 else torch.nn.functional.mse_loss
    for _ in range(steps):
        rows = draw()
        optimizer.zero_grad()
        z = model.thinned(x[rows])
        # A sum over nets: each net's gradient is that of its own mean over the batch.
        (measure(z.flatten(0, 1), y[rows].flatten(0, 1), reduction="sum") / batch).backward()
        optimizer.step()
    return model
