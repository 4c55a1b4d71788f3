"""A run with its state in plain sight, against torch's own loop."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from deeptuning.experiments.missing_piece import BATCH, Run, go_on  # noqa: E402
from deeptuning.schedules import constant, cosine  # noqa: E402
from deeptuning.training.epoch_order import epoch_order  # noqa: E402

RATE = cosine(maximum=0.01, period=40)


@pytest.fixture(scope="module")
def interrupted():
    run = Run(0, RATE)
    run.steps(20)
    pieces = run.pieces()
    run.steps(20)  # 18 steps are an epoch: it has been left twice
    return run, pieces


def test_with_all_pieces_it_ends_the_same(interrupted):
    run, pieces = interrupted
    again = go_on(run, pieces, missing=[])
    again.steps(20)
    assert np.array_equal(again.end(), run.end())
    assert again.loss() == run.loss()


@pytest.mark.parametrize(
    "missing", ["weights", "optimizer", "schedule", "generator", "data position"]
)
def test_without_a_piece_it_does_not(interrupted, missing):
    run, pieces = interrupted
    again = go_on(run, pieces, missing=[missing])
    again.steps(20)
    assert not np.array_equal(again.end(), run.end())


def test_the_first_steps_are_those_of_a_plain_loop():
    run = Run(4, constant(rate=0.1), "SGD")
    run.steps(2)
    torch.manual_seed(4)
    parts = [torch.nn.Linear(64, 32), torch.nn.BatchNorm1d(32), torch.nn.ReLU()]
    model = torch.nn.Sequential(*parts, torch.nn.Dropout(0.2), torch.nn.Linear(32, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    order = epoch_order(len(run.y), 4, 0)
    for rows in (order[:BATCH], order[BATCH : 2 * BATCH]):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(run.x[rows]), run.y[rows]).backward()
        optimizer.step()
    assert np.array_equal(torch.cat([p.detach().ravel() for p in model.parameters()]), run.end())


def test_losses_are_measured_after_every_step_and_change_nothing():
    one = Run(1, RATE)
    losses = one.losses(3)
    other = Run(1, RATE)  # made afterwards, because it seeds torch's one generator
    other.steps(3)
    assert losses[-1] == other.loss()
    assert len(losses) == 3
    assert np.array_equal(one.end(), other.end())
