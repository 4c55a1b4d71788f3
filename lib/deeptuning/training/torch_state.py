"""The whole state of a training as plain data: what a checkpoint must hold to go on exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import torch

from deeptuning.training.torch_seeding import random_state, set_random_state

# numpy has no such types: their bits are stored.
FOREIGN = {
    name: getattr(torch, name)
    for name in ("bfloat16", "float8_e4m3fn", "float8_e5m2")
    if hasattr(torch, name)
}
BITS = {1: torch.uint8, 2: torch.int16}


def training_state(*, generators: Iterable[torch.Generator] = (), **parts: Any) -> dict[str, Any]:
    """Return everything that training changes, as a tree of arrays and plain values.

    Weights alone do not make a run go on as it would have: the optimizer has moments, the schedule
    a count, the scaler its scale, and dropout and shuffling draw random numbers.

    Args:
        generators: torch generators beside the global ones, such as a loader's.
        **parts: whatever has `state_dict()` and `load_state_dict()`: `model=`, `optimizer=`,
            `schedule=`, `scaler=`, `average=`, …; parts that are None are left out.

    Returns:
        `{"parts": ..., "random": ...}`, a copy, for `deeptuning.checkpointing.save_checkpoint`.

    Raises:
        TypeError: a state that holds something else than tensors, numbers, text and containers.

    Example:
        >>> model = torch.nn.Linear(1, 1)
        >>> state = training_state(model=model, optimizer=torch.optim.SGD(model.parameters()))
        >>> state["parts"]["model"]["weight"].shape, sorted(state["random"])
        ((1, 1), ['cuda', 'generators', 'numpy', 'python', 'torch'])

    Source: Pineau et al., Improving Reproducibility in Machine Learning Research, 2021.
    """
    there = {name: part for name, part in parts.items() if part is not None}
    states = {name: to_plain(part.state_dict(), name) for name, part in there.items()}
    return {"parts": states, "random": random_state(generators)}


def restore(
    state: Mapping[str, Any], *, generators: Iterable[torch.Generator] = (), **parts: Any
) -> None:
    """Put every part, and the random generators, where `training_state` found them.

    Args:
        state: what `training_state` returned.
        generators: as there, in the same order.
        **parts: the same parts, made in the same way.

    Raises:
        ValueError: a part is missing or was not stored, or the generators are not as many.
        RuntimeError: torch's own, where the weights do not fit the model.

    Example:
        >>> model = torch.nn.Linear(1, 1)
        >>> state = training_state(model=model)
        >>> _ = torch.nn.init.zeros_(model.weight)
        >>> restore(state, model=model)
        >>> bool(model.weight == 0)
        False
    """
    there = {name: part for name, part in parts.items() if part is not None}
    if there.keys() != state["parts"].keys():
        raise ValueError(
            f"The parts must be those of the checkpoint, {sorted(state['parts'])}. "
            f"Received: {sorted(there)}. Resume with the same arguments as before."
        )
    for name, part in there.items():
        part.load_state_dict(from_plain(state["parts"][name]))
    set_random_state(state["random"], generators)


def to_plain(value: Any, path: str = "") -> Any:
    """Copy a state dict into dicts, lists, tuples, arrays and plain values.

    Args:
        value: tensors, numbers, text, None, and containers of them, however deep.
        path: name of the value, for the error.

    Returns:
        The same tree. Tensors are arrays; types unknown to NumPy are `{"torch bits": ...}`.

    Raises:
        TypeError: anything else, a function for example.

    Example:
        >>> to_plain({0: torch.ones(2)})
        {0: array([1., 1.], dtype=float32)}
        >>> to_plain(torch.ones(1, dtype=torch.bfloat16))
        {'torch bits': array([16256], dtype=int16), 'type': 'bfloat16'}
    """
    if isinstance(value, torch.Tensor):
        return _tensor_to_plain(value.detach().cpu())
    if isinstance(value, Counter):  # in torch's MultiStepLR
        return {"torch counter": dict(value)}
    if isinstance(value, Mapping):
        return {key: to_plain(v, f"{path}/{key}") for key, v in value.items()}
    if isinstance(value, list | tuple):
        items = [to_plain(v, f"{path}/{i}") for i, v in enumerate(value)]
        return items if isinstance(value, list) else tuple(items)
    if isinstance(value, np.ndarray | np.generic):
        return value.copy()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(
        "A state must hold tensors, numbers, text and containers of them. "
        f"Received: {type(value).__name__} at {path}. Leave it out of state_dict()."
    )


def _tensor_to_plain(x: torch.Tensor) -> Any:
    name = str(x.dtype).removeprefix("torch.")
    if name in FOREIGN:
        return {"torch bits": to_plain(x.view(BITS[x.element_size()])), "type": name}
    if (
        x.dim() == 4
        and not x.is_contiguous()
        and x.is_contiguous(memory_format=torch.channels_last)
    ):
        return {"torch channels_last": x.contiguous().numpy()}
    return x.numpy().copy(order="K")


def from_plain(tree: Any) -> Any:
    """Turn the arrays of a tree back into tensors.

    Args:
        tree: what `to_plain` returned.

    Returns:
        The state dict, with tensors on the CPU; `load_state_dict` brings them to their device.

    Example:
        >>> from_plain({"w": to_plain(torch.ones(2, dtype=torch.bfloat16))})
        {'w': tensor([1., 1.], dtype=torch.bfloat16)}
    """
    if isinstance(tree, np.ndarray):
        return torch.from_numpy(tree.copy(order="K"))
    if isinstance(tree, dict):
        if "torch bits" in tree:
            return from_plain(tree["torch bits"]).view(FOREIGN[tree["type"]])
        if "torch channels_last" in tree:
            return from_plain(tree["torch channels_last"]).to(memory_format=torch.channels_last)
        if "torch counter" in tree:
            return Counter(tree["torch counter"])
        return {key: from_plain(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return type(tree)(from_plain(value) for value in tree)
    return tree
