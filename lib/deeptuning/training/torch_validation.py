"""Measure a model on batches it does not learn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import torch

from deeptuning.training.torch_learner import Learner, examples_in


@torch.inference_mode()
def validate(
    model: torch.nn.Module,
    learner: Learner,
    loader: Iterable[Any] | None,
    metrics: Mapping[str, Callable],
) -> dict[str, float]:
    """Return the means over the examples of loss and metrics, in `eval()` mode.

    Dropout is off and batch norm uses its running statistics, as they will when the model is used.

    Args:
        model: the module; it is left in the mode it was in.
        learner: gives device, precision and loss.
        loader: batches `(inputs, targets)`, or None to measure nothing.
        metrics: name → function of outputs and targets, the mean over a batch.

    Returns:
        `{"validation_loss": ..., name: ...}`, or `{}` without a loader.

    Raises:
        ValueError: no batches.
    """
    if loader is None:
        return {}
    was_training = model.training
    model.eval()
    measured, sizes = [], []
    for inputs, targets in loader:
        outputs, loss = learner.measure(inputs, targets)
        truth = targets.to(learner.device)
        values = [torch.as_tensor(metric(outputs, truth)) for metric in metrics.values()]
        measured.append(torch.stack([value.to(loss) for value in (loss, *values)]))
        sizes.append(examples_in((inputs, targets)))
    model.train(was_training)
    if not sizes:
        raise ValueError(
            "Argument `validation` must give at least one batch. Received: none. "
            "A generator is used up after one epoch: pass a DataLoader or a list."
        )
    means = np.average(torch.stack(measured).cpu().double().numpy(), axis=0, weights=sizes)
    return dict(zip(("validation_loss", *metrics), means.tolist(), strict=True))
