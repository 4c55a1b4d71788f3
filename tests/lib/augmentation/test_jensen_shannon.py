import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.special import rel_entr, softmax

from deeptuning.augmentation import jensen_shannon, jensen_shannon_gradient
from tests.lib.augmentation.inputs import rng

Z = rng(0).normal(size=(3, 5, 4)) * np.array([0.1, 1, 3, 8, 2])[:, None]


def torch_loss(z):
    """As the authors compute it, without their clamp of the mixture."""
    p = torch.softmax(z, dim=-1)
    log_mixture = p.mean(dim=0).log()
    each = [torch.nn.functional.kl_div(log_mixture, q, reduction="batchmean") for q in p]
    return sum(each) / len(each)


def test_scipy(agrees):
    p = softmax(Z, axis=-1)
    expected = rel_entr(p, p.mean(axis=0)).sum(axis=-1).mean()
    agrees("jensen_shannon", "SciPy", jensen_shannon(Z), expected, within=1e-13)
    pairs = [jensenshannon(a, b) ** 2 for a, b in zip(p[0], p[1], strict=True)]
    agrees("jensen_shannon", "SciPy", jensen_shannon(Z[:2]), np.mean(pairs), within=1e-13)


def test_torch_values_and_gradients(agrees):
    z = torch.tensor(Z, requires_grad=True)
    loss = torch_loss(z)
    loss.backward()
    agrees("jensen_shannon", "torch", jensen_shannon(Z), loss, within=1e-13)
    ours = jensen_shannon_gradient(Z)
    agrees("jensen_shannon_gradient", "torch", ours, z.grad, within=1e-12)
    through = torch.tensor(Z, requires_grad=True)
    jensen_shannon(through).backward()
    agrees("jensen_shannon_gradient", "torch", ours, through.grad, within=1e-12)
    tensor = jensen_shannon_gradient(torch.tensor(Z))
    agrees("jensen_shannon_gradient", "torch", tensor, z.grad, within=1e-12)


def test_kornia_over_two_heatmaps(agrees):
    kornia = pytest.importorskip("kornia")
    p = torch.tensor(softmax(Z[:2], axis=-1)).reshape(2, 5, 1, 2, 2)
    theirs = kornia.losses.js_div_loss_2d(p[0], p[1])
    agrees("jensen_shannon", "kornia", jensen_shannon(Z[:2]), theirs, within=1e-12)


def test_finite_differences(agrees):
    numeric, step = np.empty_like(Z), 1e-5
    for index in np.ndindex(Z.shape):
        d = np.zeros_like(Z)
        d[index] = step
        numeric[index] = (jensen_shannon(Z + d) - jensen_shannon(Z - d)) / (2 * step)
    ours = jensen_shannon_gradient(Z)
    agrees("jensen_shannon_gradient", "finite differences", ours, numeric, within=1e-8)


def test_logits_of_a_thousand():
    sure = np.array([[[1000.0, 0, 0]], [[0, 1000.0, 0]], [[0, 0, 1000.0]]])
    assert jensen_shannon(sure) == pytest.approx(np.log(3), rel=1e-15)
    assert np.isfinite(jensen_shannon_gradient(sure)).all()
    assert jensen_shannon(sure[:1]) == 0


@given(st.integers(0, 9999), st.integers(1, 5), st.floats(0, 20))
@settings(max_examples=60, deadline=None)
def test_bounds_and_invariants(seed, k, scale):
    z = scale * rng(seed).normal(size=(k, 3, 4))
    js = jensen_shannon(z)
    assert -1e-15 <= js <= np.log(k) + 1e-12
    shift = rng(seed).normal(size=(k, 3, 1))
    assert jensen_shannon(z + shift) == pytest.approx(js, abs=1e-12)
    assert jensen_shannon(z[::-1]) == pytest.approx(js, abs=1e-13)
    assert jensen_shannon(z[:1].repeat(3, axis=0)) == pytest.approx(0, abs=1e-14)
    np.testing.assert_allclose(jensen_shannon_gradient(z).sum(axis=-1), 0, atol=1e-15)


@pytest.mark.parametrize("shape", [(5, 4), (0, 5, 4), (3, 0, 4), (3, 5, 0), (), (1, 3, 5, 4)])
def test_what_is_refused(shape):
    for function in (jensen_shannon, jensen_shannon_gradient):
        with pytest.raises(ValueError, match=r"`logits` must have shape \(K, N, C\).*with shape"):
            function(np.ones(shape))
