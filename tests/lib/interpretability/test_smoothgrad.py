import numpy as np
import pytest
import scipy.integrate
import scipy.stats
import torch

from deeptuning.interpretability import saliency, smoothgrad
from tests.lib.interpretability.models import gradient_of, net, rng


@pytest.mark.parametrize("signed", [True, False])
def test_captum_with_the_same_noise(agrees, double, monkeypatch, signed):
    attr = pytest.importorskip("captum.attr")
    model, x, samples, std = net(), rng(1).normal(size=(2, 5)), 7, 0.3
    generator = rng()
    noise = np.stack([generator.normal(size=(2, 5)) for _ in range(samples)], axis=1)

    def same_noise(mean, deviation):  # captum repeats each example `samples` times in a row
        return mean + deviation * torch.tensor(noise.reshape(2 * samples, 5))

    monkeypatch.setattr(torch, "normal", same_noise)
    tunnel = attr.NoiseTunnel(attr.Saliency(model))
    theirs = tunnel.attribute(
        torch.tensor(x), nt_samples=samples, stdevs=std, target=1, abs=not signed
    )
    gradient = gradient_of(model, 1)
    found = smoothgrad(lambda x: saliency(gradient, x, signed), x, rng(), samples, std)
    agrees("smoothgrad", "captum", found, theirs, within=1e-13)


def test_it_tends_to_the_gradient_of_the_smoothed_function(agrees):
    """E[cos(x + σε)] = cos(x)·exp(−σ²/2): SciPy integrates it."""
    x, std, n = np.array([0.3, 1.0]), 0.7, 20_000
    found = smoothgrad(np.cos, x, rng(), n, std)
    expected = [
        scipy.integrate.quad(
            lambda e, at=at: np.cos(at + std * e) * scipy.stats.norm.pdf(e), -9, 9
        )[0]
        for at in x
    ]
    np.testing.assert_allclose(expected, np.cos(x) * np.exp(-(std**2) / 2), rtol=1e-10)
    agrees("smoothgrad", "SciPy", found, expected, within=5 / n**0.5)


def test_without_noise_it_is_the_gradient(agrees):
    x = rng().normal(size=(3, 5))
    gradient = gradient_of(net(), 0)
    for samples in (1, 3):
        agrees(
            "smoothgrad",
            "torch",
            smoothgrad(gradient, x, rng(), samples, 0.0),
            gradient(x),
            within=1e-15,
        )


def test_tensors_the_seed_and_the_defaults():
    x = rng(2).normal(size=(2, 5))
    gradient = gradient_of(net(), 0)
    found = smoothgrad(gradient, x, rng())
    np.testing.assert_array_equal(found, smoothgrad(gradient, x, rng(), samples=50, std=0.1))
    assert not np.array_equal(found, smoothgrad(gradient, x, rng(1)))
    tensor = smoothgrad(gradient, torch.tensor(x), rng())
    assert isinstance(tensor, torch.Tensor)
    np.testing.assert_allclose(tensor.numpy(), found, rtol=1e-14)
    assert smoothgrad(np.cos, x.astype(np.float32), rng()).dtype == np.float32
    np.testing.assert_array_equal(x, rng(2).normal(size=(2, 5)))


def test_what_is_refused():
    x = np.ones(2)
    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator. Received: rng=0"):
        smoothgrad(np.cos, x, 0)
    with pytest.raises(
        ValueError, match="`samples` must be a whole number, 1 or more. .*samples=0"
    ):
        smoothgrad(np.cos, x, rng(), samples=0)
    with pytest.raises(ValueError, match=r"`std` must be in \[0, inf\). Received: std=-0.1"):
        smoothgrad(np.cos, x, rng(), std=-0.1)
    with pytest.raises(ValueError, match="`gradient` must return finite numbers"):
        smoothgrad(np.cos, x * np.nan, rng())
