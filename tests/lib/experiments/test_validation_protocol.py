"""Does noise look as good as chance allows, and no better where nothing leaks?"""

import numpy as np
import pytest

from deeptuning.experiments.validation_protocol import (
    best_of,
    expected_best,
    guess_noise,
    leaks,
    most_correlated,
)


@pytest.mark.parametrize(("trials", "rows", "chance"), [(1, 7, 0.3), (5, 40, 0.5), (50, 9, 0.1)])
def test_the_expected_best_is_that_of_a_simulation(trials, rows, chance):
    drawn = np.random.default_rng(0).binomial(rows, chance, (40_000, trials)).max(axis=1) / rows
    assert expected_best(trials, rows, chance) == pytest.approx(drawn.mean(), abs=0.004)


def test_the_best_of_some_is_found_in_every_search_and_test_set():
    hits = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]], dtype=bool)
    assert best_of(hits, trials=1, rows=4) == pytest.approx(hits.mean())
    # Two searches of two nets, two sets of two rows: (1, 0.5) and (0.5, 0.5).
    assert best_of(hits, trials=2, rows=2) == pytest.approx((1 + 0.5 + 0.5 + 0.5) / 4)
    assert best_of(hits, trials=3, rows=3) == pytest.approx(2 / 3)  # what does not fit is left out


def test_nets_that_learned_noise_guess():
    hits = guess_noise(1, trials=40, rows=2000)
    assert hits.shape == (40, 2000)
    assert abs(hits.mean() - 0.5) < 0.02
    assert len(np.unique(hits, axis=0)) == 40  # they are different nets


def test_only_leaks_of_labels_or_patients_make_noise_look_good():
    runs = [leaks(seed) for seed in range(6)]
    mean = {name: np.mean([run[name] for run in runs]) for name in runs[0]}
    good = {name for name, value in mean.items() if value > 0.65}
    assert good == {"features chosen\non all rows", "patients\ntorn apart"}
    assert all(abs(mean[name] - 0.5) < 0.1 for name in mean.keys() - good)


def test_the_most_correlated_features_are_found():
    rng = np.random.default_rng(0)
    y = rng.integers(2, size=200)
    x = rng.normal(size=(200, 10))
    x[:, 3] += y
    x[:, 7] -= 2 * y
    assert most_correlated(x, y, 2).tolist() == [7, 3]
