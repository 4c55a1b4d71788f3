import numpy as np
import pytest

from deeptuning.augmentation import crop, pad, random_crop
from tests.lib.augmentation.inputs import first, last, pictures, rng


def test_padding_as_torch(agrees):
    from torch.nn.functional import pad as torch_pad

    x = pictures()
    theirs = last(torch_pad(first(x), (2, 2, 2, 2), value=0.3))
    agrees("pad", "torch", pad(x, 2, value=0.3), theirs, within=0)
    theirs = last(torch_pad(first(x), (1, 1, 1, 1), mode="replicate"))
    agrees("pad", "torch", pad(x, 1, fill="edge"), theirs, within=0)
    assert np.array_equal(pad(x, 0), x)
    assert pad(pictures(dtype=np.uint8), 1, value=255)[0, 0, 0, 0] == 255
    assert pad(x, 1)[0, 0, 0, 0] == 0


def test_windows_by_slices(agrees):
    x = pictures(3, 7, 5)
    ours = crop(x, [0, 2, 4], [2, 0, 1], 3, 2)
    expected = np.stack([x[0, 0:3, 2:4], x[1, 2:5, 0:2], x[2, 4:7, 1:3]])
    agrees("crop", "by hand", ours, expected, within=0)
    assert np.array_equal(crop(x, 0, 0, 7, 5), x)
    assert crop(x, 6, 4, 1, 1).shape == (3, 1, 1, 3)


def test_pad_and_crop(agrees):
    x = pictures(60, 4, 6, 1)
    top, left = rng(2).integers(0, 4, endpoint=True, size=(2, 60))
    ours = random_crop(x, rng(2), 2, value=0.5)
    framed = np.pad(x, ((0, 0), (2, 2), (2, 2), (0, 0)), constant_values=0.5)
    expected = [f[t : t + 4, c : c + 6] for f, t, c in zip(framed, top, left, strict=True)]
    agrees("random_crop", "by hand", ours, np.stack(expected), within=0)
    assert {0, 4} <= set(top) & set(left)
    black = random_crop(np.ones((60, 8, 8, 1)), rng())
    assert black.min() == 0
    assert (random_crop(np.ones((60, 8, 8, 1)), rng(), fill="edge") == 1).all()
    assert (black.sum(axis=(1, 2, 3)) >= 16).all()
    assert black.sum(axis=(1, 2, 3)).min() < 25


@pytest.mark.parametrize(
    ("window", "message"),
    [
        ((5, 0, 3, 2), r"`top` must be in \[0, 4\]. Received: top=5"),
        (([0, -1, 0], 0, 3, 2), r"`top` must be in \[0, 4\]"),
        ((0, 4, 3, 2), r"`left` must be in \[0, 3\]"),
        ((0, 0, 8, 2), r"`height` must be in \[1, 7\]"),
        ((0, 0, 0, 2), r"`height` must be in \[1, 7\]"),
        ((0, 0, 2, 6), r"`width` must be in \[1, 5\]"),
        ((0, 0, 2, 0), r"`width` must be in \[1, 5\]"),
        ((0.5, 0, 2, 2), "`top` must be whole"),
        ((0, 0, 2.5, 2), "`height` must be whole"),
    ],
)
def test_windows_that_are_refused(window, message):
    with pytest.raises(ValueError, match=message):
        crop(pictures(), *window)


def test_frames_that_are_refused():
    with pytest.raises(ValueError, match=r"`padding` must be in \[0"):
        pad(pictures(), -1)
    with pytest.raises(ValueError, match="`padding` must be whole"):
        random_crop(pictures(), rng(), 1.5)
    with pytest.raises(ValueError, match=r"`value` must be in \[0, 1\]"):
        pad(pictures(), 1, value=2)
    with pytest.raises(ValueError, match="`fill` must be one of"):
        pad(pictures(), 1, fill="wrap")
