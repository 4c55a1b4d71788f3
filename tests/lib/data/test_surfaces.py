"""Do the surfaces have the minima and gradients they say?"""

import numpy as np
import pytest

from deeptuning.data.surfaces import SURFACES, surface, valley

POINTS = np.random.default_rng(0).uniform(-1.5, 1.5, (20, 2))


@pytest.mark.parametrize("name", SURFACES)
def test_gradient_equals_finite_differences(name):
    place, h = surface(name), 1e-6
    shifts = h * np.eye(2)
    differences = np.stack(
        [(place.loss(POINTS + s) - place.loss(POINTS - s)) / (2 * h) for s in shifts], axis=-1
    )
    np.testing.assert_allclose(place.gradient(POINTS), differences, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", SURFACES)
def test_the_minimum_is_zero_and_lowest(name):
    place = surface(name)
    minimum = np.array(place.minimum)
    assert place.loss(minimum) == 0
    assert (place.loss(POINTS) > 0).all()
    np.testing.assert_array_equal(place.gradient(minimum), 0)
    left, right, bottom, top = place.window
    assert left <= place.start[0] <= right
    assert bottom <= place.start[1] <= top


@pytest.mark.parametrize("degrees", [0, 30, 45, 90])
def test_turning_a_valley_keeps_its_curvatures_and_its_start(degrees):
    place = valley(50, degrees)
    hessian = np.stack([place.gradient(row) for row in np.eye(2)])
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [1, 50], rtol=1e-12)
    assert place.loss(np.array(place.start)) == pytest.approx(0.5 * (4 + 50 * 0.81))


@pytest.mark.parametrize("kappa", [0.5, -1, float("nan"), float("inf")])
def test_a_condition_number_below_one_is_refused(kappa):
    with pytest.raises(ValueError, match="`kappa` must be in"):
        valley(kappa)


def test_an_unknown_surface_lists_the_known_ones():
    with pytest.raises(ValueError, match="Unknown surface 'lake'. Known: banana, plateau"):
        surface("lake")
