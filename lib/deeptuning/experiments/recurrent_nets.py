"""Train many small recurrent nets at once, to see what they remember and where they explode.

All nets are stacked along the first axis, so that fifty of them cost little more than one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch

from deeptuning._validation import known
from deeptuning.data.lag_memory import lag_memory
from deeptuning.experiments.clip_many import Clip, Net, along, global_norms
from deeptuning.gradients import orthogonal
from deeptuning.optimizers import sgd

GATES = {"simple": 1, "relu": 1, "lstm": 4}  # blocks of weights; the LSTM's: i, f, candidate, o


class Memory(NamedTuple):
    """What was measured; the leading axes are those of the settings.

    `loss` and `norm`, `(…, steps)`: training loss and global gradient norm *before* clipping.
    `accuracy`, `(…)`: on 500 new sequences after the last step; a net that blew up guesses.
    """

    loss: np.ndarray
    norm: np.ndarray
    accuracy: np.ndarray


def new_net(cell: str, seed: int, hidden: int, gain: float, forget_bias: float) -> Net:
    """Draw one net: recurrent weights orthogonal times `gain`, input and output weights normal."""
    known("cell", cell, GATES)
    rng, gates = np.random.default_rng(seed), GATES[cell]
    blocks = [gain * orthogonal((hidden, hidden), rng) for _ in range(gates)]
    bias = np.zeros((1, gates * hidden))
    if cell == "lstm":
        bias[0, hidden : 2 * hidden] = forget_bias
    parts = {
        "input": rng.normal(0, 0.5, (1, gates * hidden)),
        "recurrent": np.concatenate(blocks, axis=1),
        "bias": bias,
        "output": rng.normal(0, hidden**-0.5, (hidden, 1)),
        "offset": np.zeros((1, 1)),
    }
    return {name: torch.tensor(part, dtype=torch.float32) for name, part in parts.items()}


def logits(cell: str, net: Net, x: torch.Tensor) -> torch.Tensor:
    """Return the last step's logit `(nets, n)` for sequences `x` `(nets, n, length)`."""
    hidden = net["recurrent"].shape[1]
    state = x.new_zeros((*x.shape[:2], hidden))  # (nets, n, hidden)
    memory = state
    for t in range(x.shape[2]):
        pushed = x[:, :, t, None] * net["input"] + net["bias"]
        pushed = torch.baddbmm(pushed, state, net["recurrent"])
        if cell == "lstm":
            i, f, _, o = torch.sigmoid(pushed).split(hidden, dim=2)  # all at once is faster
            memory = f * memory + i * torch.tanh(pushed[:, :, 2 * hidden : 3 * hidden])
            state = o * torch.tanh(memory)
        else:
            state = torch.relu(pushed) if cell == "relu" else torch.tanh(pushed)
    return (state @ net["output"] + net["offset"])[:, :, 0]


def losses(cell: str, net: Net, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy of every net, `(nets,)`."""
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    return entropy(logits(cell, net, x), labels, reduction="none").mean(dim=1)


def train_memory(
    cell: str,
    *,
    lag: Any = 10,
    rate: Any = 0.1,
    seed: Any = 0,
    length: int = 20,
    steps: int = 300,
    clip: Clip | None = None,
    rule: Callable = sgd,
    hidden: int = 16,
    batch: int = 32,
    gain: float = 1.0,
    forget_bias: Any = 1.0,
) -> Memory:
    """Train one net per setting on `deeptuning.data.lag_memory`, with new sequences at every step.

    `lag`, `rate`, `seed` and `forget_bias` are broadcast against each other: each combination is
    one net. A seed decides the first weights and the sequences, so all settings meet the same ones.

    Args:
        cell: `"simple"` (tanh), `"relu"` or `"lstm"`.
        lag: how many steps ago the sign to be remembered was, an integer or an array of them.
        rate: learning rate, a number or an array.
        seed: an integer or an array.
        length: steps of a sequence.
        steps: updates.
        clip: one of `deeptuning.experiments.clip_many`, such as `by_global_norm(1.0)`; or None.
        rule: a rule of `deeptuning.optimizers`.
        hidden: units.
        batch: sequences per update.
        gain: what the orthogonal recurrent weights are multiplied by.
        forget_bias: the LSTM's first bias of the forget gate, a number or an array.

    Returns:
        `Memory`.

    Example:
        >>> found = train_memory("simple", lag=0, rate=[[0.1], [0.3]], seed=[0, 1, 2], steps=20)
        >>> found.loss.shape, found.accuracy.shape
        ((2, 3, 20), (2, 3))
    """
    lag, rate, seed, bias = np.broadcast_arrays(lag, rate, seed, forget_bias)
    shape, lags, seeds = lag.shape, lag.ravel(), seed.ravel()
    eta = torch.tensor(rate.ravel(), dtype=torch.float32)
    each = zip(seeds, bias.ravel(), strict=True)
    drawn = [new_net(cell, int(s), hidden, gain, float(b)) for s, b in each]
    net = {name: torch.stack([one[name] for one in drawn]) for name in drawn[0]}
    states: dict[str, dict] = {name: {} for name in net}
    rngs = {s: np.random.default_rng([int(s), 1]) for s in np.unique(seeds)}
    history = []
    for _ in range(steps):
        x, labels = sequences(lags, seeds, batch, length, rngs)
        for weights in net.values():
            weights.requires_grad_(True)
        loss = losses(cell, net, x, labels)
        g = dict(zip(net, torch.autograd.grad(loss.sum(), list(net.values())), strict=True))
        history.append(torch.stack([loss.detach().double(), global_norms(g)]))
        g = g if clip is None else clip(g)
        for name, weights in net.items():
            moved = rule(weights.detach(), g[name], states[name], learning_rate=along(eta, weights))
            net[name], states[name] = moved
    x, labels = sequences(lags, seeds, 500, length, rngs)
    with torch.no_grad():
        right = ((logits(cell, net, x) > 0) == (labels > 0.5)).double().mean(dim=1)
    loss, norm = torch.stack(history, dim=-1).numpy()  # (nets, steps) each
    return Memory(
        loss.reshape(*shape, steps), norm.reshape(*shape, steps), right.numpy().reshape(shape)
    )


def sequences(
    lags: np.ndarray, seeds: np.ndarray, n: int, length: int, rngs: dict[int, np.random.Generator]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw `n` sequences per seed; return those of every net and the labels for its lag."""
    new = {s: lag_memory(n, length, 0, rng).sequences[:, :, 0] for s, rng in rngs.items()}
    x = np.stack([new[s] for s in seeds])
    labels = np.stack([new[s][:, length - 1 - lag] > 0 for s, lag in zip(seeds, lags, strict=True)])
    return torch.tensor(x, dtype=torch.float32), torch.tensor(labels, dtype=torch.float32)
