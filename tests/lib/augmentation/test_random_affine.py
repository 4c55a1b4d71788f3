import numpy as np
import pytest

from deeptuning.augmentation import random_affine
from tests.lib.augmentation.inputs import pictures, rng, scipy_affine


def homogeneous(upper):
    return np.vstack([upper, [0, 0, 1]])


def test_all_at_once(agrees):
    """The product of the legacy generator, in homogeneous coordinates: turn, shift, shear, zoom."""
    x, generator = pictures(12), rng(7)
    theta, d, r, phi = (generator.uniform(-a, a, 12) for a in (40, 1.5, 2.5, 25))
    s = generator.uniform(0.7, 1.3, 12)
    expected = []
    for i in range(12):
        a, k = np.deg2rad(theta[i]), np.tan(np.deg2rad(phi[i]))
        turn = homogeneous([[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0]])
        move = homogeneous([[1, 0, -d[i]], [0, 1, -r[i]]])
        lean = homogeneous([[1, 0, 0], [-k, 1, 0]])
        size = homogeneous([[1 / s[i], 0, 0], [0, 1 / s[i], 0]])
        expected.append((turn @ move @ lean @ size)[:2])
    limits = {"degrees": 40, "down": 1.5, "right": 2.5, "shear": 25, "zoom": 0.3}
    ours = random_affine(x, rng(7), **limits, fill="constant", value=0.4)
    theirs = scipy_affine(x, np.array(expected), "constant", 0.4)
    agrees("random_affine", "SciPy", ours, theirs, within=1e-12)


def test_nothing_asked_for_and_nothing_changes():
    x = pictures()
    assert np.array_equal(random_affine(x, rng()), x)


@pytest.mark.parametrize(
    ("change", "legal"),
    [
        ({"degrees": -1}, r"\[0, inf\)"),
        ({"down": -1}, r"\[0, inf\)"),
        ({"right": -1}, r"\[0, inf\)"),
        ({"shear": 90}, r"\[0, 90\)"),
        ({"shear": -0.5}, r"\[0, 90\)"),
        ({"zoom": 1}, r"\[0, 1\)"),
    ],
)
def test_what_is_refused(change, legal):
    with pytest.raises(ValueError, match=rf"`{next(iter(change))}` must be in {legal}"):
        random_affine(pictures(), rng(), **change)
