"""What every schedule of the catalogue promises."""

import copy
import json
import pickle

import numpy as np
import pytest

from deeptuning.schedules import CATALOGUE, build, describe
from tests.lib.schedules.samples import NAMES, SAMPLES, VARIANTS, make

each = pytest.mark.parametrize(("name", "arguments"), VARIANTS, ids=NAMES)
COUNTS = np.arange(60.0)


def to_array_api_strict(x):
    return pytest.importorskip("array_api_strict").asarray(x)


def to_torch(x):
    return pytest.importorskip("torch").tensor(x)


def to_tensorflow(x):
    return pytest.importorskip("tensorflow").constant(x)


def test_there_is_a_sample_of_every_kind():
    assert SAMPLES.keys() == CATALOGUE.keys()


@each
@pytest.mark.parametrize("convert", [to_array_api_strict, to_torch, to_tensorflow])
def test_every_framework_gives_the_same_rates(name, arguments, convert):
    schedule = make(name, arguments)
    rates = schedule(convert(COUNTS))
    assert type(rates) is type(convert(COUNTS))
    np.testing.assert_allclose(np.asarray(rates), schedule(COUNTS), rtol=1e-14, atol=1e-16)


@each
@pytest.mark.parametrize("convert", [to_array_api_strict, to_torch, to_tensorflow])
def test_the_type_and_shape_of_a_tensor_are_kept(name, arguments, convert):
    t = convert(np.array([[3.0, 12.0]], dtype=np.float32))
    rates = make(name, arguments)(t)
    assert (rates.dtype, tuple(rates.shape)) == (t.dtype, (1, 2))
    expected = make(name, arguments)([[3, 12]])
    np.testing.assert_allclose(np.asarray(rates), expected, rtol=1e-5)


@each
def test_a_number_gives_a_float_equal_to_the_arrays(name, arguments):
    schedule = make(name, arguments)
    singly = [schedule(t) for t in range(60)]
    assert all(type(rate) is float for rate in singly)
    np.testing.assert_allclose(singly, schedule(COUNTS), rtol=1e-14, atol=1e-16)
    assert type(schedule(np.float64(3))) is type(schedule(np.int64(3))) is float


@each
@pytest.mark.parametrize("shape", [(0,), (1,), (2, 3), (0, 2)])
def test_the_shape_is_kept_also_of_nothing(name, arguments, shape):
    rates = make(name, arguments)(np.ones(shape, dtype=int))
    assert (rates.shape, rates.dtype) == (shape, np.float64)


@each
def test_order_and_calls_before_do_not_matter_and_counts_are_not_modified(name, arguments):
    schedule, shuffled = make(name, arguments), np.random.default_rng(0).permutation(COUNTS)
    given = shuffled.copy()
    rates = schedule(shuffled)
    assert np.array_equal(shuffled, given)
    assert np.array_equal(rates, make(name, arguments)(COUNTS)[given.astype(int)])


@each
def test_rates_are_finite_and_never_negative_even_very_late(name, arguments):
    rates = make(name, arguments)(np.concatenate([COUNTS, [1e3, 1e6, 1e9, 1e15]]))
    assert np.all(np.isfinite(rates))
    assert np.all(rates >= 0)


@each
def test_saved_as_data_and_built_again_it_is_the_same(name, arguments):
    schedule = make(name, arguments)
    again = build(json.loads(json.dumps(describe(schedule))))
    assert repr(again) == repr(schedule)
    assert np.array_equal(again(COUNTS), schedule(COUNTS))


@each
@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))])
def test_it_can_be_copied_and_pickled(name, arguments, duplicate):
    schedule = make(name, arguments)
    assert repr(duplicate(schedule)) == repr(schedule)
    assert np.array_equal(duplicate(schedule)(COUNTS), schedule(COUNTS))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_argument_is_checked(name):
    """What has no legal value cannot be passed: an object is neither a number nor a function."""
    factory = CATALOGUE[name].factory
    for argument in SAMPLES[name].keys() | factory.legal.keys():
        assert argument in factory.legal
        with pytest.raises((TypeError, ValueError), match=rf"Argument `{argument}` must be.* Rec"):
            factory(**SAMPLES[name] | {argument: None})


NUMBERS = [
    (name, argument, wrong)
    for name, arguments in SAMPLES.items()
    for argument, value in arguments.items()
    if isinstance(value, (int, float))
    for wrong in (-1, float("nan"), float("inf"), True, "0.1")
]


@pytest.mark.parametrize(("name", "argument", "wrong"), NUMBERS)
def test_numbers_out_of_range_are_refused(name, argument, wrong):
    with pytest.raises((TypeError, ValueError), match=rf"Argument `{argument}` must be .*{wrong}"):
        make(name, SAMPLES[name] | {argument: wrong})


EDGES = [
    ("step_decay", {"every": 0}),
    ("step_decay", {"every": 2.5}),
    ("step_decay", {"factor": 0}),
    ("step_decay", {"factor": 1.1}),
    ("exponential", {"every": 0}),
    ("exponential", {"factor": 0}),
    ("exponential", {"factor": 1.01}),
    ("power", {"scale": 0}),
    ("inverse_time", {"every": 0}),
    ("polynomial", {"period": 0}),
    ("polynomial", {"exponent": 0}),
    ("polynomial", {"end": 0.8}),
    ("cosine", {"period": 0}),
    ("cosine", {"minimum": 0.8}),
    ("cosine", {"after": "fall"}),
    ("warm_restarts", {"period": 0}),
    ("warm_restarts", {"multiplier": 0}),
    ("warm_restarts", {"multiplier": 1.5}),
    ("warm_restarts", {"peak_factor": 0}),
    ("warm_restarts", {"peak_factor": 1.1}),
    ("warm_restarts", {"minimum": 0.8}),
    ("cyclic", {"half_cycle": 0}),
    ("cyclic", {"minimum": 0.8}),
    ("cyclic", {"mode": "triangular3"}),
    ("cyclic", {"factor": 0}),
    ("cyclic", {"factor": 1.01}),
    ("one_cycle", {"steps": 0}),
    ("one_cycle", {"warm_share": 0}),
    ("one_cycle", {"warm_share": 1}),
    ("one_cycle", {"start_divisor": 0.9}),
    ("one_cycle", {"final_divisor": 0.9}),
    ("one_cycle", {"phases": "four"}),
    ("warmup", {"steps": 0}),
    ("warmup", {"start": 1.1}),
    ("warmup", {"schedule": 0.1}),
    ("warmup", {"shape": "square"}),
    ("warmup", {"place": "after"}),
    ("each_epoch", {"steps_per_epoch": 0}),
    ("sweep", {"steps": 1}),
    ("sweep", {"minimum": 0}),
    ("sweep", {"minimum": 4.0}),
    ("piecewise_constant", {"values": ()}),
    ("piecewise_constant", {"boundaries": (10,)}),
    ("piecewise_constant", {"boundaries": (23, 10)}),
    ("piecewise_constant", {"boundaries": (10, 10)}),
    ("piecewise_constant", {"boundaries": 10}),
    ("chain", {"schedules": ()}),
    ("chain", {"boundaries": (1, 2)}),
]


@pytest.mark.parametrize(("name", "change"), EDGES)
def test_edges_of_the_ranges_are_refused(name, change):
    (argument,) = change
    with pytest.raises((TypeError, ValueError), match=rf"Argument `{argument}` must .*Received: "):
        make(name, SAMPLES[name] | change)


LEGAL_EDGES = [
    ("constant", {"rate": 0}),
    ("step_decay", {"factor": 1, "every": 1}),
    ("exponential", {"factor": 1}),
    ("power", {"exponent": 0}),
    ("inverse_time", {"decay": 0}),
    ("polynomial", {"end": 0.7}),
    ("polynomial", {"start": 0, "end": 0}),
    ("cosine", {"minimum": 0.7}),
    ("cyclic", {"minimum": 0.7, "half_cycle": 1, "factor": 1}),
    ("one_cycle", {"start_divisor": 1, "final_divisor": 1}),
    ("warmup", {"steps": 1, "start": 0}),
    ("warmup", {"start": 1}),
    ("each_epoch", {"steps_per_epoch": 1}),
    ("sweep", {"steps": 2, "minimum": 3.0}),
    ("warm_restarts", {"period": 1, "multiplier": 1, "minimum": 0.7}),
    ("piecewise_constant", {"values": (0.0,), "boundaries": ()}),
]


@pytest.mark.parametrize(("name", "change"), LEGAL_EDGES)
def test_legal_edges_give_finite_rates(name, change):
    assert np.all(np.isfinite(make(name, SAMPLES[name] | change)(COUNTS)))
