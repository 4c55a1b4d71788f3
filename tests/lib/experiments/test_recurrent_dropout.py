"""Are masks drawn once or anew, and do nets learn to remember?"""

import numpy as np
import pytest
import torch

from deeptuning.data.lag_memory import lag_memory
from deeptuning.experiments.recurrent_dropout import PLACES, batch_of, masks, memory_under_dropout


def drawn(place):
    return masks(place, (6, 50, 40), 0.2, torch.Generator().manual_seed(0))


def test_one_mask_is_the_same_at_every_step():
    m = drawn("one mask")
    assert (m == m[0]).all()
    assert (m == 0).float().mean().item() == pytest.approx(0.2, abs=0.03)


def test_fresh_masks_differ_from_step_to_step():
    m = drawn("fresh masks")
    assert not (m[0] == m[1]).all()
    untouched = (m > 0).all(dim=0).float().mean().item()
    assert untouched == pytest.approx(0.8**6, abs=0.03)


def test_the_last_state_alone_and_none():
    m = drawn("last state")
    assert (m[:-1] == 1).all()
    assert set(m[-1].unique().tolist()) == {0.0, 1.25}
    assert (drawn("none") == 1).all()


def test_nets_learn_to_remember_over_a_short_lag():
    accuracy = memory_under_dropout(PLACES, [0, 1], lag=2, steps=150)
    assert accuracy.shape == (4, 2)
    assert accuracy[:3].min() > 0.95


def test_a_batch_repeats_the_sequences_for_every_place():
    task = lag_memory(3, 4, 3, np.random.default_rng(0))
    x, y = batch_of([task], copies=2)
    assert x.shape == (2, 3, 4, 1)
    assert torch.equal(y[0], (x[0, :, 0, 0] > 0).float())


def test_an_unknown_place_is_refused():
    with pytest.raises(ValueError, match="must be one of"):
        memory_under_dropout(["everywhere"], [0])
