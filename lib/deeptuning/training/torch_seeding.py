"""Seeds and determinism: the same run twice gives the same numbers."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch

from deeptuning._validation import Choice, checked
from deeptuning.training import random_state as host
from deeptuning.training._checks import Count


@checked(seed=Count(0), deterministic=Choice(True, False))
def seed_everything(seed: int, deterministic: bool = False) -> None:
    """Seed Python, NumPy and torch (CPU and every GPU).

    Workers of a `DataLoader` are seeded by torch itself, all three, from a number that is drawn
    here: nothing more to do. On one machine with one version of torch, a CPU then repeats itself;
    a GPU does so only with `deterministic`.

    Args:
        seed: a whole number, 0 to 2**32 - 1.
        deterministic: whether torch must use deterministic algorithms only, and say so where there
            is none. Slower on a GPU. It holds until it is switched off. The first call must come
            before CUDA is used.

    Raises:
        ValueError: a seed that is no such number.

    Example:
        >>> seed_everything(7)
        >>> first = torch.rand(2)
        >>> seed_everything(7)
        >>> bool((first == torch.rand(2)).all())
        True
    """
    if seed >= 2**32:
        raise ValueError(
            f"Argument `seed` must be below 2**32, NumPy's limit. Received: seed={seed!r}. "
            "Choose a smaller one."
        )
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    if deterministic:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS asks for it
    torch.use_deterministic_algorithms(deterministic)
    torch.backends.cudnn.deterministic = deterministic
    if deterministic:
        torch.backends.cudnn.benchmark = False  # its pick of an algorithm depends on timing


def random_state(generators: Iterable[torch.Generator] = ()) -> dict[str, Any]:
    """Return where every random generator stands: Python, NumPy, torch, and those given.

    Args:
        generators: further torch generators, such as a loader's.

    Returns:
        A dict of arrays and numbers, for `set_random_state`.
    """
    gpus = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    return {
        **host.random_state(),
        "torch": torch.get_rng_state().numpy().copy(),
        "cuda": [state.numpy().copy() for state in gpus],
        "generators": [generator.get_state().numpy().copy() for generator in generators],
    }


def set_random_state(state: dict[str, Any], generators: Iterable[torch.Generator] = ()) -> None:
    """Put every random generator where it stood; GPUs, if the machine has as many as then.

    Args:
        state: what `random_state` returned.
        generators: the same ones, in the same order.

    Raises:
        ValueError: more or fewer generators than were stored.
    """
    generators = list(generators)
    if len(generators) != len(state["generators"]):
        raise ValueError(
            f"Argument `generators` must hold {len(state['generators'])}, as when the state was "
            f"stored. Received: {len(generators)}. Pass loaders made in the same way."
        )
    host.set_random_state(state)
    torch.set_rng_state(torch.from_numpy(np.array(state["torch"])))
    if torch.cuda.is_available() and len(state["cuda"]) == torch.cuda.device_count():
        torch.cuda.set_rng_state_all([torch.from_numpy(np.array(s)) for s in state["cuda"]])
    for generator, stored in zip(generators, state["generators"], strict=True):
        generator.set_state(torch.from_numpy(np.array(stored)))
