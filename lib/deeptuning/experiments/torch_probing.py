"""Ask a trained torch classifier about one image among others, and time it."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
import torch


def ask_among(
    network: torch.nn.Module,
    image: torch.Tensor,
    label: int,
    others: torch.Tensor,
    size: int,
    rng: np.random.Generator,
    *,
    training: bool,
    times: int = 60,
) -> np.ndarray:
    """Return the probability of `label` for one image, in batches of other neighbours.

    Args:
        network: gives logits; it is left in the mode asked for.
        image: shape (1, …).
        label: its class.
        others: where neighbours are drawn from, shape (n, …).
        size: images per batch, the one included.
        rng: draws the neighbours.
        training: whether to ask in training mode.
        times: number of batches.

    Returns:
        Probabilities, shape (times,).

    Example:
        >>> flat = torch.nn.Flatten()
        >>> ask_among(
        ...     flat, torch.zeros(1, 2), 0, torch.ones(5, 2), 3, np.random.default_rng(0),
        ...     training=False, times=2,
        ... )
        array([0.5, 0.5])
    """
    network.train(training)
    answers = []
    with torch.no_grad():
        for _ in range(times):
            batch = torch.cat([image, others[rng.choice(len(others), size - 1)]])
            answers.append(network(batch).softmax(dim=1)[0, label].item())
    return np.array(answers)


def shortest_call(network: torch.nn.Module, inputs: Any, calls: int = 300) -> float:
    """Return the seconds of the shortest of many calls, which is the least disturbed one."""
    times = []
    with torch.inference_mode():
        for _ in range(calls):
            started = perf_counter()
            network(inputs)
            times.append(perf_counter() - started)
    return min(times)
