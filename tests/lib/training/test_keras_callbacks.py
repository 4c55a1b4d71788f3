"""Do the callbacks stop as Keras's, and resume to the very bits?"""

import random

import keras
import numpy as np
import pytest

from deeptuning.adapters import keras_schedules
from deeptuning.checkpointing import Keeper
from deeptuning.schedules import cosine, step_decay
from deeptuning.training.epoch_order import epoch_order
from deeptuning.training.keras_callbacks import (
    EarlyStopping,
    EpochRate,
    ExactResume,
    RepeatableBatches,
    ScheduledRate,
)

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(22, 5)).astype("float32"), RNG.integers(0, 3, 22)
HELD_OUT = RNG.normal(size=(10, 5)).astype("float32"), RNG.integers(0, 3, 10)


def network(optimizer="adam", seed=1):
    keras.utils.set_random_seed(seed)
    layers = [
        keras.Input((5,)),
        keras.layers.Dense(7, "tanh"),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.4),
        keras.layers.Dense(3),
    ]
    model = keras.Sequential(layers)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, run_eagerly=True)  # faster than compiling, for a few steps
    return model


def fit(model, data, **arguments):
    more = {"epochs": 3, "verbose": 0, "shuffle": False, "validation_data": HELD_OUT, **arguments}
    return model.fit(data, **more).history


def batches():
    return RepeatableBatches(X, Y, batch_size=4, seed=3)


def variables(model):
    return [np.copy(v.numpy()) for v in (*model.variables, *model.optimizer.variables)]


def assert_same(one, other):
    for a, b in zip(variables(one), variables(other), strict=True):
        np.testing.assert_array_equal(a, b)


def test_batches_follow_the_order_of_the_epoch(agrees):
    seen = []

    class Seen(keras.losses.SparseCategoricalCrossentropy):
        def call(self, y_true, y_pred):
            seen.extend(y_true.numpy().ravel())
            return super().call(y_true, y_pred)

    model, data = network(), batches()
    model.compile("adam", Seen(from_logits=True), run_eagerly=True)
    fit(model, data, epochs=3, validation_data=None)
    seen = np.split(np.array(seen), 3)
    expected = [Y[epoch_order(22, 3, epoch)] for epoch in range(3)]
    agrees("RepeatableBatches", "by hand", seen, expected, within=0)
    assert [len(data[i][0]) for i in range(len(data))] == [4, 4, 4, 4, 4, 2]


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [([], [], "1 or more. Received: 0 and 0"), ([1, 2], [1], "Received: 2 and 1. Pass one")],
)
def test_batches_need_a_target_per_input(x, y, message):
    with pytest.raises(ValueError, match=message):
        RepeatableBatches(x, y, batch_size=1, seed=0)


class Told(keras.callbacks.Callback):
    """Tells the callbacks after it a number of our choice."""

    def __init__(self, curve):
        super().__init__()
        self.curve = curve

    def on_epoch_end(self, epoch, logs=None):
        logs["told"] = self.curve[epoch]


@pytest.mark.parametrize(
    ("curve", "rule"),
    [
        ([0.9, 0.5, 0.45, 0.3, 0.2], {"patience": 2, "min_delta": 0.25}),
        ([0.1, 0.2, 0.1, 0.2, 0.3], {"patience": 2, "mode": "max"}),
    ],
)
def test_it_stops_and_goes_back_as_keras_does(curve, rule, agrees):
    def trained(stopping):
        model = network()
        history = fit(model, batches(), epochs=5, callbacks=[Told(curve), stopping])
        return [np.copy(w) for w in model.get_weights()], len(history["loss"])

    theirs = {"restore_best_weights": True, "mode": "min", **rule}
    expected, epochs = trained(keras.callbacks.EarlyStopping("told", **theirs))
    found, ours = trained(EarlyStopping("told", **rule))
    assert ours == epochs
    agrees("EarlyStopping", "Keras", found, expected, within=0)


def test_a_first_nan_is_survived_and_an_unknown_monitor_named():
    stopping = EarlyStopping("told", patience=3)
    curve = [float("nan"), 0.5, 0.3]
    assert len(fit(network(), batches(), callbacks=[Told(curve), stopping])["loss"]) == 3
    assert (stopping.state["best"], stopping.state["best_epoch"]) == (0.3, 3)
    with pytest.raises(ValueError, match=r"`monitor` must be one of \['loss', 'val_loss'\].*'acc'"):
        fit(network(), batches(), callbacks=[EarlyStopping("acc", patience=1)])
    with pytest.raises(ValueError, match="patience=-1"):
        EarlyStopping(patience=-1)


class Kill(keras.callbacks.Callback):
    """Raises in the middle of an epoch, and draws from Python's and NumPy's generators."""

    def __init__(self, epoch=None):
        super().__init__()
        self.epoch, self.drawn = epoch, []

    def on_epoch_begin(self, epoch, logs=None):
        self.now = epoch
        self.drawn.append((epoch, random.random(), np.random.rand()))

    def on_train_batch_end(self, batch, logs=None):
        if self.now == self.epoch and batch == 2:
            raise KeyboardInterrupt


def optimizer():
    rate = ScheduledRate(cosine(maximum=0.05, period=24))
    return keras.optimizers.Adam(rate, use_ema=True, ema_momentum=0.8, global_clipnorm=1.0)


def resumable(folder, seed, kill=None, epochs=3, patience=9):
    model, stopping, data = network(optimizer(), seed), EarlyStopping(patience=patience), batches()
    resume, killer = ExactResume(Keeper(folder), data, [stopping], monitor="val_loss"), Kill(kill)
    arguments = {"epochs": epochs, "initial_epoch": resume.epoch}
    history = fit(model, data, callbacks=[killer, stopping, resume], **arguments)
    return model, stopping, killer.drawn, history


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run nobody killed."""
    return resumable(tmp_path_factory.mktemp("whole"), seed=1)


@pytest.mark.parametrize("kill", [0, 2])
def test_a_fit_killed_in_any_epoch_ends_as_if_it_had_not_been(kill, whole, tmp_path, agrees):
    expected, stopping, drawn, history = whole
    with pytest.raises(KeyboardInterrupt):
        resumable(tmp_path / "killed", seed=1, kill=kill)
    model, again, more, late = resumable(tmp_path / "killed", seed=1 if kill == 0 else 77)
    assert_same(model, expected)
    agrees("ExactResume", "by hand", variables(model), variables(expected), within=0)
    assert more == drawn[kill:]
    assert again.state["best"] == stopping.state["best"]
    assert late["val_loss"] == history["val_loss"][kill:]


def test_saving_changes_nothing(whole):
    model = network(optimizer(), 1)
    fit(model, batches(), callbacks=[EarlyStopping(patience=9)])
    assert_same(whole[0], model)


def test_a_run_that_stopped_stays_stopped(tmp_path):
    first = resumable(tmp_path, seed=1, epochs=30, patience=1)
    assert len(first[3]["loss"]) < 30
    second = resumable(tmp_path, seed=5, epochs=30, patience=1)
    assert second[3] == {}
    for a, b in zip(first[0].get_weights(), second[0].get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("part", ["model", "optimizer", "random", "callbacks"])
def test_each_part_matters(part, whole, tmp_path, monkeypatch):
    with pytest.raises(KeyboardInterrupt):
        resumable(tmp_path / "killed", seed=1, kill=2)
    load = Keeper.load_latest

    def spoilt(keeper):
        state = load(keeper)
        model = network(optimizer(), 77)
        model.optimizer.build(model.trainable_variables)
        other = {"model": [np.copy(v.numpy()) for v in model.variables]}
        other["optimizer"] = [np.copy(v.numpy()) for v in model.optimizer.variables]
        other["callbacks"] = [{}]
        other["random"] = {**state["random"], "python": {**state["random"]["python"]}}
        other["random"]["python"]["words"] = np.roll(state["random"]["python"]["words"][:-1], 1)
        other["random"]["python"]["words"] = np.append(other["random"]["python"]["words"], 3)
        return {**state, part: other[part]}

    monkeypatch.setattr(Keeper, "load_latest", spoilt)
    model, stopping, drawn, _ = resumable(tmp_path / "killed", seed=77)
    found = [*variables(model), np.array(drawn), np.array(stopping.state["epoch"])]
    expected = [*variables(whole[0]), np.array(whole[2][2:]), np.array(whole[1].state["epoch"])]
    assert not all(np.array_equal(a, b) for a, b in zip(found, expected, strict=True))


def test_a_wrong_epoch_and_another_model_are_refused(tmp_path):
    data = batches()
    fit(network(), data, epochs=2, callbacks=[ExactResume(Keeper(tmp_path), data)])
    resume = ExactResume(Keeper(tmp_path), data)
    with pytest.raises(ValueError, match="`initial_epoch` of fit must be 2. Received: 0. Pass"):
        fit(network(), data, callbacks=[resume])
    resume = ExactResume(Keeper(tmp_path), data)
    other = keras.Sequential([keras.Input((5,)), keras.layers.Dense(3)])
    other.compile("adam", "sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match=r"The model must have the variables of the checkpoint"):
        fit(other, data, initial_epoch=2, callbacks=[resume])


def test_more_callbacks_than_stored_are_refused(tmp_path):
    data = batches()
    fit(network(), data, epochs=1, callbacks=[ExactResume(Keeper(tmp_path), data)])
    resume = ExactResume(Keeper(tmp_path), data, [EarlyStopping(patience=1)])
    with pytest.raises(ValueError, match="`callbacks` must hold 0, as in the checkpoint. .*: 1"):
        fit(network(), data, initial_epoch=resume.epoch, callbacks=[resume])


def test_schedules_are_the_adapters():
    assert ScheduledRate is keras_schedules.ScheduledRate
    assert EpochRate is keras_schedules.EpochRate
    history = fit(
        network(keras.optimizers.SGD()),
        batches(),
        callbacks=[EpochRate(step_decay(start=0.5, every=2))],
    )
    assert history["learning_rate"] == [0.5, 0.5, 0.25]
