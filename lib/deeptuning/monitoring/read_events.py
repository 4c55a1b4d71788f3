"""Read back what a run has logged, whoever wrote it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from deeptuning.monitoring._decode import Point, decoded
from deeptuning.monitoring._records import read_records


class Series(NamedTuple):
    """What was logged under one tag, in the order of the steps.

    `steps` are whole numbers, `wall_times` seconds since 1970. `values` is an array for scalars;
    for everything else a list: of `Histogram`, texts, or `Image`.
    """

    steps: np.ndarray
    values: Any
    wall_times: np.ndarray


@dataclass(frozen=True)
class Run:
    """One run as it was logged.

    Args:
        scalars: tag → `Series` of numbers; tags in the order in which they were first written.
        histograms: tag → `Series` of `Histogram`.
        texts: tag → `Series` of texts.
        images: tag → `Series` of `Image`: height, width and the bytes of the file (PNG).
        hparams: hyperparameter → its value: a float (also for whole numbers), a text or a boolean.
        torn: event files that end in the middle of a record.
        others: tags of kinds that are not read (graphs, audio, …).
    """

    scalars: Mapping[str, Series] = field(default_factory=dict)
    histograms: Mapping[str, Series] = field(default_factory=dict)
    texts: Mapping[str, Series] = field(default_factory=dict)
    images: Mapping[str, Series] = field(default_factory=dict)
    hparams: Mapping[str, Any] = field(default_factory=dict)
    torn: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def read_events(folder: str | os.PathLike) -> Run:
    """Read the event files of one run, in its folder and in those below.

    Reads what `EventWriter`, torch's `SummaryWriter`, `tf.summary` and Keras's `TensorBoard`
    callback wrote. The tags of a folder below begin with its name: Keras's `train/epoch_loss`. A
    step that was written twice, as after a resume, counts as it was written last.

    A last record that is cut short (the writer was killed, or is still at it) is left out, with a
    warning and an entry in `torn`.

    Args:
        folder: where the run was logged.

    Returns:
        `Run`.

    Raises:
        FileNotFoundError: no such folder, or no event file in it.
        ValueError: a damaged event file, or folders of several runs with different hyperparameters.

    Example:
        >>> import tempfile
        >>> from deeptuning.monitoring import EventWriter
        >>> with EventWriter(tempfile.mkdtemp()) as writer:
        ...     for step in (10, 20):
        ...         writer.scalar("loss/train", 5 / step, step)
        >>> run = read_events(writer.folder)
        >>> run.scalars["loss/train"].steps, run.scalars["loss/train"].values
        (array([10, 20]), array([0.5 , 0.25]))

    Source: TensorFlow, `core/util/event.proto`. Unlike `EventAccumulator`, no scalar or histogram
        is dropped at random to save memory, and old and new ways of writing come out the same.
    """
    top, found, hparams, torn = Path(folder), {}, {}, []
    for path in event_files(top):
        below = path.parent.relative_to(top).as_posix()
        prefix = "" if below == "." else f"{below}/"
        records, cut = read_records(path)
        if cut:
            torn.append(prefix + path.name)
        for point in decoded(records):
            if point.kind == "hparams":
                _merge(hparams, point.value, top)
            else:
                found.setdefault(point.kind, {}).setdefault(prefix + point.tag, []).append(point)
    if torn:
        warnings.warn(
            f"The last record of {', '.join(torn)} is cut short and was left out: "
            "the run is still being written, or was killed.",
            stacklevel=2,
        )
    read = {
        kind: {tag: _series(kind, points) for tag, points in found.get(kind, {}).items()}
        for kind in ("scalars", "histograms", "texts", "images")
    }
    return Run(**read, hparams=hparams, torn=tuple(torn), others=tuple(found.get("others", ())))


def event_files(folder: Path) -> list[Path]:
    """List the event files in and below a folder, the oldest of each folder first."""
    if not folder.is_dir():
        raise FileNotFoundError(
            f"Argument `folder` must be the folder of a run. Received: folder={str(folder)!r}, "
            "which does not exist or is a file. Pass the folder that was given to the writer."
        )
    found = sorted(folder.rglob("*tfevents*"), key=lambda path: (path.parent, path.name))
    if not found:
        raise FileNotFoundError(
            f"Argument `folder` must hold event files (their names contain 'tfevents'). Received: "
            f"folder={str(folder)!r}, which has none. Was the run logged, and the writer flushed?"
        )
    return found


def _merge(hparams: dict[str, Any], new: Mapping[str, Any], folder: Path) -> None:
    """Add hyperparameters; raise if one of them has another value already."""
    for name, value in new.items():
        if hparams.setdefault(name, value) != value:
            raise ValueError(
                f"Argument `folder` must be the folder of one run. Received: {str(folder)!r}, "
                f"where {name!r} is {hparams[name]!r} and {value!r}. Read each run's own folder."
            )


def _series(kind: str, written: list[Point]) -> Series:
    """Sort by step; of a step written twice, keep the last."""
    last = {point.step: point for point in written}
    ordered = [last[step] for step in sorted(last)]
    values = [point.value for point in ordered]
    return Series(
        np.array([point.step for point in ordered], dtype=np.int64),
        np.array(values, dtype=np.float64) if kind == "scalars" else values,
        np.array([point.wall_time for point in ordered]),
    )
