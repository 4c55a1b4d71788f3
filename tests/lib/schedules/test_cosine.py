import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.schedules import cosine
from tests.lib.schedules.samples import keras_rates, torch_rates


def test_by_hand(agrees):
    schedule = cosine(maximum=0.9, minimum=0.1, period=6)
    # cos of 0°, 60°, 90°, 120°, 180°
    agrees("cosine", "by hand", schedule([0, 2, 3, 4, 6]), [0.9, 0.7, 0.5, 0.3, 0.1], within=1e-15)
    agrees("cosine", "by hand", schedule(1), 0.5 + 0.4 * math.sqrt(3) / 2, within=1e-15)


def test_the_ends_are_exact(agrees):
    schedule = cosine(maximum=0.3, minimum=0.0, period=7)
    agrees("cosine", "by hand", (schedule(0), schedule(7), schedule(8)), (0.3, 0.0, 0.0), within=0)


def test_torch_rises_again_where_keras_holds_the_floor(agrees):
    pytest.importorskip("keras")
    lr_scheduler = pytest.importorskip("torch").optim.lr_scheduler
    held = keras_rates("CosineDecay", 41, initial_learning_rate=0.4, decay_steps=10, alpha=0.25)
    risen = torch_rates(lr_scheduler.CosineAnnealingLR, 41, lr=0.4, T_max=10, eta_min=0.1)
    np.testing.assert_allclose(held[10:], 0.1, rtol=1e-12)
    assert risen[20] == pytest.approx(0.4, rel=1e-12)
    assert risen[30] == pytest.approx(0.1, rel=1e-12)
    for oracle, after, theirs in [("Keras", "hold", held), ("torch", "rise", risen)]:
        ours = cosine(maximum=0.4, minimum=0.1, period=10, after=after)
        agrees("cosine", oracle, ours(np.arange(41)), theirs, within=1e-14)


def test_a_period_in_epochs_passed_as_steps_ends_after_a_handful_of_batches():
    assert cosine(maximum=0.1, period=10)(100) == 0.0  # the first epoch of 100 steps is not over


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 500), st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_stays_between_its_ends_and_is_a_mirror_image_of_itself(a, b, period, t):
    low, high = min(a, b), max(a, b)
    rises = cosine(maximum=high, minimum=low, period=period, after="rise")
    held = cosine(maximum=high, minimum=low, period=period)
    assert low - 1e-15 <= held(t) <= high + 1e-15
    assert rises(t) == pytest.approx(rises(t + 2 * period), abs=1e-12)
    if t <= period:
        assert rises(period - t) + rises(t) == pytest.approx(low + high, abs=1e-12)
        assert rises(t) == held(t)


def test_minimum_above_maximum_is_named():
    with pytest.raises(
        ValueError, match=r"`minimum` must be at most `maximum`, 0.1. Received: minimum=0.2. Swap"
    ):
        cosine(maximum=0.1, minimum=0.2, period=5)
