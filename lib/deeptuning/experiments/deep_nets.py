"""Train many deep nets at once on the digits, to see how far a gradient reaches and what it needs.

All nets are stacked along the first axis. Layer $l$ makes $z_{l+1}$ from $z_l$ with a branch
$f(z) = W \\phi(z) + b$, where $\\phi$ is the activation:

plain $f(z)$ · skip $z + \\alpha f(z)$ · gate $(1-t)\\,z + t f(z)$, $t = \\sigma(V z + c)$
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn import functional

from deeptuning._validation import known
from deeptuning.data.digits import load_digits
from deeptuning.experiments.clip_many import Clip, Net, along
from deeptuning.optimizers import sgd

ACTIVATIONS: dict[str, Callable] = {
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "elu": functional.elu,
}
LINKS = ("plain", "skip", "gate")
PER_LAYER = ("weights", "biases", "gates", "gate_biases")


class Trained(NamedTuple):
    """What was measured; the leading axes are those of the settings.

    `loss`, `(…, steps)`: training loss on the batches. `norms`, `(…, layers)`: gradient norm of
    each layer's weights in the first step, before clipping, the layer at the inputs first.
    `accuracy`, `(…)`: on the validation images after the last step.
    """

    loss: np.ndarray
    norms: np.ndarray
    accuracy: np.ndarray


def new_net(seed: int, depth: int, width: int, gain: float, link: str, gate_bias: float) -> Net:
    """Draw one net: weights of standard deviation gain/√fan-in (in, out: gain 1), zero biases."""
    rng = np.random.default_rng(seed)
    parts = {
        "in": rng.normal(0, 64**-0.5, (64, width)),
        "out": rng.normal(0, width**-0.5, (width, 10)),
        "out_bias": np.zeros((1, 10)),
        "weights": rng.normal(0, gain * width**-0.5, (depth, width, width)),
        "biases": np.zeros((depth, 1, width)),
    }
    if link == "gate":
        parts["gates"] = rng.normal(0, width**-0.5, (depth, width, width))
        parts["gate_biases"] = np.full((depth, 1, width), gate_bias)
    return {name: torch.tensor(part, dtype=torch.float32) for name, part in parts.items()}


def logits(
    net: Net, x: torch.Tensor, activation: str, link: str, strength: float, normalize: bool
) -> torch.Tensor:
    """Return the outputs `(nets, n, 10)` for inputs `(nets, n, 64)`."""
    phi, z = ACTIVATIONS[activation], x @ net["in"]
    names = PER_LAYER if link == "gate" else PER_LAYER[:2]
    for w, b, *gate in zip(*(net[name].unbind(1) for name in names), strict=True):
        seen = functional.layer_norm(z, z.shape[-1:]) if normalize else z
        branch = torch.baddbmm(b, phi(seen), w)
        if link == "skip":
            z = z + strength * branch
        elif link == "gate":
            z = z + torch.sigmoid(torch.baddbmm(gate[1], z, gate[0])) * (branch - z)
        else:
            z = branch
    seen = functional.layer_norm(z, z.shape[-1:]) if normalize else z
    return torch.baddbmm(net["out_bias"], phi(seen), net["out"])


def train_deep(
    link: str = "plain",
    *,
    depth: int = 20,
    rate: Any = 0.1,
    seed: Any = 0,
    steps: int = 150,
    activation: str = "relu",
    gain: float = 2**0.5,
    width: int = 20,
    batch: int = 32,
    strength: float = 1.0,
    gate_bias: float = -2.0,
    normalize: bool = False,
    clip: Clip | None = None,
    l2: float = 0.0,
    rule: Callable = sgd,
) -> Trained:
    r"""Train one deep net per setting: 64 inputs, `depth` layers of equal width, 10 classes.

    `rate` and `seed` are broadcast against each other: each combination is one net. A seed decides
    the first weights and the batches, so all settings meet the same ones.

    Args:
        link: `"plain"`, `"skip"` or `"gate"`, see above.
        depth: layers between the first and the last, all of one shape.
        rate: learning rate, a number or an array.
        seed: an integer or an array.
        steps: updates; with one, only the gradients of the start are of interest.
        activation: `"relu"`, `"tanh"`, `"sigmoid"` or `"elu"`.
        gain: the weights' standard deviation times $\sqrt{\text{fan-in}}$; He: $\sqrt2$.
        width: units per layer.
        batch: images per update.
        strength: $\alpha$ of a skip.
        gate_bias: first value of a gate's $c$; negative: nearly shut.
        normalize: whether layer normalization comes before the activation.
        clip: one of `deeptuning.experiments.clip_many`, such as `by_global_norm(1.0)`; or None.
        l2: $\lambda$ of the penalty $\tfrac\lambda2\lVert\theta\rVert^2$.
        rule: a rule of `deeptuning.optimizers`.

    Returns:
        `Trained`.

    Example:
        >>> found = train_deep("skip", depth=3, rate=[[0.01], [0.1]], seed=[0, 1, 2], steps=5)
        >>> found.loss.shape, found.norms.shape, found.accuracy.shape
        ((2, 3, 5), (2, 3, 3), (2, 3))
    """
    known("link", link, LINKS)
    known("activation", activation, ACTIVATIONS)
    data, how = load_digits(), (activation, link, strength, normalize)
    rate, seed = np.broadcast_arrays(rate, seed)
    shape, seeds = rate.shape, seed.ravel()
    eta = torch.tensor(rate.ravel(), dtype=torch.float32)
    drawn = [new_net(int(s), depth, width, gain, link, gate_bias) for s in seeds]
    net = {name: torch.stack([one[name] for one in drawn]) for name in drawn[0]}
    states: dict[str, dict] = {name: {} for name in net}
    images = torch.tensor(data.train_images, dtype=torch.float32)
    labels = torch.tensor(data.train_labels)
    rngs = {s: np.random.default_rng([int(s), 1]) for s in np.unique(seeds)}
    losses, first = [], None
    for _ in range(steps):
        new = {s: rng.choice(len(labels), batch, replace=False) for s, rng in rngs.items()}
        rows = torch.tensor(np.stack([new[s] for s in seeds]))
        for weights in net.values():
            weights.requires_grad_(True)
        loss = cross_entropy(logits(net, images[rows], *how), labels[rows])
        g = dict(zip(net, torch.autograd.grad(loss.sum(), list(net.values())), strict=True))
        losses.append(loss.detach())
        if first is None:
            first = torch.linalg.vector_norm(g["weights"].double(), dim=(2, 3))
        g = g if clip is None else clip(g)
        for name, weights in net.items():
            theta = weights.detach()
            net[name], states[name] = rule(
                theta, g[name] + l2 * theta, states[name], learning_rate=along(eta, theta)
            )
    with torch.no_grad():
        seen = torch.tensor(data.validation_images, dtype=torch.float32)
        guess = logits(net, seen.expand(len(seeds), *seen.shape), *how).argmax(dim=2)
        right = (guess == torch.tensor(data.validation_labels)).double().mean(dim=1)
    loss = torch.stack(losses, dim=1).double().numpy().reshape(*shape, steps)
    return Trained(loss, first.numpy().reshape(*shape, depth), right.numpy().reshape(shape))


def cross_entropy(outputs: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy of every net, `(nets,)`."""
    return functional.cross_entropy(outputs.transpose(1, 2), labels, reduction="none").mean(dim=1)
