"""A run that is killed after any step, and resumed from its file, ends as if nothing had been."""

import numpy as np
import pytest

from deeptuning.checkpointing import (
    Keeper,
    differs,
    generator_state,
    load_checkpoint,
    restore_generator,
    save_checkpoint,
)
from deeptuning.foundations import minibatches, mlp_backward, mlp_forward, mlp_init
from deeptuning.optimizers import adam
from deeptuning.regularization import dropout, dropout_mask
from deeptuning.schedules import cosine

STEPS, EXAMPLES, BATCH = 12, 20, 6  # three epochs of four steps, the last batch short
PER_EPOCH = 4
RATE = cosine(maximum=0.1, period=STEPS)
DATA = np.random.default_rng(5)
X = DATA.normal(size=(EXAMPLES, 3))
Y = np.sin(X.sum(axis=1, keepdims=True))


def fresh():
    order, masks = np.random.default_rng(1).spawn(2)
    model = mlp_init([3, 5, 1], np.random.default_rng(0))
    return {
        "step": 0,
        "model": model,
        "optimizer": [{name: {} for name in layer} for layer in model],
        "order": generator_state(order),  # as it was before the epoch's permutation
        "masks": generator_state(masks),
    }


def train(state, steps):
    """Take some steps; all that the run is lies in the state."""
    for _ in range(steps):
        order, masks = restore_generator(state["order"]), restore_generator(state["masks"])
        batches = list(minibatches(X, Y, batch_size=BATCH, rng=order))
        position = state["step"] % PER_EPOCH
        x, y = batches[position]
        x = dropout(x, dropout_mask(x.shape, 0.2, masks), 0.2)
        _, cache = mlp_forward(state["model"], x)
        gradients = mlp_backward(state["model"], cache, y)
        model, optimizer = [], []
        for layer, g, slots in zip(state["model"], gradients, state["optimizer"], strict=True):
            new = {
                n: adam(layer[n], g[n], slots[n], learning_rate=RATE(state["step"])) for n in layer
            }
            model.append({n: theta for n, (theta, _) in new.items()})
            optimizer.append({n: slot for n, (_, slot) in new.items()})
        state = {
            "step": state["step"] + 1,
            "model": model,
            "optimizer": optimizer,
            "order": generator_state(order) if position == PER_EPOCH - 1 else state["order"],
            "masks": generator_state(masks),
        }
    return state


@pytest.fixture(scope="module")
def uninterrupted():
    return train(fresh(), STEPS)


@pytest.mark.parametrize("killed", range(STEPS + 1))
def test_killed_after_any_step(tmp_path, uninterrupted, killed, agrees):
    save_checkpoint(tmp_path / "run", train(fresh(), killed))
    resumed = train(load_checkpoint(tmp_path / "run"), STEPS - killed)
    assert differs(resumed, uninterrupted) == []
    agrees("load_checkpoint", "by hand", resumed["model"], uninterrupted["model"], within=0)


def test_killed_after_every_step(tmp_path, uninterrupted):
    keeper = Keeper(tmp_path)
    keeper.save(0, fresh())
    for step in range(1, STEPS + 1):
        keeper = Keeper(tmp_path)
        keeper.save(step, train(keeper.load_latest(), 1), value=step)
    assert differs(keeper.load_latest(), uninterrupted) == []


@pytest.mark.parametrize(
    "forgotten",
    ["step", "model", "optimizer", "order", "masks"],
)
def test_every_piece_forgotten_breaks_it(tmp_path, uninterrupted, forgotten, agrees):
    state = train(fresh(), 6)
    save_checkpoint(tmp_path / "run", {k: v for k, v in state.items() if k != forgotten})
    resumed = train(fresh() | load_checkpoint(tmp_path / "run"), STEPS - 6)
    lost = differs(resumed["model"], uninterrupted["model"])
    assert lost == ["0/w", "0/b", "1/w", "1/b"]
    agrees("differs", "by hand", len(lost), 4, within=0)


def test_the_schedule_and_the_position_both_hang_on_the_step(uninterrupted):
    """Split in two: a wrong position with the right rate, and the right one with a wrong rate."""
    state = train(fresh(), 6)
    shifted = train(state | {"step": 6 + PER_EPOCH}, 1)  # the same batch, another rate
    moved = train(state | {"order": fresh()["order"]}, 1)  # the same rate, another batch
    right = train(state, 1)
    for wrong in (shifted, moved):
        assert "0/w" in differs(wrong["model"], right["model"])
    assert differs(shifted["optimizer"], right["optimizer"]) == []
    assert differs(moved["optimizer"], right["optimizer"]) != []


def test_weights_only_costs_a_bump():
    """Adam's first steps after losing its averages have full length, whatever the gradient."""
    state = train(fresh(), 6)
    after = train(state, 1)
    naive = train(state | {"optimizer": fresh()["optimizer"]}, 1)
    step, bump = (
        np.abs(s["model"][0]["w"] - state["model"][0]["w"]).mean() for s in (after, naive)
    )
    assert bump > 1.2 * step
