"""CIFAR-10: 60,000 small colour photographs of ten kinds of things."""

from __future__ import annotations

import tarfile
import zlib
from pathlib import Path

import numpy as np

from deeptuning.data._files import locate, require_checksum, require_counts, require_images
from deeptuning.data._safe_pickle import read_pickle
from deeptuning.data.images import Images
from deeptuning.data.unavailable import DataDamaged

FOLDER = "cifar-10-batches-py"
ARCHIVES = (
    "cifar-10-python.tar.gz",
    "cifar-10-batches-py.tar.gz",
    "cifar-10-batches-py-target_archive",
)
FILES = [FOLDER, f"{FOLDER}-target/{FOLDER}", *ARCHIVES]
BATCHES = [*(f"data_batch_{i}" for i in range(1, 6)), "test_batch"]
ARCHIVE = "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"
CHECKSUMS = {name: ARCHIVE for name in ARCHIVES} | {
    "data_batch_1": "c99cafc152244af753f735de768cd75f",
    "data_batch_2": "d4bba439e000b95fd0a9bffe97cbabec",
    "data_batch_3": "54ebc095f3ab1f0389bbae665268c751",
    "data_batch_4": "634d18415352ddfa80567beed471001a",
    "data_batch_5": "482c414d41f54cd18b22e5b47cb7c3cb",
    "test_batch": "40351d587109b95175f43aff81a1287e",
}
COUNTS = {"train": 5000, "test": 1000}
CLASSES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)


def load_cifar10(
    folder: str | Path | None = None, download: bool = False, verify: bool = True
) -> Images:
    """Load CIFAR-10 from this machine, or fetch it with Keras if `download` is set.

    Looked for are the folder `cifar-10-batches-py`, where Keras and torchvision put it, and the
    archive `cifar-10-python.tar.gz`. The batches are pickles, a format that can run code: they
    are read by an unpickler that knows arrays and nothing else.

    Args:
        folder: where to look; by default in the folder named by the environment variable
            DEEPTUNING_DATA, then in Keras' cache.
        download: fetch the files into Keras' cache if they are not found; needs a network.
        verify: compare with the published checksums and class counts. False accepts a part of
            CIFAR-10 that you cut out yourself; its layout is still checked.

    Returns:
        `Images`: 50,000 for training and 10,000 for the test, uint8 `(n, 32, 32, 3)`, labels
        `(n,)`. Keras returns labels of shape `(n, 1)`.

    Raises:
        DataUnavailable: not here; the message says where was looked and names the stand-in.
        DataDamaged: a file is torn, hostile, or not CIFAR-10.

    Example:
        >>> from deeptuning.data import DataUnavailable
        >>> try:
        ...     shape = load_cifar10("an/empty/folder").train_images.shape
        ... except DataUnavailable as absent:
        ...     print(absent.stand_in)
        colour_shapes(n, rng).split()

    Source: Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
    """
    path = locate(
        "CIFAR-10", FILES, folder, fetch if download else None, "colour_shapes(n, rng).split()"
    )
    contents = read_folder(path, verify) if path.is_dir() else read_archive(path, verify)
    batches = [read_batch(data, path / name) for name, data in contents.items()]
    images, labels = (np.concatenate(parts) for parts in zip(*batches[:-1], strict=True))
    if verify:
        require_counts(path, labels, [COUNTS["train"]] * 10)
        require_counts(path, batches[-1][1], [COUNTS["test"]] * 10)
    return Images(images, labels, *batches[-1], CLASSES)


def fetch() -> None:
    """Let Keras put CIFAR-10 into its cache."""
    from keras.datasets import cifar10  # heavy: only when asked for

    cifar10.load_data()


def read_folder(path: Path, verify: bool) -> dict[str, bytes]:
    """Return the six files as bytes; with `verify`, their checksums are compared first."""
    for name in BATCHES:
        if not (path / name).is_file():
            raise DataDamaged(path / name, "is missing beside the other batches of CIFAR-10")
        if verify:
            require_checksum(path / name, CHECKSUMS)
    return {name: (path / name).read_bytes() for name in BATCHES}


def read_archive(path: Path, verify: bool) -> dict[str, bytes]:
    """Return the six files as bytes, straight from the archive; nothing is unpacked on disk."""
    if verify:
        require_checksum(path, CHECKSUMS)
    try:
        with tarfile.open(path, "r:gz") as archive:
            members = [archive.extractfile(f"{FOLDER}/{name}") for name in BATCHES]
            return {name: m.read() for name, m in zip(BATCHES, members, strict=True)}
    except (tarfile.TarError, KeyError, EOFError, OSError, AttributeError, zlib.error) as error:
        raise DataDamaged(path, f"is no whole archive of CIFAR-10 ({error})") from error


def read_batch(data: bytes, path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the images of a batch, channels last, and their labels."""
    batch = read_pickle(data, path)
    if not isinstance(batch, dict) or not {b"data", b"labels"} <= batch.keys():
        raise DataDamaged(path, "has no data and labels")
    pixels, labels = np.asarray(batch[b"data"]), np.asarray(batch[b"labels"])
    if pixels.ndim != 2 or pixels.shape[1] != 3 * 32 * 32 or labels.dtype.kind not in "iu":
        raise DataDamaged(path, f"holds pixels of shape {pixels.shape}, not (n, 3072)")
    images = pixels.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    require_images(path, images, labels, (32, 32, 3))
    return np.ascontiguousarray(images), labels.astype(int)
