"""Are the races fair, and do they end as mathematics says?"""

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from deeptuning.experiments.grid_and_random_search import (
    HOPELESS,
    Landscape,
    best_rates,
    bowls,
    centres,
    landscape,
    race,
)


def test_the_grid_lies_in_the_middle_of_its_cells():
    points = centres(3, 2)
    assert points.shape == (9, 2)
    np.testing.assert_allclose(np.unique(points), [1 / 6, 1 / 2, 5 / 6])
    assert len(np.unique(points, axis=0)) == 9


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_the_grids_loss_is_that_of_the_nearest_centre(dims):
    grid, _ = bowls(dims, dims, 4, 20_000 if dims < 3 else 4000, np.random.default_rng(0))
    assert grid.mean() == pytest.approx(dims / (12 * 4**2), rel=0.03)  # a uniform offset each


def test_the_random_loss_in_one_dimension_is_the_expected_one():
    _, random = bowls(1, 1, 4, 40_000, np.random.default_rng(0))
    c, u = np.random.default_rng(1).random((2, 40_000, 4))
    assert random.mean() == pytest.approx(((u - c[:, :1]) ** 2).min(axis=1).mean(), rel=0.05)


def test_a_fractional_weight_belongs_to_the_next_dimension():
    plain, _ = bowls(2, 1, 3, 3000, np.random.default_rng(0))
    more, _ = bowls(2, 1.5, 3, 3000, np.random.default_rng(0))
    assert more.mean() == pytest.approx(1.5 * plain.mean(), rel=0.05)


def test_between_the_measured_points_the_loss_is_bilinear():
    rng = np.random.default_rng(0)
    place = Landscape(np.linspace(-4, 2, 7), np.linspace(-6, 1, 5), rng.random((7, 5, 2)))
    points = rng.uniform([-4, -6], [2, 1], (50, 2))
    points[0] = 2, 1
    right = RegularGridInterpolator((place.rates, place.decays), place.loss[..., 1])(points)
    np.testing.assert_allclose(place.at(*points.T, seed=1), right)


def test_the_ranges_lie_where_they_should():
    rates, decays = np.linspace(-4, 2, 25), np.linspace(-6, 1, 29)
    up = np.broadcast_to(decays[None, :, None], (25, 29, 1))
    rng = np.random.default_rng(0)
    for both, low, high in ((False, -6, -3.5), (True, -4, 1)):
        grid, random = race(Landscape(rates, decays, up), 0, both, 3, 200, rng)
        assert low <= random.min()
        assert grid.max() <= high


def test_even_draws_go_to_the_top_and_logarithmic_ones_everywhere():
    rates = np.linspace(-4, 2, 25)
    valley = np.broadcast_to(np.abs(rates - (-2))[:, None, None], (25, 2, 1))
    place = Landscape(rates, np.array([-6.0, 1.0]), valley)
    evenly, logarithm = best_rates(place, 0, 2, 8, 300, np.random.default_rng(0))
    assert logarithm < 0.5 < 1.5 < evenly


def test_a_landscape_is_measured():
    place = landscape([0, 1], rates=4, decays=2)
    assert place.loss.shape == (4, 2, 2)
    assert place.loss.max() == HOPELESS  # the largest rate and decay
    assert place.loss[2, 0].max() < 1  # a rate of 1, without decay
