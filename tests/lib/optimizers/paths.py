"""Paths through parameter space: a hard input, and drivers for rules, torch and Keras."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from tests import parity

TINY = np.finfo(float).tiny


@contextmanager
def float64() -> Iterator[None]:
    """Let both frameworks keep their own numbers (rates, products of momenta) in float64 too."""
    import keras
    import torch

    before = keras.config.floatx(), torch.get_default_dtype()
    keras.config.set_floatx("float64")
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        keras.config.set_floatx(before[0])
        torch.set_default_dtype(before[1])


class Problem(NamedTuple):
    """A start, one gradient per step, one learning rate per step."""

    start: np.ndarray
    gradients: list[np.ndarray]
    rates: list[float]


def problem(steps: int = 60, always_zero: bool = True, constant_rate: bool = False) -> Problem:
    """Draw a problem that tells conventions apart.

    Rows: gradients with a large mean; scales from 1e-4 to 1e4; mostly exact zeros, and one
    coordinate that is always zero (unless `always_zero` is false); small noise around zero.
    """
    rng = np.random.default_rng(7)
    scale = np.array([1.0, 1.0, 1.0, 1e-2])[:, None] * np.ones((4, 6))
    scale[1] = 10.0 ** np.array([-4, -2, -1, 1, 2, 4])
    mean = np.array([100.0, 0.3, 0.5, 0.0])[:, None]
    start = 5 + rng.normal(size=(4, 6)) * np.array([100.0, 1.0, 10.0, 1.0])[:, None]
    gradients = []
    for step in range(steps):
        g = scale * (mean + rng.normal(size=(4, 6)))
        if step:
            g[2, rng.random(6) < 0.8] = 0.0
        if always_zero:
            g[2, 0] = 0.0
        gradients.append(g)
    wave = [0.0 if constant_rate else np.sin(0.7 * step) for step in range(steps)]
    return Problem(start, gradients, [0.02 * (1 + 0.9 * w) for w in wave])


def follow_rule(rule: Callable, given: Problem, **hyperparameters: Any) -> np.ndarray:
    """Return the path of a rule, shape (steps, *parameter)."""
    theta, state, path = given.start, {}, []
    for g, eta in zip(given.gradients, given.rates, strict=True):
        theta, state = rule(theta, g, state, **{**hyperparameters, "learning_rate": eta})
        path.append(theta)
    return np.array(path)


def follow_torch(make: Callable, given: Problem) -> np.ndarray:
    """Return the path of the optimizer that `make(parameters)` builds."""
    import torch

    theta = torch.nn.Parameter(torch.tensor(given.start))
    optimizer, path = make([theta]), []
    for g, eta in zip(given.gradients, given.rates, strict=True):
        optimizer.param_groups[0]["lr"] = eta
        theta.grad = torch.tensor(g)
        optimizer.step()
        path.append(theta.detach().numpy().copy())
    return np.array(path)


def follow_keras(optimizer: Any, given: Problem) -> np.ndarray:
    """Return the path of a Keras optimizer."""
    import keras

    theta, path = keras.Variable(given.start, dtype=str(given.start.dtype)), []
    for g, eta in zip(given.gradients, given.rates, strict=True):
        optimizer.learning_rate = eta
        optimizer.apply([keras.ops.convert_to_tensor(g)], [theta])
        path.append(theta.numpy().copy())
    return np.array(path)


def travelled(path: Sequence, oracle: Sequence) -> tuple[np.ndarray, np.ndarray]:
    """Return both paths, each coordinate in units of how far the oracle travels along it."""
    path, oracle = np.asarray(path), np.asarray(oracle)
    assert path.shape == oracle.shape
    assert np.isfinite(oracle).all()
    origin, distance = oracle.min(axis=0), np.maximum(np.ptp(oracle, axis=0), TINY)
    return (path - origin) / distance, (oracle - origin) / distance


def deviation(path: Sequence, oracle: Sequence) -> float:
    """Return the largest difference, relative to how far that coordinate travels."""
    return parity.deviation(*travelled(path, oracle))
