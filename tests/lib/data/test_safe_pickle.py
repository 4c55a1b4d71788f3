"""What may a pickle name, and which arrays come back?"""

import datetime
import io
import pickle
import zipfile

import numpy as np
import pytest

from deeptuning.data._safe_pickle import ALLOWED, read_npy, read_npz, read_pickle
from deeptuning.data.unavailable import DataDamaged


@pytest.mark.parametrize("protocol", [3, 4])
def test_plain_things_come_back(protocol):
    thing = {"a": [1, 2.5, b"x", ("y", None)], b"n": np.arange(6.0).reshape(2, 3)}
    back = read_pickle(pickle.dumps(thing, protocol=protocol), "file")
    assert back["a"] == thing["a"]
    np.testing.assert_array_equal(back[b"n"], thing[b"n"])


def test_names_of_numpy_1_are_known():
    data = pickle.dumps(np.arange(3), protocol=3).replace(
        b"numpy._core.multiarray", b"numpy.core.multiarray"
    )
    np.testing.assert_array_equal(read_pickle(data, "file"), [0, 1, 2])
    assert len(ALLOWED) == 4


@pytest.mark.parametrize("thing", [print, datetime.date(2000, 1, 1), np.load, {1, 2}.union, type])
def test_anything_else_is_refused(thing):
    with pytest.raises(DataDamaged, match="which no data set needs"):
        read_pickle(pickle.dumps(thing), "file")


@pytest.mark.parametrize("version", [(1, 0), (2, 0)])
def test_both_versions_of_npy(version):
    for array in (np.arange(4.0), np.array([[1], "b"], dtype=object)):
        stream = io.BytesIO()
        np.lib.format.write_array(stream, array, version=version)
        assert read_npy(stream.getvalue(), "file").tolist() == array.tolist()


def test_torn_and_false_arrays_are_refused(tmp_path):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.array([[1], [2]], dtype=object))
    head, body = stream.getvalue()[:128], stream.getvalue()[128:]
    for data in (b"", b"x" * 100, head[:20], b"\x93NUMPY\x09\x00" + head[8:]):
        with pytest.raises(DataDamaged, match="^File file holds a torn array"):
            read_npy(data, "file")
    for other in (pickle.dumps([1, 2]), pickle.dumps(np.zeros(3), protocol=4)):
        with pytest.raises(DataDamaged, match="^File file announces an array of shape"):
            read_npy(head + other, "file")
    with pytest.raises(DataDamaged, match="^File file is no pickle of arrays"):
        read_npy(head + body[:-5], "file")
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("x.npy", head + body)
    assert read_npz(tmp_path / "a.npz", ("x",))["x"].tolist() == [[1], [2]]
    with pytest.raises(DataDamaged, match=r"^File \S+a.npz is no npz with x, y"):
        read_npz(tmp_path / "a.npz", ("x", "y"))
