import numpy as np
import pytest
import torch

from deeptuning.normalization import batch_norm, fold_batch_norm
from tests.lib.normalization.inputs import activations, weights

GAMMA, BETA = weights(3)


def tracked(seed=0):
    rng = np.random.default_rng(seed)
    return {"mean": 10 * rng.normal(size=3), "variance": rng.gamma(2.0, size=3)}


def layer(seed=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(5, 3)), rng.normal(size=3)


def test_the_folded_dense_layer_does_what_both_did(agrees):
    (w, b), state, x = layer(), tracked(), activations(7, 5)
    y, _ = batch_norm(x @ w + b, GAMMA, BETA, state, training=False, eps=1e-2)
    w_folded, b_folded = fold_batch_norm(w, b, GAMMA, BETA, state, eps=1e-2)
    agrees("fold_batch_norm", "by hand", x @ w_folded + b_folded, y, within=1e-13)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dimensions", [0, 2])
def test_against_torch_modules_with_units_first(bias, dimensions, agrees):
    torch.manual_seed(0)
    make = torch.nn.Conv2d if dimensions else torch.nn.Linear
    size = (5, 3, 2) if dimensions else (5, 3)
    before = make(*size, bias=bias, dtype=torch.float64)
    norm = (torch.nn.BatchNorm2d if dimensions else torch.nn.BatchNorm1d)(3, dtype=torch.float64)
    x = torch.tensor(activations(*((4, 5, 6, 7) if dimensions else (4, 5))))
    state = {name: torch.tensor(value) for name, value in tracked().items()}
    with torch.no_grad():
        norm.weight.copy_(torch.tensor(GAMMA))
        norm.bias.copy_(torch.tensor(BETA))
        norm.running_mean.copy_(state["mean"])
        norm.running_var.copy_(state["variance"])
        expected = norm.eval()(before(x))
        after = make(*size, dtype=torch.float64)
        w, b = fold_batch_norm(before.weight, before.bias, norm.weight, norm.bias, state, axis=0)
        after.weight.copy_(w)
        after.bias.copy_(b)
        agrees("fold_batch_norm", "torch", after(x), expected, within=1e-13)


def test_against_torch_s_own_fusion(agrees):
    w, b = layer()
    state = tracked()
    tensors = (torch.tensor(v) for v in (w.T, b, state["mean"], state["variance"]))
    oracle = torch.nn.utils.fusion.fuse_linear_bn_weights(
        *tensors, 1e-5, torch.tensor(GAMMA), torch.tensor(BETA)
    )
    ours = fold_batch_norm(w, b, GAMMA, BETA, state)
    agrees("fold_batch_norm", "torch", ours[0].T, oracle[0].detach(), within=1e-14)
    agrees("fold_batch_norm", "torch", ours[1], oracle[1].detach(), within=1e-14)


def test_the_unit_axis_may_be_counted_from_the_end():
    w, b = layer()
    first, counted = (fold_batch_norm(w.T, b, GAMMA, BETA, tracked(), axis=a) for a in (0, -2))
    assert np.array_equal(first[0], counted[0])


def test_without_a_word_the_units_of_a_kernel_are_on_its_last_axis():
    kernel = np.random.default_rng(0).normal(size=(2, 3, 3, 3))
    default, named = (
        fold_batch_norm(kernel, None, GAMMA, BETA, tracked(), **a) for a in ({}, {"axis": 3})
    )
    assert np.array_equal(default[0], named[0])


def test_lists_are_refused():
    with pytest.raises(TypeError, match=r"`w` must be an array. Received: w=\[\[1.0\]\] \(list\)"):
        fold_batch_norm([[1.0]], None, GAMMA, BETA, tracked())


def test_against_keras_layers(agrees):
    import keras

    (w, b), state, x = layer(), tracked(), activations(7, 5)
    dense = keras.layers.Dense(3, dtype="float64")
    norm = keras.layers.BatchNormalization(dtype="float64")
    dense.build((7, 5))
    norm.build((7, 3))
    dense.set_weights([w, b])
    norm.set_weights([GAMMA, BETA, state["mean"], state["variance"]])
    expected = norm(dense(x), training=False).numpy()
    dense.set_weights(fold_batch_norm(w, b, GAMMA, BETA, state, eps=1e-3))
    agrees("fold_batch_norm", "Keras", dense(x).numpy(), expected, within=1e-12)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"axis": 2}, r"axis of w with shape \(5, 3\). Received: axis=2. Pass -1 for \(inputs, un"),
        ({"axis": -3}, "Received: axis=-3"),
        ({"axis": True}, "Received: axis=True"),
        ({"axis": None}, "Received: axis=None"),
        ({"axis": 0}, r"`b` must have shape \(5,\).*one number per unit, axis 0 of w"),
        ({"b": 0.0}, r"`b` must have shape \(3,\)"),
        ({"gamma": np.ones(5)}, r"`gamma` must have shape \(3,\)"),
        ({"beta": np.ones(5)}, r"`beta` must have shape \(3,\)"),
        ({"state": {}}, r"running 'mean' and 'variance'"),
        ({"state": {"mean": np.ones(2), "variance": np.ones(3)}}, r"state\['mean'\]"),
        ({"eps": 0.0}, "`eps` must be in"),
    ],
)
def test_what_is_refused(arguments, message):
    w, b = layer()
    given = {"w": w, "b": b, "gamma": GAMMA, "beta": BETA, "state": tracked(), **arguments}
    with pytest.raises(ValueError, match=message):
        fold_batch_norm(**given)
