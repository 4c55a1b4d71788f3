"""Jitter, shift and scale of signals."""

import numpy as np
import pytest
import scipy.ndimage
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.augmentation import jitter, noise_sigma, scale_signal, shift_signal
from tests.lib.augmentation.inputs import rng

X = rng(0).normal(size=(3, 8, 2)) + 2
STEPS = np.array([2, 0, -3])
SHAPES = [(3, 8), (3, 8, 2)]


def signals(shape):
    return X[..., 0] if len(shape) == 2 else X


@pytest.mark.parametrize("shape", SHAPES)
def test_jitter(agrees, shape):
    x, sigma = signals(shape), np.array([0.0, 0.5, 2.0])
    noise = sigma.reshape(3, *[1] * (x.ndim - 1)) * rng(1).normal(size=shape)
    agrees("jitter", "by hand", jitter(x, rng(1), sigma), x + noise, within=1e-15)
    tensor = jitter(torch.tensor(x), rng(1), sigma)
    agrees("jitter", "torch", tensor, torch.tensor(x) + torch.tensor(noise), within=1e-15)
    assert jitter(x.astype(np.float32), rng(1), sigma).dtype == np.float32


def test_the_noise_is_normal_and_independent():
    noise = jitter(np.zeros((2, 10_000, 2)), rng(), 0.3)
    assert scipy.stats.kstest(noise.ravel() / 0.3, "norm").pvalue > 1e-4
    assert abs(np.corrcoef(noise.transpose(0, 2, 1).reshape(4, -1)) - np.eye(4)).max() < 0.05


@pytest.mark.parametrize("shape", SHAPES)
def test_the_ratio_of_signal_to_noise(agrees, shape):
    x, decibels = signals(shape), np.array([0.0, 10.0, 23.0])
    sigma = noise_sigma(x, decibels)
    for i in range(3):
        power = sum(v * v for v in x[i].ravel()) / x[i].size
        agrees("noise_sigma", "by hand", 10 * np.log10(power / sigma[i] ** 2), decibels[i],
               within=1e-13)  # fmt: skip
    agrees("noise_sigma", "torch", noise_sigma(torch.tensor(x), decibels), sigma, within=1e-14)
    long = np.sin(np.arange(100_000) / 7)[None]
    noise = jitter(long, rng(), noise_sigma(long, 12)) - long
    assert abs(10 * np.log10((long**2).mean() / (noise**2).mean()) - 12) < 0.1
    assert noise_sigma(np.zeros((1, 4)), 20).tolist() == [0]
    assert noise_sigma(x[:0], 20).shape == (0,)


@pytest.mark.parametrize("shape", SHAPES)
def test_shifts(agrees, shape):
    x = signals(shape)
    expected = np.stack([np.roll(one, s, axis=0) for one, s in zip(x, STEPS, strict=True)])
    agrees("shift_signal", "by hand", shift_signal(x, STEPS), expected, within=0)
    agrees("shift_signal", "torch", shift_signal(torch.tensor(x), 2), torch.tensor(x).roll(2, 1),
           within=0)  # fmt: skip
    for fill, mode in (("edge", "nearest"), ("constant", "constant")):
        by = [(s,) + (0,) * (x.ndim - 2) for s in STEPS]
        theirs = np.stack(
            [
                scipy.ndimage.shift(one, s, order=0, mode=mode, cval=0.5)
                for one, s in zip(x, by, strict=True)
            ]
        )
        ours = shift_signal(x, STEPS, fill=fill, value=0.5)
        agrees("shift_signal", "SciPy", ours, theirs, within=0)
        tensor = shift_signal(torch.tensor(x), STEPS, fill=fill, value=0.5)
        agrees("shift_signal", "SciPy", tensor, theirs, within=0)


def test_far_shifts():
    x = X[..., 0]
    assert (shift_signal(x, 100, fill="constant") == 0).all()
    assert (shift_signal(x, -8, fill="constant", value=-1) == -1).all()
    assert np.array_equal(shift_signal(x, 100, fill="edge"), np.repeat(x[:, :1], 8, axis=1))
    assert np.array_equal(shift_signal(x, -100, fill="edge"), np.repeat(x[:, -1:], 8, axis=1))
    before = x.copy()
    shift_signal(x, 1, fill="constant")
    assert np.array_equal(x, before)


@given(st.integers(-50, 50), st.integers(-50, 50))
@settings(max_examples=40, deadline=None)
def test_wrapping_loses_nothing(a, b):
    assert np.array_equal(shift_signal(shift_signal(X, a), b), shift_signal(X, a + b))
    assert np.array_equal(np.sort(shift_signal(X, a), axis=1), np.sort(X, axis=1))


@pytest.mark.parametrize("shape", SHAPES)
def test_scale(agrees, shape):
    x, factor = signals(shape), np.array([0.5, -1.0, 3.0])
    expected = np.stack([f * one for f, one in zip(factor, x, strict=True)])
    agrees("scale_signal", "by hand", scale_signal(x, factor), expected, within=0)
    agrees("scale_signal", "torch", scale_signal(torch.tensor(x), factor),
           torch.tensor(expected), within=0)  # fmt: skip
    agrees("scale_signal", "by hand", scale_signal(x, 2), 2 * x, within=0)
    assert scale_signal(x.astype(np.float32), factor).dtype == np.float32


CALLS = {
    "jitter": lambda x: jitter(x, rng(), 0.1),
    "noise_sigma": lambda x: noise_sigma(x, 20),
    "shift_signal": lambda x: shift_signal(x, 1),
    "scale_signal": lambda x: scale_signal(x, 2),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_signals_that_are_refused(call):
    for shape in ((8,), (3, 0), (3, 8, 0), (1, 3, 8, 2)):
        with pytest.raises(ValueError, match=r"`signals` must have shape \(n, time\) or"):
            call(np.ones(shape))
    with pytest.raises(ValueError, match=r"with shape \(\)"):
        call([1.0, 2.0])
    with pytest.raises(TypeError, match="`signals` must be floating point. Received: int64"):
        call(np.ones((2, 3), int))
    call(np.ones((1, 1)))
    assert call(np.ones((0, 5))).shape[0] == 0


def test_parameters_that_are_refused():
    for call, message in (
        (lambda: jitter(X, rng(), -1), r"`sigma` must be in \[0, inf\)"),
        (lambda: noise_sigma(X, np.inf), r"`decibels` must be in \(-inf, inf\)"),
        (lambda: shift_signal(X, 0.5), "`steps` must be whole"),
        (lambda: shift_signal(X, 1e300), "`steps` must be in"),
        (lambda: shift_signal(X, [1, 2]), "one for each of the 3"),
        (lambda: shift_signal(X, 1, fill="reflect"), "`fill` must be one of 'wrap', 'edge'"),
        (lambda: shift_signal(X, 1, fill="constant", value=np.nan), "`value` must be in"),
        (lambda: scale_signal(X, np.nan), r"`factor` must be in \(-inf, inf\)"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator"):
        jitter(X, 0, 1)
