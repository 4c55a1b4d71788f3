"""Train many nets at once with noise in one of four places, and note every epoch, for PyTorch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from deeptuning._validation import Range, checked, non_negative
from deeptuning.experiments.measured import measure
from deeptuning.experiments.noise import Disturbed, Noise
from deeptuning.experiments.stacked import Batches, Stack, tensor
from deeptuning.optimizers import adam
from deeptuning.schedules import plateau
from deeptuning.training._checks import Count

share = Range(0, 1, closed="both")


class Course(NamedTuple):
    """What was measured before training and after every epoch.

    `loss` and `error` (in percent) hold `(epochs + 1, settings, seeds)` for each watched set;
    `rate` the learning rates; `nets` are the trained nets after the last epoch.
    """

    loss: dict[str, np.ndarray]
    error: dict[str, np.ndarray]
    rate: np.ndarray
    nets: Stack


@checked(epochs=Count(0), batch=Count(1), learning_rate=non_negative, factor=Range(0, 1))
def train_noisy(
    settings: Sequence[Noise],
    seeds: Sequence[int],
    images: np.ndarray,
    labels: np.ndarray,
    *,
    epochs: int,
    watch: Mapping[str, tuple[np.ndarray, np.ndarray]] | None = None,
    width: int = 64,
    batch: int = 32,
    learning_rate: float = 0.01,
    lower_after: Sequence[int | None] | None = None,
    factor: float = 0.3,
) -> Course:
    """Train one net with a hidden layer of ReLUs for every setting and seed, with Adam.

    Args:
        settings: the noise of each net.
        seeds: one run per seed and setting; a seed decides start, batches and noise.
        images: `(n, inputs)`.
        labels: `(n,)`.
        epochs: one epoch is as many batches as it takes to draw n examples.
        watch: name → images and labels that are measured after every epoch, without noise.
        width: hidden units.
        batch: examples per update.
        learning_rate: Adam's rate.
        lower_after: for each setting, epochs without a better loss on the first watched set after
            which a net's rate is multiplied by `factor`; None leaves the rate alone.
        factor: in [0, 1).

    Returns:
        The `Course` of all nets.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> x, y = np.eye(4), np.arange(4)
        >>> settings, watch = [Noise(), Noise(inputs=0.1)], {"x": (x, y)}
        >>> course = train_noisy(settings, [0], x, y, epochs=3, watch=watch)
        >>> course.loss["x"].shape
        (4, 2, 1)

    Source: Bishop, Training with Noise is Equivalent to Tikhonov Regularization, 1995; Szegedy et
    al., Rethinking the Inception Architecture, 2016, section 7 (smoothing).
    """
    for setting in settings:
        for kind, value in setting._asdict().items():
            (share if kind in ("smoothing", "flips") else non_negative).check(kind, value)
    x, y = tensor(images), tensor(labels)
    classes = int(y.max()) + 1
    nets = Stack(len(settings), seeds, (x.shape[1], width, classes))
    noise = Disturbed(settings, seeds)
    draw = Batches(seeds, len(x), [len(x)] * len(settings), batch)
    rate = torch.full((len(settings) * len(seeds), 1), float(learning_rate))
    theta, state = nets.flat(nets.weights).detach(), {}
    plateaus: list[dict[str, Any]] = [{} for _ in rate]
    noted, rates = [measure(nets, watch or {})], [rate[:, 0].clone()]
    for _ in range(epochs):
        for _ in range(-(-len(x) // batch)):
            rows = draw()
            inputs, targets = noise.add(x[rows], "inputs"), noise.targets(y[rows], classes)
            g = gradient(nets, noise.add(theta, "weights"), inputs, targets)
            g = noise.add(g, "gradients")
            theta, state = adam(theta, g, state, learning_rate=rate)
        nets.weights = nets.parts(theta)
        noted.append(measure(nets, watch or {}))
        if lower_after is not None and any(lower_after):
            first = np.ravel(next(iter(noted[-1][0].values())))
            for run, waits in enumerate(np.repeat(lower_after, len(seeds))):
                if waits is not None:  # each net has a plateau, and a rate, of its own
                    rate[run], plateaus[run] = plateau(
                        rate[run].item(), first[run], plateaus[run], factor=factor, patience=waits
                    )
        rates.append(rate[:, 0].clone())
    losses, errors = ({k: np.array([n[i][k] for n in noted]) for k in watch or {}} for i in (0, 1))
    shape = (-1, len(settings), len(seeds))
    return Course(losses, errors, torch.stack(rates).numpy().reshape(shape), nets)


def gradient(
    nets: Stack, theta: torch.Tensor, inputs: torch.Tensor, targets: torch.Tensor
) -> torch.Tensor:
    """Return the gradient of each net's mean cross-entropy at `theta`, `(runs, parameters)`."""
    theta = theta.detach().requires_grad_()
    nets.weights = nets.parts(theta)
    log_p = torch.log_softmax(nets.output(nets.hidden(inputs)), dim=-1)
    loss = -(targets * log_p).sum() / inputs.shape[1]
    return torch.autograd.grad(loss, theta)[0]
