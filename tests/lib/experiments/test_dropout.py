"""Do stacked nets drop what they say, where they say, and learn as single nets do?"""

import numpy as np
import pytest
import torch

from deeptuning.experiments.dropout import Drop, DropoutNets, train_dropout
from deeptuning.experiments.stacked import Batches, Stack

rng = np.random.default_rng(0)
X, Y = rng.normal(size=(40, 6)), np.arange(40) % 3
SMALL = {"seeds": [5, 6], "images": X, "targets": Y, "width": 8, "batch": 4}


def test_without_dropout_it_is_torch_s_training_of_one_net():
    nets = train_dropout([Drop()], **SMALL, steps=30)
    start = Stack(1, [5, 6], (6, 8, 3))
    alone = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3))
    w1, b1, w2, b2 = (w[1].detach() for w in start.weights)
    alone.load_state_dict({"0.weight": w1.T, "0.bias": b1[0], "2.weight": w2.T, "2.bias": b2[0]})
    optimizer = torch.optim.Adam(alone.parameters(), lr=0.01)
    draw = Batches([5, 6], total=40, examples=[40], batch=4)
    x, y = torch.tensor(X, dtype=torch.float32), torch.tensor(Y)
    for _ in range(30):
        rows = draw()[1]
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(alone(x[rows]), y[rows]).backward()
        optimizer.step()
    np.testing.assert_allclose(nets.outputs(X)[0, 1], alone(x).detach(), rtol=1e-3, atol=1e-4)


def test_a_net_does_not_depend_on_its_neighbours():
    mixed = train_dropout([Drop(), Drop(0.2, 0.5), Drop(outputs=0.5)], **SMALL, steps=10)
    alone = train_dropout([Drop(0.2, 0.5)], **SMALL, steps=10)
    np.testing.assert_allclose(mixed.outputs(X)[1], alone.outputs(X)[0], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("place", ["inputs", "hidden", "outputs"])
def test_units_are_silent_at_the_rate_or_scaled(place):
    nets = DropoutNets(Stack(2, [0], (6, 8, 3)), [Drop(**{place: 0.2}), Drop()]).seed([0])
    dropped = nets.drop(torch.ones(2, 500, 8), place)
    assert set(dropped[0].unique().tolist()) == {0.0, 1.25}
    assert (dropped[0] == 0).float().mean().item() == pytest.approx(0.2, abs=0.02)
    assert (dropped[1] == 1).all()
    # Each example has a mask of its own.
    assert len(dropped[0].unique(dim=0)) > 50


def test_settings_compare_the_same_numbers_with_their_rates():
    nets = DropoutNets(Stack(2, [0], (6, 8, 3)), [Drop(hidden=0.5), Drop(hidden=0.8)]).seed([0])
    low, high = nets.drop(torch.ones(2, 100, 8), "hidden")
    assert ((low == 0) <= (high == 0)).all()


def test_thinned_nets_average_to_the_full_net_where_there_is_no_relu_in_between():
    nets = train_dropout([Drop(hidden=0.5)], **SMALL, steps=20)
    samples = nets.samples(X, times=4000)
    standard_error = samples.std(axis=0) / 4000**0.5
    assert (np.abs(samples.mean(axis=0) - nets.outputs(X)) < 5 * standard_error).all()


def test_weighing_multiplies_the_hidden_units():
    nets = train_dropout([Drop(), Drop(hidden=0.5)], **SMALL, steps=5)
    h = nets.hidden(X)
    w2, b2 = nets.painted(), nets.nets.weights[3].detach().unflatten(0, (2, 2)).numpy()
    by_hand = (h * np.array([1.0, 0.3]).reshape(2, 1, 1, 1)) @ w2 + b2
    np.testing.assert_allclose(nets.outputs(X, [1.0, 0.3]), by_hand, rtol=1e-4, atol=1e-5)


def test_squared_error_is_summed_over_outputs_and_averaged_over_the_batch():
    nets = train_dropout([Drop()], [0], X, X, width=20, steps=600, loss="squared error")
    assert ((nets.outputs(X)[0, 0] - X) ** 2).mean() < 0.02 * (X**2).mean()


def test_samples_can_be_repeated_and_taken_under_other_rates():
    nets = train_dropout([Drop(hidden=0.5)], **SMALL, steps=2)
    np.testing.assert_array_equal(nets.samples(X, 2, seed=3), nets.samples(X, 2, seed=3))
    still = nets.under([Drop()]).samples(X, 2)
    np.testing.assert_allclose(still[0], nets.outputs(X), rtol=1e-5)
    np.testing.assert_array_equal(still[0], still[1])


@pytest.mark.parametrize("drop", [Drop(inputs=1.0), Drop(hidden=-0.1), Drop(outputs=1.5)])
def test_impossible_rates_are_refused(drop):
    with pytest.raises(ValueError, match=r"must be in \[0, 1\)"):
        train_dropout([drop], **SMALL)
