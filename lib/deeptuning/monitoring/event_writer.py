"""Write what TensorBoard shows, without torch and without TensorFlow."""

from __future__ import annotations

import itertools
import os
import socket
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from deeptuning.monitoring._messages import (
    end_summary,
    hparams_summaries,
    image_summary,
    text_summary,
)
from deeptuning.monitoring._records import RecordFile
from deeptuning.monitoring.histogram import finite_values, histogram

COUNT = itertools.count()


class EventWriter:
    """Write scalars, histograms, texts, images and hyperparameters of one run into a folder.

    TensorBoard shows the folder while it is written: `tensorboard --logdir FOLDER`. Scalars are
    kept in single precision, as torch's `SummaryWriter` keeps them, and both can be read with
    `read_events` or TensorBoard's `EventAccumulator`. Used in a `with`, a run with hyperparameters
    that ends in an error is marked as failed.

    Args:
        folder: where the event file goes; made if missing. One folder is one run: a second writer
            in it adds to the run.

    Example:
        >>> import tempfile
        >>> from deeptuning.monitoring import read_events
        >>> folder = tempfile.mkdtemp()
        >>> with EventWriter(folder) as writer:
        ...     writer.hparams({"learning_rate": 0.5})
        ...     for step in range(3):
        ...         writer.scalar("loss/train", 2.0**-step, step)
        >>> run = read_events(folder)
        >>> run.hparams, run.scalars["loss/train"].values
        ({'learning_rate': 0.5}, array([1.  , 0.5 , 0.25]))

    Source: TensorFlow, `core/util/event.proto` and `core/framework/summary.proto`.
    """

    def __init__(self, folder: str | os.PathLike) -> None:
        from tensorboard.compat.proto.event_pb2 import Event

        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        now, host, process = int(time.time()), socket.gethostname(), os.getpid()
        name = f"events.out.tfevents.{now:010d}.{host}.{process}.{next(COUNT)}"
        self.file = (self.folder / name).open("xb")
        self.records = RecordFile(self.file)
        self.has_hparams = False
        self.records.write(Event(wall_time=time.time(), file_version="brain.Event:2"))

    def scalar(self, tag: str, value: Any, step: int) -> None:
        """Write one number: a float, or an array that holds one; NaN and infinity are kept."""
        number = np.asarray(value, dtype=np.float64)
        if number.size != 1:
            raise ValueError(
                f"Argument `value` must be one number. Received: value with shape {number.shape} "
                f"for {tag!r}. Take its mean, or write a histogram."
            )
        self._write(step, tag=tag, simple_value=number.item())

    def histogram(self, tag: str, values: Any, step: int) -> None:
        """Write how finite numbers of any shape are spread, in TensorBoard's buckets."""
        from tensorboard.compat.proto.summary_pb2 import HistogramProto

        flat, found = finite_values(values), histogram(values)
        with np.errstate(over="ignore"):  # 1e300 has a bucket, but no square
            moments = {"sum": flat.sum(), "sum_squares": flat @ flat}
        proto = HistogramProto(
            min=flat.min(),
            max=flat.max(),
            num=flat.size,
            **moments,
            bucket_limit=found.right,
            bucket=found.count,
        )
        self._write(step, tag=tag, histo=proto)

    def text(self, tag: str, text: str, step: int = 0) -> None:
        """Write a text; TensorBoard renders Markdown."""
        self._write(step, **text_summary(tag, text))

    def image(self, tag: str, image: Any, step: int) -> None:
        """Write an image, shape (height, width) or (height, width, 1 or 3 channels).

        Floats must be in [0, 1], whole numbers in [0, 255].
        """
        self._write(step, **image_summary(tag, image))

    def hparams(self, values: Mapping[str, Any], metrics: Iterable[str] = ()) -> None:
        """Write the hyperparameters of the run: numbers, texts or booleans, once.

        Args:
            values: name → value.
            metrics: tags of the scalars by which TensorBoard's table compares runs.
        """
        for message in hparams_summaries(values, metrics):
            self._write(0, **message)
        self.has_hparams = True

    def _write(self, step: int, **value: Any) -> None:
        from tensorboard.compat.proto.event_pb2 import Event
        from tensorboard.compat.proto.summary_pb2 import Summary

        if self.file.closed:
            raise ValueError(
                f"The writer of {str(self.folder)!r} is closed. Write before `close()`, or make "
                "another EventWriter for the same folder."
            )
        summary = Summary(value=[Summary.Value(**value)])
        self.records.write(Event(wall_time=time.time(), step=int(step), summary=summary))

    def flush(self) -> None:
        """Hand everything written so far to the file, for others to read."""
        self.file.flush()

    def close(self) -> None:
        """Flush and close the file; a run with hyperparameters is marked as finished."""
        self._end(failed=False)

    def _end(self, failed: bool) -> None:
        if self.file.closed:
            return
        if self.has_hparams:
            self._write(0, **end_summary(failed))
        self.file.close()

    def __enter__(self) -> EventWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(failed=error is not None)
