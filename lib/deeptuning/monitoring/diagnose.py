"""One question to a run: is it healthy, and if not, what is wrong with it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from deeptuning.monitoring.dead_units import dead_share
from deeptuning.monitoring.exploding_gradients import exploding_gradients
from deeptuning.monitoring.finding import Finding
from deeptuning.monitoring.initial_loss import initial_loss
from deeptuning.monitoring.overfitting import overfitting
from deeptuning.monitoring.progress import diverged, loss_spikes, stalled
from deeptuning.monitoring.read_events import Run, Series
from deeptuning.monitoring.update_ratios import update_ratios
from deeptuning.monitoring.vanishing_gradients import vanishing_gradients

TRAIN = ("loss/train", "train/epoch_loss", "train/loss", "loss")
VALIDATION = ("loss/validation", "validation/epoch_loss", "validation/loss", "val_loss")
NORMS, ACTIVITY, RATIOS = "gradient_norm/", "activity/", "update_ratio/"


@dataclass(frozen=True)
class Diagnosis:
    """What every rule that had something to go by found.

    Args:
        findings: one per rule, faults and others.
    """

    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether no rule found a fault."""
        return not self.faults

    @property
    def faults(self) -> tuple[str, ...]:
        """Names of the faults, the one to look at first in front."""
        return tuple(finding.name for finding in self.findings if finding.fault)

    def __str__(self) -> str:
        head = "healthy" if self.healthy else f"not healthy: {', '.join(self.faults)}"
        return "\n".join([head, *(f"- {finding}" for finding in self.findings)])


def diagnose(
    run: Run | Mapping[str, Any],
    *,
    train: str | None = None,
    validation: str | None = None,
    classes: int | None = None,
) -> Diagnosis:
    """Apply every rule to what a run has logged.

    Which tags are looked for, with the layer nearest to the inputs written first:

    - the losses, `loss/train` and `loss/validation`, or as Keras's callback names them;
    - `gradient_norm/LAYER`, a scalar a step: vanishing and exploding gradients;
    - `activity/LAYER`, a histogram of `unit_activity`: dead units, in the worst layer at the end;
    - `update_ratio/LAYER`, a scalar a step.

    What was not logged is not judged.

    Args:
        run: from `read_events`, or the scalars alone: tag → numbers.
        train: tag of the training loss, if it has another name.
        validation: tag of the validation loss, if it has another name.
        classes: number of classes, for the check of the first loss; by default the hyperparameter
            `classes`, if it was logged. The loss must then begin before the first step.

    Returns:
        `Diagnosis`: `healthy`, the names of the `faults`, and the `findings` with numbers and
        advice. Printed, it says all of that.

    Raises:
        ValueError: no training loss under the tags looked for.

    Example:
        >>> diagnosis = diagnose({"loss/train": [2.3, 2.2, 2.4, float("nan")]})
        >>> diagnosis.healthy, diagnosis.faults
        (False, ('diverged',))

    Source: the rules of this package; Goodfellow, Bengio & Courville, Deep Learning, 2016,
        section 11.5.
    """
    if not isinstance(run, Run):
        run = Run(scalars={tag: _series(values) for tag, values in run.items()})
    losses = _pick(run, train, TRAIN)
    if losses is None:
        raise ValueError(
            f"The run must have a training loss under {' or '.join([train] if train else TRAIN)}. "
            f"Received: scalars {', '.join(run.scalars) or 'none'}. Name its tag: train=..."
        )
    return Diagnosis(tuple(_findings(run, losses, _pick(run, validation, VALIDATION), classes)))


def _findings(
    run: Run, losses: Series, validation: Series | None, classes: int | None
) -> Iterable[Finding]:
    """Yield what each rule finds, causes before consequences."""
    norms, ratios = _stacked(run, NORMS), _stacked(run, RATIOS)
    classes = classes if classes is not None else run.hparams.get("classes")
    if classes is not None:
        yield initial_loss(losses.values[0], int(classes))
    activity = [s.values[-1] for tag, s in run.histograms.items() if tag.startswith(ACTIVITY)]
    if activity:
        worst = max(activity, key=lambda found: found.zeros)
        yield dead_share(worst.zeros, worst.total)
    if norms is not None:
        exploding = exploding_gradients(norms)
        yield exploding
        if norms.shape[1] > 1 and not exploding.fault:  # after an explosion, norms mean nothing
            yield vanishing_gradients(norms)
    if ratios is not None:
        yield update_ratios(ratios)
    if len(losses.values) > 1:
        yield diverged(losses.values)
        yield loss_spikes(losses.values)
        yield stalled(losses.values)
    if validation is not None and len(validation.values) > 3:
        yield overfitting(_per_epoch(losses, validation.steps), validation.values)


def _pick(run: Run, tag: str | None, usual: Iterable[str]) -> Series | None:
    """Return the first series there is."""
    found = [name for name in ([tag] if tag else usual) if name in run.scalars]
    return run.scalars[found[0]] if found else None


def _stacked(run: Run, prefix: str) -> np.ndarray | None:
    """Return the scalars of all layers, shape (steps, layers), at the steps that all have."""
    series = [s for tag, s in run.scalars.items() if tag.startswith(prefix)]
    if not series:
        return None
    steps = set.intersection(*(set(s.steps.tolist()) for s in series))
    return np.stack([s.values[np.isin(s.steps, [*steps])] for s in series], axis=1)


def _per_epoch(losses: Series, ends: np.ndarray) -> np.ndarray:
    """Return one training loss per validation: the median of those since the last."""
    starts = np.concatenate([[-np.inf], ends[:-1]])
    spans = [
        losses.values[(losses.steps > a) & (losses.steps <= b)]
        for a, b in zip(starts, ends, strict=True)
    ]
    return np.array([np.median(span) if len(span) else np.nan for span in spans])


def _series(values: Any) -> Series:
    """Return numbers as a series with steps 0, 1, 2, …"""
    numbers = np.asarray(values, dtype=np.float64)
    return Series(np.arange(len(numbers)), numbers, np.zeros(len(numbers)))
