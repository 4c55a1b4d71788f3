"""A patient beside a known-good script: where do the two part?"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from deeptuning.experiments.clinic import Training

# In the order in which a training computes them.
STAGES = ("first weights", "inputs", "first loss", "first gradient", "first step", "later", "test")


def repaired(kind: type[Training]) -> type[Training]:
    """Return the sound script that a patient gets wrong: its parent class."""
    return kind.__mro__[1]


def first_difference(kind: type[Training], sound: type[Training], seed: int = 0) -> str:
    """Run two scripts from one seed, and name the first stage at which they differ.

    Returns:
        One of `STAGES`; `"starts"` if the script does not run, `"nowhere"` if nothing differs.

    Example:
        >>> from deeptuning.experiments.clinic_patients import ForgottenZeroGrad
        >>> first_difference(ForgottenZeroGrad, Training)
        'later'
    """
    try:
        found = stages(kind, seed)
    except (AttributeError, RuntimeError):
        return "starts"
    wanted = stages(sound, seed)
    different = (name for name in STAGES if not same(found[name], wanted[name]))
    return next(different, "nowhere")


def stages(kind: type[Training], seed: int) -> dict[str, list[torch.Tensor]]:
    """Train for one epoch; return what the script computed, by stage."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        training = kind(seed)
        data, net = training.data(), training.net()
        optimizer, losses, found = training.optimizer(net), [], {"first weights": copies(net)}
        for inputs, targets in training.batches(data.train_images, data.train_labels):
            losses.append(training.step(net, optimizer, inputs, targets))
            if len(losses) == 1:
                gradients = [p.grad.clone() for p in net.parameters() if p.grad is not None]
                found |= {"inputs": [inputs, targets], "first gradient": gradients}
                found |= {"first loss": [losses[0]], "first step": copies(net)}
        answers = training.predict(net, data.validation_images)
        return {**found, "later": losses, "test": [answers, torch.tensor(data.validation_labels)]}


def copies(net: torch.nn.Module) -> list[torch.Tensor]:
    """Return the weights as they are now."""
    return [p.detach().clone() for p in net.parameters()]


def same(a: list[Any], b: list[Any]) -> bool:
    """Tell whether two lists hold equal arrays."""
    return len(a) == len(b) and all(
        x.shape == y.shape and np.array_equal(x, y, equal_nan=True)
        for x, y in zip(a, b, strict=True)
    )
