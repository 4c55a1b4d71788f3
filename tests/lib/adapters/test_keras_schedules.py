import subprocess
import sys

import numpy as np
import pytest

from deeptuning.schedules import constant, cosine, each_epoch, exponential, step_decay, warmup
from tests.lib.schedules.samples import NAMES, VARIANTS, make

keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")
from deeptuning.adapters.keras import RuleOptimizer  # noqa: E402
from deeptuning.adapters.keras_schedules import EpochRate, ScheduledRate  # noqa: E402

each = pytest.mark.parametrize(("name", "arguments"), VARIANTS, ids=NAMES)
DATA = np.ones((4, 1), dtype="float32")


def model_with(optimizer):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer, "mse")
    return model


@each
def test_eager_rates_are_the_schedules_rounded_once(name, arguments):
    schedule = make(name, arguments)
    adapted = ScheduledRate(schedule)
    found = [adapted(tf.constant(t, "int64")) for t in range(60)]
    assert all(rate.dtype == tf.float32 and rate.shape == () for rate in found)
    expected = np.array([schedule(t) for t in range(60)], dtype=np.float32)
    np.testing.assert_array_max_ulp(np.array(found), expected, maxulp=1)


@each
def test_traced_once_it_gives_the_same_rates(name, arguments):
    schedule = make(name, arguments)
    traced = tf.function(ScheduledRate(schedule), input_signature=[tf.TensorSpec((), "int64")])
    found = np.array([traced(tf.constant(t, "int64")) for t in range(0, 60, 7)])
    expected = np.array([schedule(t) for t in range(0, 60, 7)], dtype=np.float32)
    np.testing.assert_array_max_ulp(found, expected, maxulp=1)


@each
def test_saved_and_read_again_it_is_the_same(name, arguments):
    adapted = ScheduledRate(make(name, arguments))
    saved = keras.optimizers.schedules.serialize(adapted)
    again = keras.optimizers.schedules.deserialize(saved)
    assert type(again) is ScheduledRate
    assert repr(again.schedule) == repr(adapted.schedule)
    assert again.get_config() == adapted.get_config()


@pytest.mark.usefixtures("float64")
class TestFloat64:
    def test_rates_are_the_schedules_exactly(self):
        schedule = warmup(cosine(maximum=0.1, period=30), steps=7)
        found = [float(ScheduledRate(schedule)(t)) for t in range(50)]
        np.testing.assert_allclose(found, [schedule(t) for t in range(50)], rtol=1e-14)


def test_it_drives_a_fit_step_by_step():
    schedule = exponential(start=0.5, factor=0.5)
    seen = []
    model = model_with(keras.optimizers.SGD(ScheduledRate(schedule)))
    watch = keras.callbacks.LambdaCallback(
        on_train_batch_begin=lambda batch, logs: seen.append(
            float(model.optimizer.learning_rate.numpy())
        )
    )
    model.fit(DATA, DATA, batch_size=1, epochs=2, verbose=0, callbacks=[watch])
    np.testing.assert_allclose(seen, [schedule(t) for t in range(8)], rtol=1e-6)


def test_the_weights_move_by_the_schedules_rates():
    """With a gradient of 1 the weight falls by the sum of the rates: no step is off by one."""
    schedule = step_decay(start=0.5, factor=0.25, every=2)
    for optimizer in [
        keras.optimizers.SGD(ScheduledRate(schedule)),
        RuleOptimizer("sgd", learning_rate=ScheduledRate(schedule)),
    ]:
        weight = keras.Variable([10.0])
        for _ in range(5):
            optimizer.apply([keras.ops.ones(1)], [weight])
        assert float(weight[0]) == 10 - sum(schedule(t) for t in range(5))


def test_it_is_saved_with_the_model(tmp_path):
    model = model_with(keras.optimizers.Adam(ScheduledRate(cosine(maximum=0.1, period=9))))
    model.fit(DATA, DATA, batch_size=1, verbose=0)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert int(again.optimizer.iterations.numpy()) == 4
    expected = cosine(maximum=0.1, period=9)(4)
    assert float(again.optimizer.learning_rate.numpy()) == pytest.approx(expected, rel=1e-6)


def test_a_function_of_your_own_works_but_cannot_be_saved():
    adapted = ScheduledRate(lambda t: 0.5 / (1 + t))
    assert float(adapted(1)) == 0.25
    with pytest.raises(TypeError, match="made by a factory"):
        adapted.get_config()


def test_the_callback_sets_the_rate_per_epoch_and_notes_it():
    schedule, seen = step_decay(start=0.4, factor=0.5, every=2), []
    model = model_with(keras.optimizers.SGD(9.0))
    watch = keras.callbacks.LambdaCallback(
        on_train_batch_begin=lambda batch, logs: seen.append(
            float(model.optimizer.learning_rate.numpy())
        )
    )
    callbacks = [EpochRate(schedule), watch]
    history = model.fit(DATA, DATA, batch_size=2, epochs=5, verbose=0, callbacks=callbacks)
    expected = [schedule(epoch) for epoch in range(5)]
    assert history.history["learning_rate"] == expected
    np.testing.assert_allclose(seen, np.repeat(expected, 2), rtol=1e-6)
    resumed = model.fit(
        DATA, DATA, epochs=7, initial_epoch=5, verbose=0, callbacks=[EpochRate(schedule)]
    )
    assert resumed.history["learning_rate"] == [schedule(5), schedule(6)]


def test_the_callback_is_kerass_own_under_another_name():
    schedule = exponential(start=0.4, factor=0.5)
    found = []
    for callback in [EpochRate(schedule), keras.callbacks.LearningRateScheduler(schedule)]:
        model = model_with(keras.optimizers.SGD(9.0))
        history = model.fit(DATA, DATA, epochs=4, verbose=0, callbacks=[callback])
        found.append(history.history["learning_rate"])
    np.testing.assert_allclose(found[0], found[1], rtol=1e-6)


def test_per_epoch_and_per_step_agree_through_each_epoch():
    schedule = exponential(start=0.4, factor=0.5)
    per_step = ScheduledRate(each_epoch(schedule, steps_per_epoch=4))
    assert [float(per_step(t)) for t in (0, 3, 4, 8)] == pytest.approx([0.4, 0.4, 0.2, 0.1])


@pytest.mark.parametrize("adapter", [ScheduledRate, EpochRate])
def test_what_is_no_schedule_is_refused(adapter):
    with pytest.raises(TypeError, match=r"`schedule` must be a schedule. Received: schedule=0.1"):
        adapter(0.1)


def test_a_rate_that_is_a_schedule_cannot_be_set_per_epoch():
    model = model_with(keras.optimizers.SGD(ScheduledRate(constant(rate=0.1))))
    with pytest.raises(TypeError, match="not settable"):
        model.fit(DATA, DATA, verbose=0, callbacks=[EpochRate(constant(rate=0.2))])


def test_without_keras_the_remedy_is_named():
    program = "import sys; sys.modules['keras'] = None; import deeptuning.adapters.keras_schedules"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(
        "ImportError: deeptuning.adapters.keras_schedules needs Keras and TensorFlow, which are "
        "not installed. Run: pip install tensorflow"
    )
