"""From the records of an event file to tagged points, old and new ways of writing alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from deeptuning.monitoring.histogram import Histogram


class Image(NamedTuple):
    """A picture as it was logged: its size in pixels and its file's bytes, mostly a PNG."""

    height: int
    width: int
    encoded: bytes


class Point(NamedTuple):
    """One value under one tag; `kind` is the field of `Run` it belongs to."""

    kind: str
    tag: str
    step: int
    wall_time: float
    value: Any


def decoded(records: Iterable[bytes]) -> Iterator[Point]:
    """Yield everything that was logged, in the order of writing."""
    from tensorboard.compat.proto.event_pb2 import Event

    plugins: dict[str, str] = {}  # only the first value of a tag must name its plugin
    for record in records:
        event = Event.FromString(record)
        if event.HasField("graph_def") or event.HasField("meta_graph_def"):
            yield Point("others", "graph", event.step, event.wall_time, None)
        for value in event.summary.value:
            plugin = plugins.setdefault(value.tag, value.metadata.plugin_data.plugin_name)
            kind, content = _content(value, plugin)
            yield Point(kind, value.tag, event.step, event.wall_time, content)


def _content(value: Any, plugin: str) -> tuple[str, Any]:
    """Return the kind of a value and what it holds."""
    way = value.WhichOneof("value")
    if way == "simple_value":
        return "scalars", value.simple_value
    if way == "histo":
        return "histograms", _old_histogram(value.histo)
    if way == "image":
        return "images", Image(
            value.image.height, value.image.width, value.image.encoded_image_string
        )
    if plugin == "hparams":
        return _hparams(value)
    if way == "tensor" and plugin in TENSORS:
        from tensorboard.util.tensor_util import make_ndarray

        kind, read = TENSORS[plugin]
        return kind, read(make_ndarray(value.tensor))
    return "others", None


def _old_histogram(proto: Any) -> Histogram:
    """Return the buckets without the empty ones at both ends, which may reach to infinity."""
    count, limit = np.array(proto.bucket), np.array(proto.bucket_limit)
    if not count.any():
        return Histogram(np.zeros(0), np.zeros(0), np.zeros(0))
    first, last = np.flatnonzero(count)[[0, -1]]
    inner = limit[first:last]
    return Histogram(
        np.concatenate([[proto.min], inner]),
        np.concatenate([inner, [proto.max]]),
        count[first : last + 1],
    )


def _new_histogram(buckets: np.ndarray) -> Histogram:
    """Return the rows left, right, count of a tensor of shape (buckets, 3)."""
    return Histogram(*np.asarray(buckets, dtype=np.float64).reshape(-1, 3).T)


def _texts(tensor: np.ndarray) -> str:
    """Return a text; the parts of a table are put on lines of their own."""
    return "\n".join(part.decode() for part in np.ravel(tensor))


def _first_image(tensor: np.ndarray) -> Image:
    """Return the first image of a batch: the tensor holds width, height, and one file for each."""
    width, height, encoded, *_ = np.ravel(tensor)
    return Image(int(height), int(width), encoded)


def _hparams(value: Any) -> tuple[str, Any]:
    """Return name → value if this is where a run states its hyperparameters."""
    from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData

    data = HParamsPluginData.FromString(value.metadata.plugin_data.content)
    if not data.HasField("session_start_info"):
        return "others", None
    found = data.session_start_info.hparams
    return "hparams", {name: getattr(v, v.WhichOneof("kind")) for name, v in found.items()}


# Plugin that a tensor belongs to → field of `Run`, and how to read it.
TENSORS = {
    "scalars": ("scalars", lambda tensor: np.asarray(tensor).item()),
    "histograms": ("histograms", _new_histogram),
    "text": ("texts", _texts),
    "images": ("images", _first_image),
}
