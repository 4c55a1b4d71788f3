"""On a linear function the right credits are known: slope times distance from the mean."""

import numpy as np
import pytest
import torch

from deeptuning.experiments.fooling import Explained
from deeptuning.experiments.six_methods import of_net, six_methods

W = np.array([3.0, -2.0, 0.0, 1.0])
LINEAR = Explained(lambda x: np.asarray(x) @ W + 7, lambda x: np.tile(W, (len(x), 1)))
BACKGROUND = np.random.default_rng(0).normal(1.0, 2.0, (20, 4))
ROW = np.array([2.0, 0.0, 5.0, -1.0])
METHODS = six_methods(LINEAR, BACKGROUND)


@pytest.mark.parametrize("name", list(METHODS)[1:])
def test_five_methods_agree_on_a_linear_function(name):
    truth = W * (ROW - BACKGROUND.mean(axis=0))
    # LIME shrinks its weights a little.
    np.testing.assert_allclose(METHODS[name](ROW), truth, atol=0.05 if name == "LIME" else 1e-8)


def test_saliency_is_the_size_of_the_slope():
    np.testing.assert_array_equal(METHODS["saliency"](ROW), np.abs(W))


def test_the_seed_decides():
    square = Explained(lambda x: (np.asarray(x) ** 2) @ W, lambda x: 2 * x * W)
    lime = [six_methods(square, BACKGROUND, seed)["LIME"](ROW) for seed in (0, 0, 1)]
    np.testing.assert_array_equal(lime[0], lime[1])
    assert not np.allclose(lime[0], lime[2])


def test_of_net_gives_outputs_and_gradients_of_the_net():
    net = torch.nn.Sequential(torch.nn.Linear(4, 1), torch.nn.Flatten(0)).double().eval()
    model = of_net(net)
    w, b = net[0].weight.detach().numpy()[0], net[0].bias.item()
    np.testing.assert_allclose(model.predict(ROW[None]), [ROW @ w + b])
    np.testing.assert_allclose(model.gradient(ROW[None]), w[None])
