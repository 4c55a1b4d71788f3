"""Where real data may lie, how a file is found, and whether it is the right one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from deeptuning.data.unavailable import DataDamaged, DataUnavailable


def keras_cache() -> Path:
    """Return the folder where `keras.datasets` keeps its files."""
    return Path(os.environ.get("KERAS_HOME", Path.home() / ".keras")).expanduser() / "datasets"


def places(folder: str | Path | None) -> list[Path]:
    """Return the folders to look in: the given one, or `DEEPTUNING_DATA` and Keras' cache."""
    if folder is not None:
        return [Path(folder).expanduser()]
    own = os.environ.get("DEEPTUNING_DATA")
    return ([Path(own).expanduser()] if own else []) + [keras_cache()]


def find(files: Iterable[str], where: Iterable[Path]) -> Path | None:
    """Return the first of the files (relative paths) in the first folder that has one."""
    files = list(files)
    return next((p / f for p in where for f in files if (p / f).exists()), None)


def locate(
    name: str,
    files: list[str],
    folder: str | Path | None,
    download: Callable[[], object] | None,
    stand_in: str,
) -> Path:
    """Find one of the files, fetching them into Keras' cache if `download` is given."""
    where = places(folder)
    found = find(files, where)
    if found is not None:
        return found
    if download is None:
        raise DataUnavailable(name, files, where, stand_in)
    try:
        download()
    except ImportError as error:
        reason = "Downloading needs Keras: pip install 'deeptuning[tensorflow]'."
        raise DataUnavailable(name, files, where, stand_in, reason) from error
    except Exception as error:  # Keras raises bare Exceptions for whatever the network does
        reason = f"The download failed: {str(error).rstrip('.')}."
        raise DataUnavailable(name, files, where, stand_in, reason) from error
    found = find(files, [keras_cache()])
    if found is None:
        raise DataUnavailable(name, files, [keras_cache()], stand_in, "The download left no file.")
    return found


def require_checksum(path: Path, published: dict[str, str]) -> None:
    """Raise unless the file has its published MD5 or SHA-256; unlisted names pass."""
    wanted = published.get(path.name)
    if wanted is None:
        return
    method = "md5" if len(wanted) == 32 else "sha256"
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, method).hexdigest()
    if found != wanted:
        raise DataDamaged(path, f"has {method} {found}, published is {wanted}")


def require_images(path: Path, images: np.ndarray, labels: np.ndarray, shape: tuple) -> None:
    """Raise unless these are uint8 images of one shape with one label from 0 to 9 each."""
    if images.dtype != np.uint8 or images.shape[1:] != shape:
        raise DataDamaged(
            path, f"holds {images.dtype} images of shape {images.shape}, not uint8 {('n', *shape)}"
        )
    if labels.shape != (len(images),):
        raise DataDamaged(path, f"has labels of shape {labels.shape} for {len(images)} images")
    if len(labels) and not (labels.min() >= 0 and labels.max() <= 9):
        raise DataDamaged(path, "has labels outside 0 to 9")


def require_counts(path: Path, labels: np.ndarray, counts: list[int]) -> None:
    """Raise unless every class occurs as often as in the published set."""
    found = np.bincount(labels, minlength=len(counts)).tolist()
    if found != counts:
        raise DataDamaged(path, f"has {found} examples per class, published are {counts}")
