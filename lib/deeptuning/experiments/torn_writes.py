"""Writers that the operating system kills at a chosen byte, and files that are damaged after."""

from __future__ import annotations

import io
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from deeptuning.checkpointing import atomic_write


def state(value: float) -> dict[str, torch.Tensor]:
    """Return a state of 200 kB whose tensors all hold one value."""
    return {"w": torch.full((200, 200), value), "b": torch.full((10_000,), value)}


def plain(path: Path, value: float) -> None:
    """Save as most tutorials do."""
    torch.save(state(value), path)


def renamed(path: Path, value: float) -> None:
    """Save to a file beside it, then rename."""
    torch.save(state(value), path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def atomic(path: Path, value: float) -> None:
    """Save by `atomic_write`: a file beside it, forced to the disk, then renamed."""
    buffer = io.BytesIO()
    torch.save(state(value), buffer)
    atomic_write(path, buffer.getvalue())


def killed_at(byte: int, write: Callable, *arguments: object) -> None:
    """Call a writer that is killed as soon as a file of it would grow beyond `byte` bytes.

    The limit is the operating system's (RLIMIT_FSIZE): what has been written stays in the file, the
    process gets SIGXFSZ, which Python ignores unless told otherwise. Call it in a process that may
    die.
    """
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte, byte))
    write(*arguments)


def found(path: Path) -> str:
    """Say what loads from a file: the `"old"` state (ones), the `"new"` (twos), or `"nothing"`."""
    try:
        loaded = torch.load(path)
        return {1.0: "old", 2.0: "new"}[loaded["b"][-1].item()]
    except Exception:
        return "nothing"


def cut(data: bytes, rng: np.random.Generator) -> bytes:
    """Leave a random part of the end away."""
    return data[: rng.integers(1, len(data))]


def flip(data: bytes, rng: np.random.Generator) -> bytes:
    """Turn one random bit over, somewhere in the middle 80 %, where the numbers are."""
    place, bit = rng.integers(len(data) // 10, len(data) * 9 // 10), rng.integers(8)
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def zero(data: bytes, rng: np.random.Generator) -> bytes:
    """Overwrite 512 bytes, a sector of a disk, with zeros, in the middle 80 %."""
    place = rng.integers(len(data) // 10, len(data) * 9 // 10)
    return data[:place] + bytes(512) + data[place + 512 :]
