"""Inverted, classic and spatial dropout: masks, moments and gradients."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.regularization import (
    classic_dropout,
    classic_dropout_test,
    dropout,
    dropout_backward,
    dropout_mask,
    spatial_dropout_mask,
)

X = np.random.default_rng(0).normal(size=(6, 5)) + 7
MASKED = [dropout_mask, spatial_dropout_mask]
# A normal variable leaves ±5σ once in 1.7 million draws; the seeds are fixed besides.
SIGMAS = 5


def rng(seed=0):
    return np.random.default_rng(seed)


def test_by_hand(agrees):
    mask = np.array([True, False, True])
    agrees(
        "dropout",
        "by hand",
        dropout(np.array([1.0, 2.0, 3.0]), mask, 0.75),
        [4.0, 0.0, 12.0],
        within=0,
    )
    agrees(
        "dropout_backward",
        "by hand",
        dropout_backward(np.array([1.0, 1.0, -2.0]), mask, 0.75),
        [4.0, 0.0, -8.0],
        within=0,
    )
    agrees(
        "classic_dropout",
        "by hand",
        classic_dropout(np.array([1.0, 2.0, 3.0]), mask),
        [1.0, 0.0, 3.0],
        within=0,
    )
    agrees(
        "classic_dropout_test",
        "by hand",
        classic_dropout_test(np.array([1.0, 2.0]), 0.75),
        [0.25, 0.5],
        within=0,
    )


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.8])
def test_torch_with_the_mask_it_drew_values_and_gradients(rate, agrees):
    torch.manual_seed(0)
    x = torch.tensor(X, requires_grad=True)
    y = torch.nn.functional.dropout(x, rate)
    g = torch.tensor(rng(1).normal(size=X.shape))
    y.backward(g)
    mask = (y != 0).numpy()
    assert 0 < mask.sum() < mask.size
    agrees("dropout", "torch", dropout(X, mask, rate), y.detach(), within=1e-15)
    agrees(
        "dropout_backward", "torch", dropout_backward(g.numpy(), mask, rate), x.grad, within=1e-15
    )


def test_keras_with_the_mask_it_drew(agrees):
    import keras

    for rate in (0.25, 0.75):
        y = keras.layers.Dropout(rate, seed=3, dtype="float64")(X, training=True).numpy()
        agrees("dropout", "Keras", dropout(X, y != 0, rate), y, within=1e-15)


def test_autograd_through_the_same_function(agrees):
    mask, g = dropout_mask(X.shape, 0.4, rng()), rng(1).normal(size=X.shape)
    x = torch.tensor(X, requires_grad=True)
    dropout(x, mask, 0.4).backward(torch.tensor(g))
    agrees("dropout gradient", "by hand", x.grad, dropout_backward(g, mask, 0.4), within=1e-15)
    x = torch.tensor(X, dtype=torch.float32)
    assert dropout(x, torch.tensor(mask), 0.4).dtype == torch.float32
    assert dropout(X.astype(np.float32), mask, 0.4).dtype == np.float32


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.8])
def test_the_share_of_dropped_units_and_the_moments_of_the_output(rate):
    n = 200_000
    mask = dropout_mask((n,), rate, rng(int(10 * rate)))
    bound = SIGMAS * (rate * (1 - rate) / n) ** 0.5
    assert abs(np.mean(~mask) - rate) < bound
    x = 3.0
    y = dropout(np.full(n, x), mask, rate)
    assert abs(y.mean() - x) < x * bound / (1 - rate)  # E[y] = x
    # Var[y] = x² p/(1−p); its estimate is known as well as that of a Bernoulli variance.
    assert y.var() == pytest.approx(x**2 * rate / (1 - rate), rel=0.05)
    assert abs(classic_dropout(np.full(n, x), mask).mean() - classic_dropout_test(x, rate)) < (
        x * bound
    )


def test_units_fall_independently_in_every_example():
    mask = dropout_mask((20_000, 4), 0.3, rng(4))
    correlation = np.corrcoef(mask.T)[~np.eye(4, dtype=bool)]
    assert np.abs(correlation).max() < SIGMAS / 20_000**0.5
    assert 0.3 * 20_000 - 400 < (mask[1:] != mask[:-1]).sum() / 4 < 0.5 * 20_000
    assert np.unique(mask, axis=0).shape == (16, 4)


def test_a_linear_network_at_test_is_the_average_of_its_thinned_networks(agrees):
    """All 2⁴ masks, weighed by their probability: exact, no sampling."""
    x, w, rate = rng(5).normal(size=4), rng(6).normal(size=4), 0.3
    average = 0.0
    for bits in range(16):
        mask = np.array([bool(bits >> i & 1) for i in range(4)])
        chance = np.prod(np.where(mask, 1 - rate, rate))
        average += chance * np.dot(w, classic_dropout(x, mask))
    agrees(
        "classic_dropout_test",
        "by hand",
        np.dot(w, classic_dropout_test(x, rate)),
        average,
        within=1e-13,
    )


@pytest.mark.parametrize(("shape", "axis"), [((50, 6, 7, 8), -1), ((50, 8, 6, 7), 1)])
def test_spatial_dropout_drops_whole_channels_of_each_example(shape, axis):
    mask = np.moveaxis(spatial_dropout_mask(shape, 0.4, rng(), axis=axis), axis, -1)
    assert mask.shape == (50, 6, 7, 8)
    assert (mask == mask[:, :1, :1]).all()
    channels = mask[:, 0, 0]
    assert abs(np.mean(~channels) - 0.4) < SIGMAS * (0.24 / 400) ** 0.5
    assert len(np.unique(channels, axis=0)) > 30
    assert spatial_dropout_mask(shape, 0.4, rng(), axis=axis).flags.writeable


def test_keras_and_torch_drop_the_same_channels_that_we_do(agrees):
    import keras

    x = 1 + rng().random((3, 4, 5, 6))
    y = keras.layers.SpatialDropout2D(0.5, seed=1, dtype="float64")(x, training=True).numpy()
    kept = y[:, :1, :1] != 0
    agrees("dropout", "Keras", dropout(x, np.broadcast_to(kept, x.shape), 0.5), y, within=1e-15)
    torch.manual_seed(1)
    y = torch.nn.functional.dropout2d(torch.tensor(x), 0.5).numpy()
    kept = y[:, :, :1, :1] != 0
    assert 0 < kept.sum() < kept.size
    agrees("dropout", "torch", dropout(x, np.broadcast_to(kept, x.shape), 0.5), y, within=1e-15)


@given(st.integers(0, 999), st.floats(0, 0.9))
@settings(max_examples=30, deadline=None)
def test_the_generator_decides(seed, rate):
    for draw in MASKED:
        first, second = (draw((4, 3, 2), rate, rng(seed)) for _ in range(2))
        assert np.array_equal(first, second)
        assert first.dtype == bool
    generator = rng(seed)
    masks = [dropout_mask((64,), 0.5, generator) for _ in range(2)]
    assert not np.array_equal(*masks)


def test_masks_by_hand_from_the_same_uniform_numbers(agrees):
    by_hand = [[u >= 0.3 for u in row] for row in rng(2).random((6, 5))]
    agrees("dropout_mask", "by hand", dropout_mask((6, 5), 0.3, rng(2)), by_hand, within=0)
    by_hand = [[[u >= 0.3] * 4 for u in row] for row in rng(2).random((2, 3))]
    mask = spatial_dropout_mask((2, 3, 4), 0.3, rng(2), axis=1)
    agrees("spatial_dropout_mask", "by hand", mask, by_hand, within=0)


@pytest.mark.parametrize("draw", MASKED)
def test_a_rate_of_zero_keeps_everything(draw):
    mask = draw((3, 4), 0.0, rng())
    assert mask.all()
    assert np.array_equal(dropout(np.ones((3, 4)), mask, 0.0), np.ones((3, 4)))
    assert draw((0, 4), 0.5, rng()).shape == (0, 4)


class Zero(np.random.Generator):
    """Draws the one number of [0, 1) that is as small as a rate of 0."""

    def random(self, shape):
        return np.zeros(shape)


def test_a_rate_of_zero_keeps_a_unit_that_draws_zero():
    assert dropout_mask((2,), 0.0, Zero(np.random.PCG64())).all()


@pytest.mark.parametrize("rate", [1.0, -0.1, np.nan])
def test_a_rate_out_of_range(rate):
    mask = np.ones(X.shape, bool)
    calls = [
        lambda: dropout_mask(X.shape, rate, rng()),
        lambda: spatial_dropout_mask(X.shape, rate, rng()),
        lambda: dropout(X, mask, rate),
        lambda: dropout_backward(X, mask, rate),
        lambda: classic_dropout_test(X, rate),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=rf"`rate` must be in \[0, 1\). Received: rate={rate}"):
            call()


@pytest.mark.parametrize("draw", MASKED)
@pytest.mark.parametrize("generator", [None, 0, np.random.RandomState(0)])
def test_what_is_no_generator(draw, generator):
    with pytest.raises(TypeError, match=r"`rng` must be a NumPy Generator.*default_rng\(seed\)"):
        draw((3, 4), 0.5, generator)


@pytest.mark.parametrize("mask", [np.ones(5, bool), np.ones((6, 1), bool), [True], True])
def test_a_mask_of_another_shape_is_not_broadcast(mask):
    for call in (lambda: dropout(X, mask, 0.5), lambda: classic_dropout(X, mask)):
        with pytest.raises(ValueError, match=r"`mask` must have the shape of `x`, \(6, 5\). Rec"):
            call()


@pytest.mark.parametrize("axis", [0, -3, 3, True, 1.0])
def test_a_channel_axis_that_is_none(axis):
    with pytest.raises(ValueError, match=r"channel axis of shape \(2, 3, 4\).*Received: axis="):
        spatial_dropout_mask((2, 3, 4), 0.5, rng(), axis=axis)
