import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.checkpointing import CheckpointError, generator_state, restore_generator
from deeptuning.checkpointing._format import from_bytes, to_bytes
from deeptuning.checkpointing.generator_state import KINDS

kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
DRAWS = (
    lambda rng: rng.random(3),
    lambda rng: rng.standard_normal(3),
    lambda rng: rng.integers(0, 100, 3, dtype=np.uint32),
    lambda rng: rng.integers(0, 100, 1, dtype=np.int16),  # half a word stays in the buffer
    lambda rng: rng.permutation(5),
    lambda rng: rng.spawn(2)[1].random(3),
)


@kinds
@given(st.lists(st.sampled_from(DRAWS), max_size=6), st.lists(st.sampled_from(DRAWS), min_size=1))
@settings(max_examples=25, deadline=None)
def test_the_stream_goes_on_as_if_never_interrupted(kind, before, after):
    rng = np.random.Generator(kind(7))
    for draw in before:
        draw(rng)
    again = restore_generator(from_bytes(to_bytes(generator_state(rng))))
    for draw in after:
        assert draw(again).tobytes() == draw(rng).tobytes()


@kinds
def test_the_same_as_numpy_s_own_way(kind, agrees):
    rng = np.random.Generator(kind([1, 2, 3]))
    rng.integers(0, 9, 3, dtype=np.uint32)
    theirs = np.random.Generator(kind(0))
    state = generator_state(rng)
    theirs.bit_generator.state = rng.bit_generator.state
    draws = theirs.random(10)
    agrees("restore_generator", "by hand", restore_generator(state).random(10), draws, within=0)
    agrees("generator_state", "by hand", rng.random(10), draws, within=0)


def test_a_seed_is_not_enough():
    rng = np.random.default_rng(3)
    rng.random(5)
    assert restore_generator(generator_state(rng)).random() != np.random.default_rng(3).random()


def test_the_state_does_not_follow_the_generator():
    for kind in KINDS.values():
        rng = np.random.Generator(kind(0))
        state = generator_state(rng)
        wanted = rng.random(1000)
        rng.spawn(3)
        one, two = restore_generator(state), restore_generator(state)
        assert (one.random(1000) == wanted).all()
        assert (two.random(1000) == wanted).all()


def test_children_come_in_the_same_order():
    rng = np.random.default_rng(3)
    rng.spawn(4)
    again = restore_generator(generator_state(rng))
    assert again.spawn(1)[0].random() == rng.spawn(1)[0].random()
    child = rng.spawn(2)[1]
    assert (
        restore_generator(generator_state(child)).spawn(1)[0].random() == child.spawn(1)[0].random()
    )


@pytest.mark.parametrize("rng", [3, None, np.random.RandomState(0), np.random.PCG64(0)])
def test_what_is_no_generator_is_refused(rng):
    with pytest.raises(TypeError, match=r"`rng` must be a NumPy Generator.*default_rng"):
        generator_state(rng)


@pytest.mark.parametrize(
    "state",
    [
        {},
        None,
        {"bits": {"bit_generator": "os.system"}, "sequence": None},
        {"bits": {"bit_generator": "PCG64"}, "sequence": None},
        {"bits": np.random.default_rng(0).bit_generator.state, "sequence": {"entropy": "x"}},
        {"bits": np.random.default_rng(0).bit_generator.state, "sequence": {"surprise": 1}},
        {"bits": {"bit_generator": "PCG64", "state": {}}, "sequence": None},
        {"bits": np.random.default_rng(0).bit_generator.state},
    ],
)
def test_a_state_of_something_else_is_refused(state):
    with pytest.raises(CheckpointError, match=r"`state` must come from generator_state\. Received"):
        restore_generator(state)
