"""Read files that can only be read with pickle, allowing arrays and nothing else."""

from __future__ import annotations

import io
import pickle
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from deeptuning.data.unavailable import DataDamaged

# NumPy 1 and 2 name the module of this function differently; asking an array avoids both names.
RECONSTRUCT = np.zeros(0).__reduce__()[0]
ALLOWED = {
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
    ("numpy.core.multiarray", "_reconstruct"): RECONSTRUCT,
    ("numpy._core.multiarray", "_reconstruct"): RECONSTRUCT,
}


class ArraysOnly(pickle.Unpickler):
    """An unpickler for numbers, texts, bytes, lists, dicts and NumPy arrays.

    Anything else a pickle may name, such as `os.system`, is refused before it is looked up.
    """

    def find_class(self, module: str, name: str) -> Any:
        """Return one of the four names an array needs."""
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"names {module}.{name}, which no data set needs")
        return ALLOWED[module, name]


def read_pickle(data: bytes, path: Path | str, encoding: str = "bytes") -> Any:
    """Read a pickle of arrays; a damaged or hostile one raises `DataDamaged`."""
    try:
        return ArraysOnly(io.BytesIO(data), encoding=encoding).load()
    except Exception as error:  # a torn pickle raises nearly anything
        raise DataDamaged(path, f"is no pickle of arrays ({error})") from error


def read_npz(path: Path, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Read named arrays of an `.npz`, object arrays of lists included."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(f"{name}.npy") for name in names}
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, zlib.error) as error:
        raise DataDamaged(path, f"is no npz with {', '.join(names)} ({error})") from error
    return {name: read_npy(data, path) for name, data in members.items()}


def read_npy(data: bytes, path: Path) -> np.ndarray:
    """Read one `.npy`: plain numbers without pickle, lists through `ArraysOnly`."""
    stream = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(stream)
        header = {1: np.lib.format.read_array_header_1_0, 2: np.lib.format.read_array_header_2_0}
        shape, _, dtype = header[version[0]](stream)
        if not dtype.hasobject:
            return np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    except (ValueError, KeyError) as error:
        raise DataDamaged(path, f"holds a torn array ({error})") from error
    array = read_pickle(data[stream.tell() :], path)
    if not isinstance(array, np.ndarray) or array.shape != shape:
        raise DataDamaged(path, f"announces an array of shape {shape} and holds another")
    return array
