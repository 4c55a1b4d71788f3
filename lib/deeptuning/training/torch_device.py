"""Where to train: pick a device, and bring batches to it."""

from __future__ import annotations

from typing import Any

import torch


def pick_device(name: str | torch.device = "auto") -> torch.device:
    """Return the device to train on.

    Args:
        name: `"auto"` takes the first there is of CUDA, Apple's MPS and the CPU; any other name is
            torch's own, such as `"cpu"` or `"cuda:1"`.

    Returns:
        A `torch.device`.

    Raises:
        ValueError: a name torch does not know, or a device this machine does not have.

    Example:
        >>> pick_device("cpu")
        device(type='cpu')
    """
    if name == "auto":
        name = next(kind for kind in ("cuda", "mps", "cpu") if available(kind))
    try:
        device = torch.device(name)
    except (RuntimeError, TypeError) as error:
        raise ValueError(
            "Argument `device` must be 'auto' or the name of a torch device. "
            f"Received: device={name!r}. Pass 'cpu' or 'cuda'."
        ) from error
    if not available(device.type):
        raise ValueError(
            "Argument `device` must be a device of this machine. "
            f"Received: device={str(name)!r}. Pass 'auto' to take what there is."
        )
    return device


def available(kind: str) -> bool:
    """Tell whether this machine has a device of the kind; kinds we do not know are torch's."""
    if kind == "cuda":
        return torch.cuda.is_available()
    if kind == "mps":
        return torch.backends.mps.is_available()
    return True


def move(x: Any, device: torch.device, channels_last: bool = False) -> Any:
    """Return a tensor on the device, images `(n, channels, height, width)` as channels-last.

    From pinned memory the copy overlaps with computing.
    """
    if channels_last and x.dim() == 4:
        return x.to(device, non_blocking=True, memory_format=torch.channels_last)
    return x.to(device, non_blocking=True)
