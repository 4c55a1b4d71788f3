"""Train one small net per setting of the hyperparameters and per seed, all side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from deeptuning.optimizers import nesterov

DEFAULTS: dict[str, Any] = {
    "learning_rate": 0.1,
    "momentum": 0.9,
    "batch": 32,
    "units": 32,
    "layers": 1,
    "weight_decay": 0.0,
    "dropout": 0.0,
}
Part = tuple[np.ndarray, np.ndarray]


class Measured(NamedTuple):
    """Mean cross-entropy and error (a share) of every part, `(settings, seeds)` each."""

    loss: dict[str, np.ndarray]
    error: dict[str, np.ndarray]


def train_settings(
    settings: Sequence[Mapping[str, Any]],
    data: Part,
    parts: Mapping[str, Part],
    seeds: Sequence[int],
    *,
    epochs: int = 20,
) -> Measured:
    r"""Train ReLU nets with Nesterov's momentum, and measure each at the end.

    $$g \leftarrow g + \lambda w \text{ (weights only)}, \qquad
      v \leftarrow \gamma v + g, \qquad \theta \leftarrow \theta - \eta\,(g + \gamma v)$$

    A seed decides the initial weights (He-normal), the order of the examples and the units that
    are dropped, so all settings of a seed differ in nothing but their values.

    Args:
        settings: one net each: values by name, of those in `DEFAULTS`; what is not named has the
            value there. `layers` counts the hidden layers, `units` are those of each of them.
        data: inputs `(n, inputs)` and class numbers `(n,)` to train on.
        parts: name → inputs and class numbers to measure on.
        seeds: one run per setting and seed.
        epochs: passes over the training examples, the same for all.

    Returns:
        `Measured`. A run that blew up has an infinite loss.

    Raises:
        ValueError: a setting with an unknown name.

    Example:
        >>> x, y = np.eye(4), np.arange(4)
        >>> both = [{"learning_rate": 0.3}, {"learning_rate": 0.0}]
        >>> found = train_settings(both, (x, y), {"training": (x, y)}, range(5))
        >>> bool(found.error["training"][0].max() == 0 < found.error["training"][1].min())
        True
    """
    full = [{**DEFAULTS, **setting} for setting in settings]
    if any(setting.keys() != DEFAULTS.keys() for setting in full):
        raise ValueError(
            f"Argument `settings` must name hyperparameters among {sorted(DEFAULTS)}. Received: "
            f"{sorted(set().union(*full) - DEFAULTS.keys())} besides. Correct the names."
        )
    found = {name: np.empty((2, len(full), len(seeds))) for name in parts}
    alike: dict[tuple, list[int]] = {}  # nets of one shape and batch size are trained together
    for i, setting in enumerate(full):
        alike.setdefault((setting["batch"], setting["layers"]), []).append(i)
    for rows in alike.values():
        weights = train_alike([full[i] for i in rows], data, list(seeds), epochs)
        for name, part in parts.items():
            found[name][:, rows] = measure(weights, part).reshape(2, len(rows), len(seeds))
    return Measured(
        {name: np.where(np.isfinite(v[0]), v[0], np.inf) for name, v in found.items()},
        {name: v[1] for name, v in found.items()},
    )


def start(sizes: list[int], width: int, seed: int) -> list[np.ndarray]:
    """Draw the weights of one net; the units up to `width` that it lacks are zero, and stay so."""
    weights = []
    for layer, (rows, columns) in enumerate(pairwise(sizes)):
        shape = (width if layer else rows, width if layer < len(sizes) - 2 else columns)
        w = np.zeros(shape, dtype=np.float32)
        rng = np.random.default_rng([seed, layer])
        w[:rows, :columns] = rng.normal(0, (2 / rows) ** 0.5, (rows, columns))
        weights += [w, np.zeros((1, shape[1]), dtype=np.float32)]
    return weights


def train_alike(settings: list[dict], data: Part, seeds: list[int], epochs: int) -> list:
    """Train nets of the same depth and batch size; return weights and biases, layer by layer."""
    x, y = torch.tensor(data[0], dtype=torch.float32), torch.tensor(data[1])
    width, batch = max(s["units"] for s in settings), settings[0]["batch"]
    outputs, depth = int(y.max()) + 1, settings[0]["layers"]
    nets = [
        start([x.shape[1], *[s["units"]] * depth, outputs], width, seed)
        for s in settings
        for seed in seeds
    ]
    weights = [torch.tensor(np.array(part)) for part in zip(*nets, strict=True)]
    values = {
        name: torch.tensor([float(s[name]) for s in settings for _ in seeds]).reshape(-1, 1, 1)
        for name in ("learning_rate", "momentum", "weight_decay", "dropout")
    }
    states: list[dict] = [{} for _ in weights]
    orders = [np.random.default_rng([seed, 100]) for seed in seeds]
    drops = [np.random.default_rng([seed, 200]) for seed in seeds]
    for _ in range(epochs):
        order = torch.tensor(np.array([rng.permutation(len(y)) for rng in orders]))
        for rows in order.split(batch, dim=1):
            rows = rows.repeat(len(settings), 1)
            masks = None
            if bool((values["dropout"] > 0).any()):
                shape = (depth, rows.shape[1], width)
                drawn = np.array([rng.random(shape, dtype=np.float32) for rng in drops])
                masks = torch.tensor(drawn).repeat(len(settings), 1, 1, 1)
            weights = [part.requires_grad_() for part in weights]
            logits = forward(weights, x[rows], masks, values["dropout"])
            loss = cross_entropy(logits.mT, y[rows], reduction="none").mean(1).sum()
            gradients = torch.autograd.grad(loss, weights)
            with torch.no_grad():
                weights, states = step(weights, gradients, states, values)
    return weights


def step(weights: list, gradients: Sequence, states: list[dict], values: dict) -> tuple:
    """Take one step; return the new weights and states."""
    rule, moved = {name: values[name] for name in ("learning_rate", "momentum")}, []
    for i, (part, g) in enumerate(zip(weights, gradients, strict=True)):
        g = g + values["weight_decay"] * part if i % 2 == 0 else g  # biases stand at odd places
        moved.append(nesterov(part, g, states[i], **rule))
    return [theta for theta, _ in moved], [state for _, state in moved]


def forward(weights: list, x: torch.Tensor, masks: Any, dropout: Any) -> torch.Tensor:
    """Return the logits `(runs, n, classes)`; with masks, hidden units are dropped."""
    x = x.expand(len(weights[0]), *x.shape[-2:])
    for layer in range(len(weights) // 2 - 1):
        x = torch.relu(torch.baddbmm(weights[2 * layer + 1], x, weights[2 * layer]))
        if masks is not None:
            x = x * (masks[:, layer] >= dropout) / (1 - dropout)
    return torch.baddbmm(weights[-1], x, weights[-2])


def measure(weights: list, part: Part) -> np.ndarray:
    """Return loss and error of every run on one part, `(2, runs)`."""
    x, y = torch.tensor(part[0], dtype=torch.float32), torch.tensor(part[1])
    with torch.no_grad():
        logits = forward(weights, x, None, 0.0)
        labels = y.expand(len(logits), -1)
        loss = cross_entropy(logits.mT, labels, reduction="none").mean(1)
        wrong = (logits.argmax(-1) != labels).double().mean(1)
    return np.array([loss.double().numpy(), wrong.numpy()])
