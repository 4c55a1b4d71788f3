"""MNIST: 70,000 handwritten digits, 28 by 28 pixels."""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np

from deeptuning.data._files import locate, require_checksum, require_counts, require_images
from deeptuning.data._safe_pickle import read_npz
from deeptuning.data.images import Images
from deeptuning.data.unavailable import DataDamaged

RAW = [
    f"{folder}train-images-idx3-ubyte{end}"
    for folder in ("MNIST/raw/", "raw/", "")
    for end in ("", ".gz")
]
CHECKSUMS = {
    "mnist.npz": "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    "train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
    "t10k-images-idx3-ubyte.gz": "9fb629c4189551a2d022fa330f9573f3",
    "t10k-labels-idx1-ubyte.gz": "ec29112dd5afa0611ce80d1b7f02629c",
}
TRAIN_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
ARRAYS = ("x_train", "y_train", "x_test", "y_test")


def load_mnist(
    folder: str | Path | None = None, download: bool = False, verify: bool = True
) -> Images:
    """Load MNIST from this machine, or fetch it with Keras if `download` is set.

    Looked for are Keras' `mnist.npz` and torchvision's `MNIST/raw/*-ubyte`, plain or gzipped.

    Args:
        folder: where to look; by default in the folder named by the environment variable
            DEEPTUNING_DATA, then in Keras' cache.
        download: fetch the files into Keras' cache if they are not found; needs a network.
        verify: compare with the published checksums and class counts. False accepts a part of
            MNIST that you cut out yourself; its layout is still checked.

    Returns:
        `Images`: 60,000 for training and 10,000 for the test, uint8 of shape `(n, 28, 28)`,
        not scaled and not shuffled.

    Raises:
        DataUnavailable: not here; the message says where was looked and names the stand-in.
        DataDamaged: a file is torn or is not MNIST.

    Example:
        >>> from deeptuning.data import DataUnavailable
        >>> try:
        ...     shape = load_mnist("an/empty/folder").train_images.shape
        ... except DataUnavailable as absent:
        ...     print(absent.stand_in)
        load_enlarged_digits()

    Source: LeCun, Bottou, Bengio & Haffner, Gradient-Based Learning Applied to Document
        Recognition, 1998.
    """
    path = locate(
        "MNIST", ["mnist.npz", *RAW], folder, fetch if download else None, "load_enlarged_digits()"
    )
    paths = [path] if path.name == "mnist.npz" else siblings(path)
    for file in paths if verify else ():
        require_checksum(file, CHECKSUMS)
    if path.name == "mnist.npz":
        arrays = list(read_npz(path, ARRAYS).values())
    else:
        arrays = [read_idx(file) for file in paths]
    for images, labels, counts in ((*arrays[:2], TRAIN_COUNTS), (*arrays[2:], TEST_COUNTS)):
        require_images(path, images, labels, (28, 28))
        if verify:
            require_counts(path, labels, counts)
    train_images, train_labels, test_images, test_labels = arrays
    classes = tuple("0123456789")
    return Images(
        train_images, train_labels.astype(int), test_images, test_labels.astype(int), classes
    )


def fetch() -> None:
    """Let Keras put `mnist.npz` into its cache."""
    from keras.datasets import mnist  # heavy: only when asked for

    mnist.load_data()


def siblings(path: Path) -> list[Path]:
    """Return the four files that lie beside the training images, in the order of `ARRAYS`."""
    names = [path.name, path.name.replace("images-idx3", "labels-idx1")]
    names += [name.replace("train", "t10k") for name in names]
    for name in names:
        if not (path.parent / name).exists():
            raise DataDamaged(path.parent / name, "is missing beside the other files of MNIST")
    return [path.parent / name for name in names]


def read_idx(path: Path) -> np.ndarray:
    """Read an array of bytes in the IDX format: 0, 0, type, rank, the sizes, the data.

    Raises:
        DataDamaged: another type than bytes, or more or fewer bytes than announced.
    """
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise DataDamaged(path, f"is no whole gzip file ({error})") from error
    start = 4 + 4 * data[3] if len(data) >= 4 else 4
    if len(data) < start or data[:3] != b"\x00\x00\x08":
        raise DataDamaged(path, "does not begin like an IDX file of bytes")
    shape = struct.unpack(f">{data[3]}I", data[4:start])
    if len(data) - start != np.prod(shape, dtype=float):
        raise DataDamaged(path, f"announces shape {shape} and holds {len(data) - start} bytes")
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape).copy()
