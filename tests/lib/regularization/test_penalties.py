"""L1, L2 and elastic net share their oracles."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import ElasticNet

from deeptuning.regularization import (
    elastic_net_gradient,
    elastic_net_penalty,
    l1_gradient,
    l1_penalty,
    l2_gradient,
    l2_penalty,
)
from tests.lib.regularization.inputs import torch_gradient, weights
from tests.parity import deviation

W = weights(7, 5)
PAIRS = [
    (l1_penalty, l1_gradient, {}),
    (l2_penalty, l2_gradient, {}),
    (elastic_net_penalty, elastic_net_gradient, {}),
    (elastic_net_penalty, elastic_net_gradient, {"l1_ratio": 0.2}),
]


# w = (3, −4, 0): Σ|w| = 7, ½Σw² = 12.5.
@pytest.mark.parametrize(
    ("penalty", "arguments", "value"),
    [
        (l1_penalty, (0.5,), 3.5),
        (l2_penalty, (0.5,), 6.25),
        (elastic_net_penalty, (2.0, 0.25), 2 * (0.25 * 7 + 0.75 * 12.5)),
        (elastic_net_penalty, (2.0,), 7 + 12.5),
    ],
)
def test_values_by_hand(penalty, arguments, value, agrees):
    ours = penalty(np.array([3.0, -4.0, 0.0]), *arguments)
    agrees(penalty.__name__, "by hand", ours, value, within=0)


@pytest.mark.parametrize(
    ("gradient", "arguments", "values"),
    [
        (l1_gradient, (0.5,), [0.5, -0.5, 0.0]),
        (l2_gradient, (0.5,), [1.5, -2.0, 0.0]),
        (elastic_net_gradient, (2.0, 0.25), [0.5 + 4.5, -0.5 - 6.0, 0.0]),
        (elastic_net_gradient, (2.0,), [1.0 + 3.0, -1.0 - 4.0, 0.0]),
    ],
)
def test_gradients_by_hand(gradient, arguments, values, agrees):
    ours = gradient(np.array([3.0, -4.0, 0.0]), *arguments)
    agrees(gradient.__name__, "by hand", ours, values, within=0)


@pytest.mark.parametrize(
    ("gradient", "arguments", "value"),
    [
        (l1_gradient, (0.5,), -0.5),
        (l2_gradient, (0.5,), -1.5),
        (elastic_net_gradient, (0.5, 0.25), -0.125 - 1.125),
    ],
)
def test_a_single_number_has_a_gradient_too(gradient, arguments, value):
    assert gradient(-3.0, *arguments) == value


@pytest.mark.parametrize(("penalty", "gradient", "shares"), PAIRS)
def test_gradients_are_those_of_the_penalties(penalty, gradient, shares, agrees):
    oracle = torch_gradient(lambda w: penalty(w, 0.3, **shares), W)
    agrees(gradient.__name__, "torch", gradient(W, 0.3, **shares), oracle, within=1e-15)
    tensor = gradient(torch.tensor(W), 0.3, **shares)
    assert isinstance(tensor, torch.Tensor)
    assert deviation(tensor, oracle) <= 1e-15


@pytest.mark.parametrize(
    ("penalty", "arguments", "keras_s"),
    [
        (l1_penalty, (0.25,), {"l1": 0.25}),
        (l2_penalty, (0.25,), {"l2": 0.125}),  # Keras has no ½
        (elastic_net_penalty, (0.5, 0.25), {"l1": 0.125, "l2": 0.1875}),
    ],
)
def test_against_keras_regularizers(penalty, arguments, keras_s, agrees):
    import keras

    oracle = keras.regularizers.L1L2(**{"l1": 0.0, "l2": 0.0, **keras_s})(
        keras.ops.convert_to_tensor(W, dtype="float64")
    )
    agrees(penalty.__name__, "Keras", penalty(W, *arguments), oracle.numpy(), within=1e-14)


def test_l2_is_torch_s_weight_decay(agrees):
    w = torch.nn.Parameter(torch.tensor(W))
    w.grad = torch.zeros_like(w)
    torch.optim.SGD([w], lr=0.5, weight_decay=0.25).step()
    agrees("l2_gradient", "torch", W - 0.5 * l2_gradient(W, 0.25), w.detach(), within=1e-15)


@pytest.mark.parametrize("l1_ratio", [0.2, 0.9])
def test_scikit_learn_s_elastic_net_rests_where_our_gradient_vanishes(l1_ratio):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(60, 6))
    y = x @ np.array([3.0, -2.0, 0.0, 0.0, 1.0, 0.0]) + rng.normal(size=60)
    model = ElasticNet(alpha=0.3, l1_ratio=l1_ratio, fit_intercept=False, tol=1e-12).fit(x, y)
    w = model.coef_
    loss_gradient = x.T @ (x @ w - y) / 60
    at_rest = loss_gradient + elastic_net_gradient(w, 0.3, l1_ratio)
    np.testing.assert_allclose(at_rest[w != 0], 0, atol=1e-7)
    assert (np.abs(loss_gradient[w == 0]) <= 0.3 * l1_ratio).all()


@pytest.mark.parametrize(("penalty", "gradient", "shares"), PAIRS)
def test_no_strength_and_no_weights_cost_nothing(penalty, gradient, shares):
    assert penalty(W, 0.0, **shares) == 0
    assert penalty(np.zeros(0), 1.0, **shares) == 0
    assert not gradient(W, 0.0, **shares).any()


@pytest.mark.parametrize("function", [f for pair in PAIRS[:3] for f in pair[:2]])
@pytest.mark.parametrize("alpha", [-0.1, np.nan, np.inf])
def test_a_strength_out_of_range(function, alpha):
    with pytest.raises(
        ValueError, match=rf"`alpha` must be in \[0, inf\). Received: alpha={alpha}"
    ):
        function(W, alpha)


@pytest.mark.parametrize("function", PAIRS[2][:2])
@pytest.mark.parametrize("l1_ratio", [-0.1, 1.1])
def test_a_share_out_of_range(function, l1_ratio):
    with pytest.raises(ValueError, match=rf"`l1_ratio` must be in \[0, 1\]. .*l1_ratio={l1_ratio}"):
        function(W, 1.0, l1_ratio)


def test_both_ends_of_the_share_are_legal():
    assert elastic_net_penalty(W, 0.5, 1.0) == l1_penalty(W, 0.5)
    assert elastic_net_penalty(W, 0.5, 0.0) == l2_penalty(W, 0.5)
