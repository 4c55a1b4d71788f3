import numpy as np
import pytest
import torch

from deeptuning.interpretability import saliency, stability
from tests.lib.interpretability.models import gradient_of, net, rng


def directions(samples, shape):
    generator = rng()
    drawn = [generator.normal(size=shape) for _ in range(samples)]
    return [u / np.sqrt((u**2).sum()) for u in drawn]


@pytest.mark.parametrize("shape", [(1, 5), (1, 1, 5)])
def test_a_linear_explanation_by_hand(agrees, shape):
    H, x = rng(3).normal(size=(5, 5)), rng(4).normal(size=shape)  # noqa: N806
    found = stability(lambda x: x @ H, x, rng(), samples=20, radius=0.1)
    expected = max(np.sqrt(((u @ H) ** 2).sum()) for u in directions(20, shape))
    agrees("stability", "by hand", found, expected, within=1e-12)
    many = stability(lambda x: x @ H, x, rng(), samples=4000)
    largest = np.linalg.svd(H, compute_uv=False)[0]
    assert 0.95 * largest < many <= largest * (1 + 1e-9)


def test_captum_divides_by_the_explanation_and_not_by_the_distance(agrees, double):
    metrics = pytest.importorskip("captum.metrics")
    model, x, radius, n = net(), rng(1).normal(size=(1, 5)), 0.2, 12
    steps = torch.tensor(np.concatenate(directions(n, (1, 5))))
    model_slope = gradient_of(model, 1)
    theirs = metrics.sensitivity_max(
        lambda inputs: (model_slope(inputs[0]).abs(),),
        (torch.tensor(x),),
        perturb_func=lambda inputs, r: (inputs[0] + r * steps,),
        perturb_radius=radius,
        n_perturb_samples=n,
    )
    found = stability(lambda x: saliency(model_slope, x), x, rng(), n, radius)
    scale = radius / np.linalg.norm(saliency(model_slope, x))
    agrees("stability", "captum", found * scale, theirs[0], within=1e-12)


def test_a_constant_explanation_is_perfectly_stable_and_a_kinked_one_is_not():
    x = np.array([1e-4, 1.0])
    assert stability(np.zeros_like, x, rng()) == 0.0
    assert stability(np.sign, x, rng()) > 100
    before = x.copy()
    assert stability(np.tanh, x, rng()) == stability(np.tanh, x, rng(), samples=50, radius=0.01)
    assert stability(np.tanh, x, rng(1)) != stability(np.tanh, x, rng())
    np.testing.assert_array_equal(x, before)


def test_what_is_refused():
    x = np.ones(2)
    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator"):
        stability(np.cos, x, 0)
    with pytest.raises(
        ValueError, match="`samples` must be a whole number, 1 or more. .*samples=0"
    ):
        stability(np.cos, x, rng(), samples=0)
    with pytest.raises(ValueError, match=r"`radius` must be in \(0, inf\). Received: radius=0"):
        stability(np.cos, x, rng(), radius=0)
    with pytest.raises(ValueError, match=r"`explain\(x\)` must be finite"):
        stability(lambda x: x * np.nan, x, rng())
    assert stability(np.cos, x, rng(), samples=1) > 0
