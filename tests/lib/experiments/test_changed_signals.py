"""Do the waves have their labels, and does each change keep the right one?"""

import numpy as np
import pytest

from deeptuning.experiments.changed_signals import CHANGES, waves


def rng():
    return np.random.default_rng(0)


def pitch_of(x):
    return np.abs(np.fft.rfft(x, axis=1)).argmax(axis=1) - 2


def loud(x):
    return (x**2).mean(axis=1) > 0.5  # between 0.6² / 2 and 1.4² / 2


DRAWN = waves(200, rng(), noise=0.0)


def test_waves_have_the_labels_they_carry():
    np.testing.assert_array_equal(pitch_of(DRAWN.waves), DRAWN.pitch)
    np.testing.assert_array_equal(loud(DRAWN.waves), DRAWN.loud)
    assert 0.4 < DRAWN.loud.mean() < 0.6


@pytest.mark.parametrize("name", ["noise", "shift", "scale"])
def test_pitch_is_kept(name):
    changed = CHANGES[name](DRAWN.waves, rng())
    assert (pitch_of(changed) == DRAWN.pitch).mean() > 0.98


def test_stretching_breaks_pitch_and_keeps_loudness():
    changed = CHANGES["stretch"](DRAWN.waves, rng())
    assert (pitch_of(changed) == DRAWN.pitch).mean() < 0.7
    assert (loud(changed) == DRAWN.loud).mean() > 0.98


def test_scaling_breaks_loudness_and_shifting_keeps_it():
    assert (loud(CHANGES["scale"](DRAWN.waves, rng())) == DRAWN.loud).mean() < 0.9
    assert (loud(CHANGES["shift"](DRAWN.waves, rng())) == DRAWN.loud).all()


def test_stretching_by_one_is_no_change():
    class Still:
        def uniform(self, low, high, n):
            return np.zeros(n)

    np.testing.assert_allclose(CHANGES["stretch"](DRAWN.waves, Still()), DRAWN.waves)
