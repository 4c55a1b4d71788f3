import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.regularization import early_stopping

# Few binary digits, so that a difference equal to min_delta is exactly that.
curves = st.lists(st.integers(0, 12).map(lambda k: k / 4), min_size=1, max_size=25)


def run(curve, **settings_):
    """Drive the controller with weights that bear the number of their epoch, from 1."""
    state = {}
    for epoch, metric in enumerate(curve, start=1):
        state = early_stopping(metric, f"w{epoch}", state, **settings_)
        if state["stop"]:
            break
    return state


class KerasModel:
    """As much of a model as Keras's callback touches."""

    stop_training = False
    weights = None

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights


def run_keras(curve, *, patience, min_delta=0.0, mode="min"):
    """Return what Keras's own callback makes of the curve."""
    import keras

    callback = keras.callbacks.EarlyStopping(
        "val", min_delta, patience, mode=mode, restore_best_weights=True
    )
    model = KerasModel()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, metric in enumerate(curve):
        model.weights = f"w{epoch + 1}"
        callback.on_epoch_end(epoch, {"val": metric})
        if model.stop_training:
            break
    return SimpleNamespace(
        epoch=epoch + 1,
        stop=model.stop_training,
        best=callback.best,
        best_epoch=callback.best_epoch + 1,
        best_weights=callback.best_weights,
        wait=callback.wait,
    )


@given(
    curves, st.integers(0, 5), st.sampled_from([0.0, 0.25, 0.5]), st.sampled_from(["min", "max"])
)
@settings(max_examples=200, deadline=None)
def test_against_keras_s_callback(curve, patience, min_delta, mode):
    arguments = {"patience": patience, "min_delta": min_delta, "mode": mode}
    assert run(curve, **arguments) == vars(run_keras(curve, **arguments))


@pytest.mark.parametrize("mode", ["min", "max"])
def test_where_keras_stops_and_what_it_found_best(mode, agrees):
    curve = [0.9, 0.5, 0.6, 0.45, 0.4, 0.44, 0.41, 0.7, 0.1]
    ours, theirs = run(curve, patience=3, mode=mode), vars(run_keras(curve, patience=3, mode=mode))
    numbers = ("epoch", "stop", "best", "best_epoch", "wait")
    found, expected = ([float(state[name]) for name in numbers] for state in (ours, theirs))
    agrees("early_stopping", "Keras", found, expected, within=0)


def test_a_nan_later_on_counts_as_no_improvement_as_in_keras():
    curve = [1.0, 0.5, math.nan, 0.25, math.nan, math.nan, 0.1]
    state = run(curve, patience=2)
    assert state == vars(run_keras(curve, patience=2))
    assert (state["epoch"], state["best_epoch"], state["best_weights"]) == (6, 4, "w4")


def test_a_nan_first_keras_calls_the_best_and_this_library_does_not():
    curve = [math.nan, 0.5, 0.25, 0.75]
    assert math.isnan(run_keras(curve, patience=2).best)
    assert run_keras(curve, patience=2).epoch == 3
    state = run(curve, patience=2)
    assert (state["best"], state["best_epoch"], state["wait"]) == (0.25, 3, 1)
    state = run([math.nan] * 5, patience=3)
    assert state == {
        "epoch": 3,
        "best": None,
        "best_epoch": None,
        "best_weights": None,
        "wait": 3,
        "stop": True,
    }


# Losses, and at which epoch each patience stops.
@pytest.mark.parametrize(
    ("patience", "epoch", "best_epoch"), [(0, 3, 2), (1, 3, 2), (2, 4, 2), (3, 8, 5)]
)
def test_by_hand(patience, epoch, best_epoch):
    curve = [0.9, 0.5, 0.6, 0.5, 0.4, 0.45, 0.45, 0.4, 0.1]
    state = run(curve, patience=patience)
    assert (state["epoch"], state["best_epoch"], state["stop"]) == (epoch, best_epoch, True)
    assert state["best"] == curve[best_epoch - 1]
    assert state["best_weights"] == f"w{best_epoch}"


def test_min_delta_must_be_beaten_and_only_then_is_a_new_best_kept():
    state = run([1.0, 0.75, 0.5], patience=9, min_delta=0.25)
    assert (state["best"], state["best_epoch"], state["wait"]) == (0.5, 3, 0)
    state = run([1.0, 0.75], patience=9, min_delta=0.25)
    assert (state["best"], state["best_epoch"], state["wait"]) == (1.0, 1, 1)


def test_infinity_is_a_number_that_can_be_beaten():
    state = run([math.inf, 2.0], patience=1)
    assert (state["best"], state["best_epoch"]) == (2.0, 2)


def test_weights_are_kept_exactly_as_given_and_states_are_not_changed():
    weights = [np.ones(2)]
    first = early_stopping(1.0, weights, {}, patience=3)
    kept = dict(first)
    second = early_stopping(2.0, [np.zeros(2)], first, patience=3)
    assert second["best_weights"] is weights
    assert first == kept


def test_numbers_of_arrays_are_taken_as_numbers():
    state = early_stopping(np.float32(0.5), None, {}, patience=1)
    assert type(state["best"]) is float


def test_it_can_be_resumed_from_its_state():
    curve = [0.9, 0.5, 0.6, 0.4, 0.7, 0.8, 0.9, 0.1]
    state = {}
    for epoch, metric in enumerate(curve[:5], start=1):
        state = early_stopping(metric, f"w{epoch}", state, patience=3)
    copy = dict(state)
    for epoch, metric in enumerate(curve[5:7], start=6):
        copy = early_stopping(metric, f"w{epoch}", copy, patience=3)
    assert copy == run(curve, patience=3)


def test_a_run_that_has_stopped_does_not_go_on():
    state = run([0.5, 0.6], patience=1)
    with pytest.raises(ValueError, match=r"`state` must not have stopped.*at epoch 2.*best_weigh"):
        early_stopping(0.1, None, state, patience=1)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            {"patience": -1},
            ValueError,
            r"`patience` must be a whole number, 0 or more.*patience=-1",
        ),
        ({"patience": 1.5}, TypeError, r"`patience` must be .* Received: patience=1.5 \(float\)"),
        ({"patience": True}, TypeError, "patience=True"),
        ({"min_delta": -0.1}, ValueError, r"`min_delta` must be in \[0, inf\). .*min_delta=-0.1"),
        ({"mode": "auto"}, ValueError, "'min', 'max'. Received: mode='auto'"),
        ({"metric": None}, TypeError, r"`metric` must be one number. .*metric=None \(NoneType\)"),
        ({"metric": "0.5"}, TypeError, r"metric='0.5' \(str\). Pass the validation metric"),
        ({"metric": np.ones(1)}, TypeError, r"`metric` must be one number. .*\(ndarray\)"),
    ],
)
def test_what_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        early_stopping(**{"metric": 1.0, "weights": 0, "state": {}, "patience": 2, **arguments})
