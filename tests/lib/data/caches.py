"""Small caches in the formats of the real data, for loaders to find."""

import gzip
import hashlib
import io
import json
import os
import pickle
import struct
import tarfile
from pathlib import Path

import numpy as np

rng = np.random.default_rng(0)
DIGITS = {
    "x_train": rng.integers(256, size=(30, 28, 28), dtype=np.uint8),
    "y_train": np.tile(np.arange(10, dtype=np.uint8), 3),
    "x_test": rng.integers(256, size=(12, 28, 28), dtype=np.uint8),
    "y_test": rng.integers(10, size=12, dtype=np.uint8),
}
IDX = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}
BATCHES = {
    name: {
        b"data": rng.integers(256, size=(4, 3072), dtype=np.uint8),
        b"labels": rng.integers(10, size=4).tolist(),
        b"batch_label": b"a few pictures",
    }
    for name in [*(f"data_batch_{i}" for i in range(1, 6)), "test_batch"]
}
TEXTS = {
    "x_train": [[1, 14, 22], [5, 2, 7, 9, 3], [1], [8, 8, 60, 4, 1, 2]],
    "y_train": [1, 0, 0, 1],
    "x_test": [[3, 1], [61, 2, 2], [7, 30, 1, 1, 5]],
    "y_test": [0, 1, 1],
}
INDEX = {"the": 1, "and": 2, "a": 3, "parrot": 14}


class Hostile:
    """A pickle of this makes a folder when it is read carelessly."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


def mnist_npz(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "mnist.npz", **DIGITS)
    return folder / "mnist.npz"


def idx_bytes(array: np.ndarray) -> bytes:
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.tobytes()


def mnist_idx(folder: Path, zipped: bool) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for key, name in IDX.items():
        data = idx_bytes(DIGITS[key])
        if zipped:
            (folder / f"{name}.gz").write_bytes(gzip.compress(data))
        else:
            (folder / name).write_bytes(data)
    return folder


def cifar_folder(folder: Path, batches: dict = BATCHES) -> Path:
    place = folder / "cifar-10-batches-py"
    place.mkdir(parents=True, exist_ok=True)
    for name, batch in batches.items():
        (place / name).write_bytes(pickle.dumps(batch, protocol=4))
    return place


def cifar_archive(folder: Path, name: str = "cifar-10-python.tar.gz") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / name, "w:gz") as archive:
        for batch, content in BATCHES.items():
            data = pickle.dumps(content, protocol=4)
            member = tarfile.TarInfo(f"cifar-10-batches-py/{batch}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return folder / name


def ragged(lists: list) -> np.ndarray:
    array = np.empty(len(lists), dtype=object)
    array[:] = lists
    return array


def imdb(folder: Path, **changes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        key: ragged(value) if key.startswith("x") else np.array(value)
        for key, value in TEXTS.items()
    }
    np.savez(folder / "imdb.npz", **(arrays | changes))
    (folder / "imdb_word_index.json").write_text(json.dumps(INDEX), encoding="utf-8")
    return folder / "imdb.npz"


def checksum(path: Path, method: str) -> str:
    return hashlib.new(method, path.read_bytes()).hexdigest()
