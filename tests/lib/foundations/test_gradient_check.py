import numpy as np
import pytest
from scipy import optimize

from deeptuning.foundations import gradient_check


def quartic(theta):
    return float((theta**4).sum())


THETA = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1e-3]])


def test_a_right_gradient_passes_and_theta_is_left_alone():
    before = THETA.copy()
    assert gradient_check(quartic, 4 * THETA**3, THETA).error < 1e-5
    np.testing.assert_array_equal(THETA, before)


def test_the_measured_slope_is_scipy_s(agrees):
    expected = optimize.approx_fprime(np.ravel(THETA), quartic, 1e-7)[1]
    wrong = 4 * THETA**3
    wrong[0, 1] = 5.0
    found = gradient_check(quartic, wrong, THETA)
    assert found.where == (0, 1)
    assert found.given == 5.0
    agrees("gradient_check", "SciPy", found.measured, expected, within=1e-5)
    agrees("gradient_check", "by hand", found.error, (5 + 32) / 32, within=1e-6)


def test_central_differences_are_exact_for_parabolas(agrees):
    """One-sided ones would be off by the step."""
    found = gradient_check(lambda t: float(t[0] ** 2), np.array([6.0]), np.array([3.0]), h=0.5)
    agrees("gradient_check", "by hand", found.measured, 6.0, within=0)
    assert found.error == 0.0


def test_the_step_grows_with_large_parameters_only(agrees):
    seen = []

    def f(theta):
        seen.append(theta[0])
        return 0.0

    gradient_check(f, np.array([0.0]), np.array([1000.0]), h=0.25)
    gradient_check(f, np.array([0.0]), np.array([-0.5]), h=0.25)
    agrees("gradient_check", "by hand", seen, [1250.0, 750.0, -0.25, -0.75], within=0)


def test_small_slopes_are_compared_absolutely(agrees):
    found = gradient_check(lambda t: 0.0, np.array([1e-6]), np.array([1.0]), floor=1e-2)
    agrees("gradient_check", "by hand", found.error, 1e-4, within=1e-12)
    assert gradient_check(lambda t: 0.0, np.array([1e-6]), np.array([1.0])).error == pytest.approx(
        1e-2
    )
    assert gradient_check(lambda t: 0.0, np.array([0.0]), np.array([1.0])).error == 0


def test_of_equally_wrong_ones_the_first_is_named():
    found = gradient_check(lambda t: 0.0, [np.zeros(2), np.array([1.0, 1.0])], [np.ones(2)] * 2)
    assert (found.where, found.error) == ((1, 0), 1.0)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_nan_never_passes(bad):
    assert gradient_check(quartic, np.full((2, 3), bad), THETA).error == np.inf
    g = 4 * THETA**3
    g[1, 2] = np.nan
    assert gradient_check(quartic, g, THETA).where == (1, 2)
    assert gradient_check(lambda t: np.nan, np.array([1.0]), np.array([1.0])).error == np.inf


def test_structures():
    theta = [{"w": np.ones((2, 2)), "b": np.ones(1)}, (np.array(3.0),)]

    def f(t):
        return t[0]["w"].sum() ** 2 + t[0]["b"][0] * t[1][0]

    right = [{"w": np.full((2, 2), 8.0), "b": np.array([3.0])}, [1.0]]
    assert gradient_check(f, right, theta).error < 1e-9
    right[1] = [2.0]
    assert gradient_check(f, right, theta).where == (1, 0)


def test_a_loss_that_keeps_its_argument_sees_each_point_of_its_own():
    kept = []
    gradient_check(lambda t: kept.append(t) or 0.0, np.array([0.0]), np.array([1.0]), h=0.5)
    assert [float(t[0]) for t in kept] == [1.5, 0.5]


@pytest.mark.parametrize(
    ("gradient", "theta"),
    [
        (np.ones(2), np.ones(3)),
        ({"w": np.ones(2)}, np.ones(2)),
        ({"w": np.ones(2)}, {"v": np.ones(2)}),
        ([np.ones((2, 3))], [np.ones((3, 2))]),
    ],
)
def test_structures_must_agree(gradient, theta):
    with pytest.raises(ValueError, match="`gradient` must have the structure of `theta`"):
        gradient_check(lambda t: 0.0, gradient, theta)


def test_other_illegal_arguments():
    with pytest.raises(ValueError, match="`theta` must hold numbers"):
        gradient_check(lambda t: 0.0, [], [])
    with pytest.raises(ValueError, match=r"`h` must be in \(0, inf\)"):
        gradient_check(quartic, THETA, THETA, h=0.0)
    with pytest.raises(ValueError, match=r"`floor` must be in \(0, inf\)"):
        gradient_check(quartic, THETA, THETA, floor=0.0)
