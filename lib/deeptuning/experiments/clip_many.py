"""Clipping for many nets at once: every net is clipped by its own norm.

Gradients are dicts of tensors whose first axis is that of the nets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

Net = dict[str, torch.Tensor]
Clip = Callable[[Net], Net]


def along(values: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Give one value per net as many axes as `like` has."""
    return values.reshape(-1, *[1] * (like.ndim - 1))


def norms(g: torch.Tensor) -> torch.Tensor:
    """Return the Euclidean length of each net's part, `(nets,)`, in double precision."""
    return torch.linalg.vector_norm(g.double().flatten(1), dim=1)


def global_norms(gradients: Net) -> torch.Tensor:
    """Return the global norm of every net, `(nets,)`."""
    return torch.stack([norms(g) for g in gradients.values()]).square().sum(dim=0).sqrt()


def by_global_norm(c: Any) -> Clip:
    """Clip every net by its global norm; `c` is a number, or one per net (infinity: no clipping).

    Example:
        >>> g = {"w": torch.tensor([[6.0], [3.0]]), "b": torch.tensor([[8.0], [0.0]])}
        >>> by_global_norm(5.0)(g)["w"].flatten().tolist()
        [3.0, 3.0]
    """
    bound = torch.as_tensor(c, dtype=torch.float64).flatten()

    def clip(gradients: Net) -> Net:
        factor = torch.clamp(bound / global_norms(gradients), max=1.0).float()
        return {name: g * along(factor, g) for name, g in gradients.items()}

    return clip


def by_value(c: float) -> Clip:
    """Clip every coordinate to [-c, c].

    Example:
        >>> by_value(5.0)({"w": torch.tensor([[6.0], [-3.0]])})["w"].flatten().tolist()
        [5.0, -3.0]
    """
    return lambda gradients: {name: g.clamp(-c, c) for name, g in gradients.items()}
