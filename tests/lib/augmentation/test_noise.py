import numpy as np
import pytest
import scipy.stats

from deeptuning.augmentation import random_noise
from tests.lib.augmentation.inputs import pictures, rng


def test_the_noise_is_normal_with_the_given_deviation(agrees):
    x = np.full((2, 100, 100, 1), 0.5)
    sigma = np.array([0.02, 0.05])
    noise = random_noise(x, rng(), sigma) - x
    for i in range(2):
        assert scipy.stats.kstest(noise[i].ravel() / sigma[i], "norm").pvalue > 1e-4
    expected = x + sigma.reshape(2, 1, 1, 1) * rng().normal(size=x.shape)
    agrees("random_noise", "by hand", noise + x, expected, within=1e-15)
    assert np.array_equal(random_noise(x, rng()), random_noise(x, rng(), 0.05))


def test_bytes_get_a_share_of_255(agrees):
    x = pictures(dtype=np.uint8)
    expected = np.clip(np.rint(x + 25.5 * rng(1).normal(size=x.shape)), 0, 255)
    agrees("random_noise", "by hand", random_noise(x, rng(1), 0.1), expected, within=0)


def test_black_and_white_are_clipped():
    x = np.zeros((1, 50, 50, 1))
    noisy = random_noise(x, rng(), 0.3)
    assert noisy.min() == 0
    assert 0.4 < (noisy == 0).mean() < 0.6
    assert random_noise(x + 1, rng(), 0.3).max() == 1


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"`sigma` must be in \[0, inf\)"):
        random_noise(pictures(), rng(), -0.1)
    with pytest.raises(ValueError, match="one for each of the 3 examples"):
        random_noise(pictures(), rng(), [0.1])
