"""Is the average torch's, Keras's, and the formula's?"""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.training.torch_average import WeightAverage
from tests.lib.training.setup import flat, network


def follow(values, decay, start="first"):
    """The average after each of the values of one weight."""
    model = torch.nn.Linear(1, 1, bias=False, dtype=torch.float64)
    average, seen = WeightAverage(model, decay, start), []
    for value in values:
        model.weight.data.fill_(value)
        average.update()
        with average.swapped_in():
            seen.append(model.weight.item())
        assert model.weight.item() == value
    return seen


def test_it_equals_torch_s_averaged_model(agrees):
    model = network(norm=True)
    ours = WeightAverage(model, 0.9)
    theirs = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.9)
    )
    for step in range(20):
        torch.manual_seed(step)
        for tensor in model.state_dict().values():
            tensor.copy_(torch.randn(tensor.shape) * 5)
        ours.update()
        theirs.update_parameters(model)
    with ours.swapped_in():
        agrees("WeightAverage", "torch", flat(model), flat(theirs.module), within=0)


def test_it_equals_keras_s_use_ema(agrees):
    import keras

    values = [3.0, -1.0, 4.0, 1.5]
    weight = keras.Variable([0.0])
    optimizer = keras.optimizers.SGD(1.0, use_ema=True, ema_momentum=0.75)
    for old, new in zip([0.0, *values], values, strict=False):
        optimizer.apply([keras.ops.convert_to_tensor([old - new])], [weight])
    optimizer.finalize_variable_values([weight])
    agrees("WeightAverage", "Keras", follow(values, 0.75)[-1:], weight.numpy(), within=1e-7)


@given(
    st.lists(st.floats(-10, 10), min_size=1, max_size=30),
    st.floats(0, 0.999),
    st.sampled_from(["first", "corrected"]),
)
@settings(max_examples=40, deadline=None)
def test_an_average_lies_between_its_values_and_is_exact_for_a_constant(values, decay, start):
    seen = follow(values, decay, start)
    assert all(min(values) - 1e-9 <= mean <= max(values) + 1e-9 for mean in seen)
    assert follow([7.0] * 5, decay, start) == pytest.approx([7.0] * 5, rel=1e-14)


def test_the_corrected_start_is_adam_s(agrees):
    values, d = np.random.default_rng(0).normal(size=12), 0.9
    m, expected = 0.0, []
    for t, value in enumerate(values, start=1):
        m = d * m + (1 - d) * value
        expected.append(m / (1 - d**t))
    found = follow(values, d, "corrected")
    agrees("WeightAverage corrected", "by hand", found, expected, within=1e-12)
    assert abs(follow(values, d)[-1] - expected[-1]) > 1e-3  # the first step's share differs


def test_no_decay_follows_the_weights():
    assert follow([1.0, 2.0, 5.0], 0.0) == [1.0, 2.0, 5.0]


def test_before_the_first_step_nothing_is_overwritten():
    model = network()
    before = flat(model)
    average = WeightAverage(model, 0.9)
    torch.nn.init.zeros_(model[0].weight)
    average.copy_in()
    with average.swapped_in():
        assert bool((model[0].weight == 0).all())
    assert torch.equal(flat(model)[1], before[1])


def test_weights_come_back_after_an_error():
    model = network()
    average = WeightAverage(model, 0.9)
    average.update()
    torch.nn.init.ones_(model[0].weight)
    with pytest.raises(KeyError), average.swapped_in():
        raise KeyError
    assert bool((model[0].weight == 1).all())


@pytest.mark.parametrize(
    ("decay", "start", "message"),
    [
        (1.0, "first", r"`decay` must be in \[0, 1\)"),
        (-0.1, "first", "decay=-0.1"),
        (0.9, "zero", "`start` must be one of 'first', 'corrected'"),
    ],
)
def test_what_is_refused(decay, start, message):
    with pytest.raises(ValueError, match=message):
        WeightAverage(network(), decay, start)
