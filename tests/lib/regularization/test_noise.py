import numpy as np
import pytest
import scipy.stats
import torch

from deeptuning.regularization import annealed_sigma, gaussian_noise


def rng(seed=0):
    return np.random.default_rng(seed)


def test_the_noise_is_normal_with_the_given_deviation():
    n, x = 100_000, np.full(100_000, 5.0)
    noise = gaussian_noise(x, 0.3, rng()) - x
    assert abs(noise.mean()) < 5 * 0.3 / n**0.5
    assert abs(noise.std() / 0.3 - 1) < 5 / (2 * n) ** 0.5
    assert scipy.stats.kstest(noise / 0.3, "norm").pvalue > 0.01


def test_the_same_noise_on_tensors_and_in_float32(agrees):
    x = rng(1).normal(size=(3, 4))
    noisy = gaussian_noise(x, 0.5, rng())
    agrees("gaussian_noise", "by hand", noisy, x + 0.5 * rng().normal(size=(3, 4)), within=0)
    tensor = gaussian_noise(torch.tensor(x), 0.5, rng())
    np.testing.assert_allclose(tensor.numpy(), noisy, rtol=1e-15)
    assert gaussian_noise(x.astype(np.float32), 0.5, rng()).dtype == np.float32


def test_noise_on_inputs_is_a_penalty_on_the_weights_of_a_linear_model():
    """E[(w(x+σε) − y)²] = (wx − y)² + σ²‖w‖²: Bishop's equivalence, exact for a linear model."""
    n, w, sigma = 200_000, np.array([1.0, -2.0, 0.5]), 0.4
    x = np.tile([0.3, 0.1, -0.7], (n, 1))
    error = (gaussian_noise(x, sigma, rng()) @ w - 1.0) ** 2
    expected = (x[0] @ w - 1.0) ** 2 + sigma**2 * (w @ w)
    assert abs(error.mean() - expected) < 5 * error.std() / n**0.5


def test_no_noise_and_the_input_is_left_alone():
    x = np.ones(3)
    assert gaussian_noise(x, 0.0, rng()).tolist() == [1.0] * 3
    gaussian_noise(x, 1.0, rng())
    assert x.tolist() == [1.0] * 3


# σ² = η/(1+t)^γ
@pytest.mark.parametrize(
    ("t", "settings", "sigma"),
    [
        (0, {"eta": 0.25}, 0.5),
        (15, {"eta": 0.25, "decay": 0.5}, 0.25),
        (3, {"eta": 4.0, "decay": 1.0}, 1.0),
        (99, {}, (0.3 / 100**0.55) ** 0.5),
    ],
)
def test_annealing_by_hand(t, settings, sigma, agrees):
    agrees("annealed_sigma", "by hand", annealed_sigma(t, **settings), sigma, within=1e-15)


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"`sigma` must be in \[0, inf\). Received: sigma=-1"):
        gaussian_noise(np.ones(2), -1, rng())
    with pytest.raises(TypeError, match=r"`rng` must be a NumPy Generator. Received: rng=3 \(int"):
        gaussian_noise(np.ones(2), 1, 3)
    with pytest.raises(ValueError, match=r"`t` must be in \[0, inf\). Received: t=-1"):
        annealed_sigma(-1)
    with pytest.raises(ValueError, match="`eta` must be in"):
        annealed_sigma(1, eta=-1.0)
    with pytest.raises(ValueError, match="`decay` must be in"):
        annealed_sigma(1, decay=-1.0)
