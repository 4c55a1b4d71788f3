"""Texts, images and hyperparameters as TensorBoard's plugins expect them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from numbers import Real
from typing import Any

import numpy as np


def text_summary(tag: str, text: str) -> dict[str, Any]:
    """Return the fields of a text."""
    from tensorboard.plugins.text.metadata import create_summary_metadata
    from tensorboard.util.tensor_util import make_tensor_proto

    if not isinstance(text, str):
        raise TypeError(
            f"Argument `text` must be a text. Received: text={text!r} for {tag!r}. Pass str(text)."
        )
    metadata = create_summary_metadata(display_name=None, description=None)
    return {"tag": tag, "tensor": make_tensor_proto(text), "metadata": metadata}


def image_summary(tag: str, image: Any) -> dict[str, Any]:
    """Return the fields of an image."""
    from tensorboard.compat.proto.summary_pb2 import Summary

    pixels = _pixels(np.asarray(image))
    height, width, channels = pixels.shape
    content = Summary.Image(
        height=height, width=width, colorspace=channels, encoded_image_string=png(pixels)
    )
    return {"tag": tag, "image": content}


def _pixels(image: np.ndarray) -> np.ndarray:
    """Return bytes of shape (height, width, channels)."""
    shaped = image[..., None] if image.ndim == 2 else image
    if shaped.ndim != 3 or shaped.shape[2] not in (1, 3) or shaped.size == 0:
        raise ValueError(
            "Argument `image` must have the shape (height, width) or (height, width, channels) "
            f"with 1 or 3 channels. Received: shape {image.shape}. Move the channels to the end."
        )
    largest = 1 if np.issubdtype(image.dtype, np.floating) else 255
    if not (np.min(shaped) >= 0 and np.max(shaped) <= largest):
        raise ValueError(
            f"Argument `image` must hold numbers in [0, {largest}], as its type is {image.dtype}. "
            f"Received: {np.min(shaped)} to {np.max(shaped)}. Scale them."
        )
    return np.round(shaped * (255 if largest == 1 else 1)).astype(np.uint8)


def png(pixels: np.ndarray) -> bytes:
    """Encode bytes of shape (height, width, 1 or 3) as a PNG file."""
    height, width, channels = pixels.shape
    rows = np.zeros((height, 1 + width * channels), dtype=np.uint8)  # each begins with "unfiltered"
    rows[:, 1:] = pixels.reshape(height, -1)
    colour = 2 if channels == 3 else 0
    parts = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, colour, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows.tobytes())),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def hparams_summaries(
    values: Mapping[str, Any], metrics: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """Yield what the hyperparameter plugin reads first: which names there are, and their values."""
    from tensorboard.plugins.hparams import api_pb2, metadata
    from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData, SessionStartInfo

    fields = {name: _hparam(name, value) for name, value in values.items()}
    experiment = api_pb2.Experiment(
        hparam_infos=[
            api_pb2.HParamInfo(name=name, type=TYPES[field]) for name, (field, _) in fields.items()
        ],
        metric_infos=[api_pb2.MetricInfo(name=api_pb2.MetricName(tag=tag)) for tag in metrics],
    )
    start = SessionStartInfo()
    for name, (field, value) in fields.items():
        setattr(start.hparams[name], field, value)
    yield _plugin_data(metadata.EXPERIMENT_TAG, HParamsPluginData(experiment=experiment))
    yield _plugin_data(metadata.SESSION_START_INFO_TAG, HParamsPluginData(session_start_info=start))


def end_summary(failed: bool) -> dict[str, Any]:
    """Return the fields that tell the hyperparameter plugin how the run ended."""
    from tensorboard.plugins.hparams import api_pb2, metadata
    from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData, SessionEndInfo

    status = api_pb2.STATUS_FAILURE if failed else api_pb2.STATUS_SUCCESS
    end = SessionEndInfo(status=status)
    return _plugin_data(metadata.SESSION_END_INFO_TAG, HParamsPluginData(session_end_info=end))


def _plugin_data(tag: str, data: Any) -> dict[str, Any]:
    """Return a summary that consists of its metadata alone."""
    from tensorboard.plugins.hparams import metadata

    described = metadata.create_summary_metadata(data)
    return {"tag": tag, "metadata": described, "tensor": metadata.NULL_TENSOR}


# The numbers of DATA_TYPE_STRING, _BOOL and _FLOAT64 in the plugin's api.proto.
TYPES = {"string_value": 1, "bool_value": 2, "number_value": 3}


def _hparam(name: str, value: Any) -> tuple[str, Any]:
    """Return the field a hyperparameter goes into, and its value."""
    if isinstance(value, str):
        return "string_value", value
    if isinstance(value, (bool, np.bool_)):  # before numbers: True is one, too
        return "bool_value", bool(value)
    if isinstance(value, Real):
        return "number_value", float(value)
    raise TypeError(
        f"Hyperparameter {name!r} must be a number, a text or a boolean. Received: {value!r} "
        f"({type(value).__name__}). Pass str(value)."
    )
