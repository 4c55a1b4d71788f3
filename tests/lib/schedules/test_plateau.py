import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.schedules import plateau

NAN = float("nan")


def rates(metrics, rate=1.0, **arguments):
    """The rate after each epoch."""
    state, found = {}, []
    for metric in metrics:
        rate, state = plateau(rate, metric, state, **arguments)
        found.append(rate)
    return found


def noisy(seed, sign=1.0, steps=150):
    """A curve that falls, stalls, jumps and falls again."""
    rng = np.random.default_rng(seed)
    t = np.arange(steps)
    level = np.where(t < 30, 2 - t / 20, np.where(t < 80, 0.5, 0.4 - (t - 80) / 400))
    return (sign * (level + 0.03 * rng.normal(size=steps))).tolist()


CASES = [
    {"patience": 1, "cooldown": 0, "factor": 0.7},
    {"patience": 3, "cooldown": 2, "min_delta": 0.01},
    {"patience": 2, "cooldown": 1, "factor": 0.5, "minimum": 0.01},
    {"patience": 5, "cooldown": 4, "factor": 0.9, "min_delta": 0.0},
]
each_case = pytest.mark.parametrize("ours", CASES)
both_modes = pytest.mark.parametrize("mode", ["min", "max"])


@each_case
@both_modes
@pytest.mark.parametrize("measure", ["absolute", "relative"])
@pytest.mark.parametrize("seed", range(3))
def test_fires_where_torchs_does_with_a_patience_of_one_less(ours, mode, measure, seed, agrees):
    torch = pytest.importorskip("torch")
    ours = {"factor": 0.1, "min_delta": 1e-3, "minimum": 1e-5} | ours
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer,
        mode=mode,
        factor=ours["factor"],
        patience=ours["patience"] - 1,
        threshold=ours["min_delta"],
        threshold_mode={"absolute": "abs", "relative": "rel"}[measure],
        cooldown=ours["cooldown"],
        min_lr=ours["minimum"],
        eps=0.0,
    )
    metrics, theirs = noisy(seed), []
    if mode == "max":
        metrics = [3 - metric for metric in metrics]
    for metric in metrics:
        scheduler.step(metric)
        theirs.append(optimizer.param_groups[0]["lr"])
    assert len(set(theirs)) > 3  # it fired
    agrees("plateau", "torch", rates(metrics, mode=mode, measure=measure, **ours), theirs, within=0)


@each_case
@both_modes
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_fires_where_kerass_does_with_a_cooldown_of_one_more(ours, mode, sign, agrees):
    theirs = keras_plateau(noisy(1, sign), mode=mode, **ours)
    found = rates(noisy(1, sign), mode=mode, **ours)
    assert len(set(theirs)) > 3
    agrees("plateau", "Keras", found, theirs, within=2e-5)  # Keras keeps the rate in float32


def keras_plateau(metrics, mode="min", patience=10, cooldown=0, minimum=0.0, **others):
    keras = pytest.importorskip("keras")
    callback = keras.callbacks.ReduceLROnPlateau(
        "loss",
        mode=mode,
        patience=patience,
        cooldown=cooldown + 1 if cooldown else 0,
        min_lr=minimum,
        **others,
    )
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(1.0))
    callback.set_model(model)
    callback.on_train_begin()
    found = []
    for epoch, metric in enumerate(metrics):
        callback.on_epoch_end(epoch, {"loss": metric})
        found.append(float(model.optimizer.learning_rate.numpy()))
    return found


def test_fires_after_patience_bad_epochs_by_hand(agrees):
    metrics = [5, 4, 4, 4, 4, 4, 4]
    agrees(
        "plateau",
        "by hand",
        rates(metrics, factor=0.5, patience=3),
        [1, 1, 1, 1, 0.5, 0.5, 0.5],
        within=0,
    )
    agrees(
        "plateau",
        "by hand",
        rates([5, 4, 4, 4, 3, 3, 3, 3], factor=0.5, patience=3),
        [1] * 7 + [0.5],
        within=0,
    )


def test_patience_of_one_forgives_nothing(agrees):
    agrees(
        "plateau",
        "by hand",
        rates([3, 3, 2, 3], factor=0.5, patience=1),
        [1, 0.5, 0.5, 0.25],
        within=0,
    )


def test_cooldown_epochs_are_not_counted_by_hand(agrees):
    found = rates([1] * 9, factor=0.5, patience=2, cooldown=3)
    #            best      fires          rest         fires
    agrees("plateau", "by hand", found, [1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25], within=0)


def test_kerass_cooldown_counts_one_epoch_less(agrees):
    both = {"factor": 0.5, "patience": 2}
    ours = rates([1] * 9, cooldown=2, **both)
    keras_with_our_number = rates([1] * 9, cooldown=1, **both)  # what Keras calls 2
    keras_one_more = keras_plateau([1] * 9, cooldown=2, **both)
    keras_same = keras_plateau([1] * 9, cooldown=1, **both)
    agrees("plateau", "Keras", ours, keras_one_more, within=0)
    assert keras_with_our_number == keras_same != ours


def test_a_better_metric_during_cooldown_is_noted():
    state = {"best": 1.0, "bad": 0, "rest": 2}
    rate, state = plateau(0.5, 0.3, state, patience=1)
    assert (rate, state) == (0.5, {"best": 0.3, "bad": 0, "rest": 1})
    rate, state = plateau(rate, 0.4, state, patience=1)
    assert (rate, state) == (0.5, {"best": 0.3, "bad": 0, "rest": 0})
    assert plateau(rate, 0.4, state, patience=1, factor=0.5)[0] == 0.25


@pytest.mark.parametrize(
    ("mode", "measure", "best", "just", "over"),
    [
        ("min", "absolute", 1.0, 0.75, 0.74),
        ("max", "absolute", 1.0, 1.25, 1.26),
        ("min", "absolute", -1.0, -1.25, -1.26),
        ("min", "relative", 8.0, 6.0, 5.9),
        ("max", "relative", 8.0, 10.0, 10.1),
        ("min", "relative", -8.0, -10.0, -10.1),
        ("max", "relative", -8.0, -6.0, -5.9),
    ],
)
def test_only_more_than_min_delta_is_an_improvement(mode, measure, best, just, over):
    arguments = {"mode": mode, "measure": measure, "min_delta": 0.25, "patience": 5}
    _, state = plateau(1.0, best, {}, **arguments)
    assert state["best"] == best
    for metric, bad, kept in [(just, 1, best), (over, 0, over)]:
        _, after = plateau(1.0, metric, state, **arguments)
        assert after == {"best": kept, "bad": bad, "rest": 0}


def test_equal_is_no_improvement_even_without_min_delta():
    assert rates([1, 1], min_delta=0, patience=1, factor=0.5) == [1, 0.5]


def test_torch_takes_a_worse_negative_metric_for_better():
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=0, threshold=0.1)
    for metric in [-1.0, -0.95]:
        scheduler.step(metric)
    assert scheduler.best == -0.95
    assert optimizer.param_groups[0]["lr"] == 1.0
    ours = rates([-1.0, -0.95], patience=1, min_delta=0.1, measure="relative", factor=0.5)
    assert ours == [1.0, 0.5]


def test_torch_does_not_reduce_tiny_rates():
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=1e-9)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=0)
    for _ in range(5):
        scheduler.step(1.0)
    assert optimizer.param_groups[0]["lr"] == 1e-9
    assert rates([1, 1], rate=1e-9, patience=1)[-1] == pytest.approx(1e-10)


def test_nan_is_no_improvement_also_as_the_first_metric(agrees):
    agrees(
        "plateau",
        "by hand",
        rates([NAN, NAN, 1, NAN, NAN], factor=0.5, patience=2),
        [1, 0.5, 0.5, 0.5, 0.25],
        within=0,
    )
    _, state = plateau(1.0, NAN, {})
    assert state == {"best": math.inf, "bad": 1, "rest": 0}
    _, state = plateau(1.0, NAN, {}, mode="max")
    assert state["best"] == -math.inf


def test_keras_never_recovers_from_a_first_nan():
    falling = [NAN, *np.linspace(1, 0.1, 6)]
    assert keras_plateau(falling, patience=3, factor=0.5)[-1] == 0.25
    assert rates(falling, patience=3, factor=0.5)[-1] == 1.0


@pytest.mark.parametrize("measure", ["absolute", "relative"])
def test_infinity_can_be_beaten(measure):
    _, state = plateau(1.0, math.inf, {}, measure=measure)
    assert state["bad"] == 1
    _, state = plateau(1.0, 1e300, state, measure=measure)
    assert state == {"best": 1e300, "bad": 0, "rest": 0}


def test_the_floor_is_met_exactly_and_a_rate_below_it_is_not_raised():
    found = rates([1] * 5, factor=0.1, patience=1, minimum=0.05)
    assert found == [1.0, 0.1, 0.05, 0.05, 0.05]
    assert rates([1] * 3, rate=0.01, patience=1, minimum=0.05) == [0.01] * 3


def test_a_factor_of_zero_stops_training():
    assert rates([1, 1], factor=0, patience=1) == [1, 0]


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True)), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_the_rate_never_rises_and_never_passes_the_floor(metrics, patience):
    found = [1.0, *rates(metrics, patience=patience, factor=0.3, minimum=0.02, cooldown=1)]
    assert all(a >= b >= 0.02 for a, b in itertools.pairwise(found))
    drops = np.flatnonzero(np.diff(found))
    assert np.all(np.diff(drops) >= patience + 1)  # one epoch of cooldown in between


@given(st.lists(st.floats(-5, 5)))
@settings(max_examples=40, deadline=None)
def test_max_is_min_of_the_negative(metrics):
    arguments = {"patience": 2, "cooldown": 1, "measure": "relative", "min_delta": 0.1}
    mirrored = [-metric for metric in metrics]
    assert rates(metrics, mode="max", **arguments) == rates(mirrored, **arguments)


def test_the_state_given_is_not_modified():
    state = {"best": 1.0, "bad": 0, "rest": 0}
    plateau(0.1, 2.0, state)
    assert state == {"best": 1.0, "bad": 0, "rest": 0}


def test_tensors_and_numpy_numbers_are_metrics():
    torch = pytest.importorskip("torch")
    for metric in [torch.tensor(0.5), np.float32(0.5), np.array(0.5)]:
        _, state = plateau(0.1, metric, {})
        assert (state["best"], type(state["best"])) == (0.5, float)


@pytest.mark.parametrize("metric", [None, "low", [1, 2], np.ones(2), {}])
def test_what_is_not_one_number_is_refused(metric):
    with pytest.raises(TypeError, match=r"`metric` must be one number. Received: metric=.*Pass"):
        plateau(0.1, metric, {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": -1},
        {"mode": "auto"},
        {"factor": 1},
        {"factor": -0.1},
        {"patience": 0},
        {"patience": 1.5},
        {"min_delta": -1},
        {"measure": "rel"},
        {"cooldown": -1},
        {"minimum": -1},
    ],
)
def test_wrong_arguments_are_named(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=f"Argument `{name}` must be .*Received: {name}="):
        plateau(**{"rate": 0.1, "metric": 1.0, "state": {}} | wrong)
