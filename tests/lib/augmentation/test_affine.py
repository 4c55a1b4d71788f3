import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.augmentation import (
    affine,
    compose,
    rotation_matrix,
    shear_matrix,
    shift_matrix,
    zoom_matrix,
)
from tests.lib.augmentation.inputs import first, last, pictures, rng, scipy_affine

MATRICES = rng(1).normal(size=(3, 2, 3)) * [1, 1, 2] + [[1, 0, 0], [0, 1, 0]]
FILLS = [("edge", 0.0), ("constant", 0.0), ("constant", 0.3)]


@pytest.mark.parametrize(("fill", "value"), FILLS)
@pytest.mark.parametrize("shape", [(7, 5), (6, 8), (1, 4), (4, 1), (1, 1)])
def test_scipy(agrees, fill, value, shape):
    x = pictures(3, *shape, seed=2)
    ours = affine(x, MATRICES, fill=fill, value=value)
    agrees("affine", "SciPy", ours, scipy_affine(x, MATRICES, fill, value), within=1e-12)
    same = affine(x, MATRICES[1], fill=fill, value=value)
    agrees("affine", "SciPy", same, scipy_affine(x, MATRICES[1], fill, value), within=1e-12)


@pytest.mark.parametrize(("fill", "padding"), [("edge", "border"), ("constant", "zeros")])
def test_torch_grid_sample_with_coordinates_made_here(agrees, fill, padding):
    x = pictures(3, 6, 9)
    rows, columns = np.mgrid[:6, :9]
    grid = np.empty((3, 6, 9, 2))
    for i, m in enumerate(MATRICES):
        r, c = rows - 2.5, columns - 4.0
        source_row = m[0, 0] * r + m[0, 1] * c + m[0, 2] + 2.5
        source_column = m[1, 0] * r + m[1, 1] * c + m[1, 2] + 4.0
        grid[i] = np.stack([2 * source_column / 8 - 1, 2 * source_row / 5 - 1], -1)
    sampled = torch.nn.functional.grid_sample(
        first(x), torch.tensor(grid), padding_mode=padding, align_corners=True
    )
    agrees("affine", "torch", affine(x, MATRICES, fill=fill), last(sampled), within=1e-12)


def test_scipys_own_constant_does_not_blend_at_the_border():
    from scipy.ndimage import shift

    x = np.ones((1, 1, 4, 1))
    ours = affine(x, shift_matrix(right=0.5), fill="constant")[0, :, :, 0]
    assert ours.tolist() == [[0.5, 1, 1, 1]]
    assert shift(x[0, :, :, 0], (0, 0.5), order=1, mode="constant").tolist() == [[0, 1, 1, 1]]


def test_uint8_is_rounded_and_float32_stays_float32(agrees):
    x = pictures(dtype=np.uint8)
    exact = np.rint(scipy_affine(x.astype(float), MATRICES, "constant", 40))
    agrees("affine", "SciPy", affine(x, MATRICES, fill="constant", value=40), exact, within=0)
    x = pictures(dtype=np.float32)
    exact = scipy_affine(x.astype(float), MATRICES).astype(np.float32)
    agrees("affine", "SciPy", affine(x, MATRICES), exact, within=1e-7)
    assert affine(x, MATRICES).dtype == np.float32


def test_no_change_and_far_away():
    x = pictures()
    assert np.array_equal(affine(x, np.eye(2, 3)), x)
    far = np.array([[1, 0, 1e300], [0, 1, -1e300]])
    assert (affine(x, far, fill="constant", value=0.25) == 0.25).all()
    assert np.array_equal(affine(x, far), np.broadcast_to(x[:, -1:, :1], x.shape))


def homogeneous(matrix):
    return np.vstack([matrix, [0, 0, 1]])


def test_compose_is_the_product_of_homogeneous_matrices(agrees):
    a, b, c = MATRICES
    joined = (homogeneous(a) @ homogeneous(b) @ homogeneous(c))[:2]
    agrees("compose", "by hand", compose(a, b, c), joined, within=1e-14)
    agrees("compose", "by hand", compose(a), a, within=0)
    tensors = compose(*torch.tensor(MATRICES))
    agrees("compose", "by hand", tensors, joined, within=1e-14)


def test_compose_does_the_first_to_the_image_first():
    x = pictures(1, 9, 9)
    first, second = rotation_matrix(90), shift_matrix(down=2, right=1)
    one_by_one = affine(affine(x, first, fill="constant"), second, fill="constant")
    assert np.array_equal(affine(x, compose(first, second), fill="constant"), one_by_one)
    assert not np.array_equal(affine(x, compose(second, first), fill="constant"), one_by_one)


def test_one_matrix_meets_many():
    many = rotation_matrix(np.array([10.0, 20.0, 30.0]))
    joined = compose(shift_matrix(1, 2), many, zoom_matrix(2))
    assert joined.shape == (3, 2, 3)
    np.testing.assert_array_equal(joined[1], compose(shift_matrix(1, 2), many[1], zoom_matrix(2)))


def test_matrices_by_hand(agrees):
    s = 3**0.5 / 2
    agrees("rotation_matrix", "by hand", rotation_matrix(30), [[s, 0.5, 0], [-0.5, s, 0]],
           within=1e-15)  # fmt: skip
    agrees("shift_matrix", "by hand", shift_matrix(1.5, -2), [[1, 0, -1.5], [0, 1, 2]], within=0)
    agrees("zoom_matrix", "by hand", zoom_matrix(4, 0.5), [[0.25, 0, 0], [0, 2, 0]], within=0)
    agrees("shear_matrix", "by hand", shear_matrix(60), [[1, 0, 0], [-(3**0.5), 1, 0]],
           within=1e-15)  # fmt: skip
    v, h = np.array([2.0, 4.0]), np.float64(5)
    diagonals = zoom_matrix(h, v)[:, [0, 1], [0, 1]]
    agrees("zoom_matrix", "by hand", diagonals, [[0.2, 0.5], [0.2, 0.25]], within=0)
    agrees("shift_matrix", "by hand", shift_matrix(right=v)[:, :, 2], [[0, -2], [0, -4]], within=0)
    agrees("shift_matrix", "by hand", shift_matrix(down=v)[:, :, 2], [[-2, 0], [-4, 0]], within=0)


@given(st.floats(-1e4, 1e4))
@settings(max_examples=100, deadline=None)
def test_rotation_by_sine_and_cosine(degrees):
    a = np.deg2rad(degrees)
    expected = [[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0]]
    np.testing.assert_allclose(rotation_matrix(degrees), expected, atol=1e-11)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"matrix": np.eye(3)}, r"`matrix` must have shape \(2, 3\) or \(3, 2, 3\).*\(3, 3\)"),
        ({"matrix": np.zeros((2, 2, 3))}, r"with shape \(2, 2, 3\)"),
        ({"matrix": np.full((2, 3), np.nan)}, "`matrix` must be finite"),
        ({"fill": "reflect"}, "`fill` must be one of 'edge', 'constant'. Received: fill='reflect'"),
        ({"value": 1.5}, r"`value` must be in \[0, 1\]. Received: value=1.5"),
        ({"value": -0.5}, r"`value` must be in \[0, 1\]"),
    ],
)
def test_what_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        affine(**{"images": pictures(), "matrix": np.eye(2, 3)} | change)


def test_no_matrix_and_no_zoom():
    with pytest.raises(ValueError, match="`matrices` must hold at least one"):
        compose()
    with pytest.raises(ValueError, match=r"`vertical` must be in \(0, inf\). Received: vertical=0"):
        zoom_matrix(0)
    with pytest.raises(ValueError, match=r"`horizontal` must be in \(0, inf\)"):
        zoom_matrix(1, -1)
    affine(pictures(dtype=np.uint8), np.eye(2, 3), value=255)
    with pytest.raises(ValueError, match=r"`value` must be in \[0, 255\]"):
        affine(pictures(dtype=np.uint8), np.eye(2, 3), value=256)
