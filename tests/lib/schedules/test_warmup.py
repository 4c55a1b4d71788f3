import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.schedules import chain, constant, cosine, exponential, power, step_decay, warmup
from tests.lib.schedules.samples import keras_rates, torch_rates


@pytest.mark.parametrize("start", [0.0, 0.25])
def test_before_a_cosine_it_is_kerass_warmup(start, agrees):
    pytest.importorskip("keras")
    theirs = keras_rates(
        "CosineDecay",
        60,
        initial_learning_rate=start * 0.4,
        decay_steps=30,
        alpha=0.1,
        warmup_target=0.4,
        warmup_steps=12,
    )
    ours = warmup(cosine(maximum=0.4, minimum=0.04, period=30), steps=12, start=start)
    agrees("warmup", "Keras", ours(np.arange(60)), theirs, within=1e-14)


def test_before_is_torchs_sequence_and_over_is_torchs_chain(agrees):
    lr_scheduler = pytest.importorskip("torch").optim.lr_scheduler

    def parts(optimizer):
        linear = lr_scheduler.LinearLR(optimizer, start_factor=0.2, total_iters=8)
        return [linear, lr_scheduler.ExponentialLR(optimizer, 0.9)]

    before = torch_rates(
        lambda o: lr_scheduler.SequentialLR(o, parts(o), milestones=[8]), 40, lr=0.5
    )
    over = torch_rates(lambda o: lr_scheduler.ChainedScheduler(parts(o), o), 40, lr=0.5)
    decay, t = exponential(start=0.5, factor=0.9), np.arange(40)
    agrees("warmup", "torch", warmup(decay, steps=8, start=0.2)(t), before, within=1e-14)
    agrees(
        "warmup", "torch", warmup(decay, steps=8, start=0.2, place="over")(t), over, within=1e-14
    )


def test_the_cosine_shape_by_hand(agrees):
    schedule = warmup(constant(rate=0.8), steps=6, start=0.5, shape="cosine")
    agrees(
        "warmup",
        "by hand",
        schedule([0, 2, 3, 4, 6, 7]),
        [0.4, 0.5, 0.6, 0.7, 0.8, 0.8],
        within=1e-15,
    )
    agrees("warmup", "by hand", schedule(1), 0.6 - 0.2 * math.sqrt(3) / 2, within=1e-15)


def test_the_transformers_schedule(agrees):
    ours = warmup(power(start=512**-0.5 * 40**-0.5, scale=40, exponent=0.5), steps=40)
    paper = [512**-0.5 * min(t**-0.5, t * 40**-1.5) for t in range(1, 200)]
    agrees("warmup", "by hand", ours(np.arange(1, 200)), paper, within=1e-14)


def test_the_first_rate_is_zero_unless_told_otherwise():
    assert warmup(constant(rate=0.1), steps=5)(0) == 0.0


@given(
    st.integers(1, 50),
    st.floats(0, 1),
    st.sampled_from(["linear", "cosine"]),
    st.sampled_from(["before", "over"]),
)
@settings(max_examples=60, deadline=None)
def test_it_rises_and_then_leaves_the_schedule_alone(steps, start, shape, place):
    inner = step_decay(start=0.3, every=7)
    t = np.arange(120)
    flat = warmup(constant(rate=0.3), steps=steps, start=start, shape=shape, place=place)(t)
    assert np.all(np.diff(flat) >= -1e-16)
    assert flat[0] == pytest.approx(0.3 * start, abs=1e-15)
    rates = warmup(inner, steps=steps, start=start, shape=shape, place=place)(t + steps)
    shift = steps if place == "over" else 0
    assert np.array_equal(rates, inner(t + shift))


def test_any_function_will_do(agrees):
    agrees(
        "warmup", "by hand", warmup(lambda t: 0.2, steps=4)([0, 2, 8]), [0.0, 0.1, 0.2], within=0
    )


def test_a_chain_is_torchs_sequential_lr(agrees):
    lr_scheduler = pytest.importorskip("torch").optim.lr_scheduler

    def build(optimizer):
        parts = [
            lr_scheduler.ConstantLR(optimizer, factor=0.5, total_iters=100),
            lr_scheduler.StepLR(optimizer, 4, gamma=0.5),
            lr_scheduler.ExponentialLR(optimizer, 0.8),
        ]
        return lr_scheduler.SequentialLR(optimizer, parts, milestones=[5, 18])

    ours = chain(
        schedules=[
            constant(rate=0.2),
            step_decay(start=0.4, factor=0.5, every=4),
            exponential(start=0.4, factor=0.8),
        ],
        boundaries=[5, 18],
    )
    agrees("chain", "torch", ours(np.arange(40)), torch_rates(build, 40, lr=0.4), within=1e-14)


def test_a_chain_is_never_asked_about_negative_counts_and_takes_any_function(agrees):
    asked = []

    def second(t):
        asked.append(np.min(t))
        return 0.25

    rates = chain(schedules=[lambda t: 0.5, second], boundaries=[3])([0, 2, 3, 4])
    agrees("chain", "by hand", rates, [0.5, 0.5, 0.25, 0.25], within=0)
    assert min(asked) >= 0


def test_a_chain_of_one_is_that_one(agrees):
    agrees(
        "chain", "by hand", chain(schedules=[constant(rate=0.1)], boundaries=[])(5), 0.1, within=0
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"schedules": [0.1, 0.2]}, r"`schedules\[0\]` must be a schedule. Received: .*=0.1"),
        ({"boundaries": [5, 6]}, "one item less than `schedules`, 1"),
        ({"boundaries": [-5]}, r"`boundaries\[0\]` must be in \(0, inf\)"),
    ],
)
def test_a_wrong_chain_is_named(wrong, message):
    legal = {"schedules": [constant(rate=0.1)] * 2, "boundaries": [5]}
    with pytest.raises((TypeError, ValueError), match=message):
        chain(**legal | wrong)
