"""Does a state come back as it was, whatever is in it?"""

from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.adapters.torch import RuleOptimizer
from deeptuning.checkpointing import load_checkpoint, save_checkpoint
from deeptuning.training.torch_seeding import random_state, seed_everything, set_random_state
from deeptuning.training.torch_state import from_plain, restore, to_plain, training_state
from tests.lib.training.setup import CROSS_ENTROPY, data, flat, network

DTYPES = ("float64", "float32", "float16", "bfloat16", "int64", "int32", "uint8", "bool")
DTYPES += ("float8_e4m3fn", "float8_e5m2", "complex64")


def through_a_file(state, folder):
    save_checkpoint(folder / "state.safetensors", state)
    return load_checkpoint(folder / "state.safetensors")


@pytest.mark.parametrize("name", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3, 4)])
def test_tensors_of_every_type_come_back_bit_for_bit(name, shape, tmp_path, agrees):
    x = (torch.rand(shape, dtype=torch.float64) * 3).to(getattr(torch, name))
    back = from_plain(through_a_file({"x": to_plain(x)}, tmp_path))["x"]
    assert (back.dtype, back.shape) == (x.dtype, x.shape)
    assert torch.equal(back.double(), x.double()) if name != "complex64" else torch.equal(back, x)
    if name == "float32":
        agrees("to_plain", "torch", to_plain(x), x, within=0)
        agrees("from_plain", "torch", back, x, within=0)


@pytest.mark.parametrize(
    "x",
    [
        torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last),
        torch.rand(4, 3).T,
        torch.rand(4, 6)[:, ::2],
    ],
    ids=["channels last", "transposed", "strided"],
)
def test_the_order_in_memory_is_kept_where_it_has_a_name(x, tmp_path):
    back = from_plain(through_a_file({"x": to_plain(x)}, tmp_path))["x"]
    assert torch.equal(back, x)
    assert back.stride() == (x.stride() if x.stride() != (6, 2) else (3, 1))


def test_what_is_stored_is_a_copy():
    x = torch.zeros(2)
    state, array = to_plain({"x": x, "y": (z := np.zeros(1))}), None
    x += 1
    z += 1
    array = state["x"]
    assert array.tolist() == [0, 0]
    assert state["y"].tolist() == [0]
    back = from_plain({"x": array})["x"]
    back += 5
    assert array.tolist() == [0, 0]


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.integers() | st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(plain)
@settings(max_examples=60, deadline=None)
def test_plain_values_come_back_as_they_were(value):
    assert from_plain(to_plain(value)) == value


def test_a_counter_stays_one():
    back = from_plain(to_plain({"milestones": Counter([2, 5, 5])}))["milestones"]
    assert sorted(back.elements()) == [2, 5, 5]


@pytest.mark.parametrize("value", [lambda: 0, {1, 2}, object()])
def test_what_cannot_be_stored_is_named_with_its_place(value):
    with pytest.raises(TypeError, match=rf"Received: {type(value).__name__} at lr/0/rate"):
        to_plain({"0": {"rate": value}}, "lr")


MAKERS = {
    "adam": lambda p: torch.optim.Adam(p, lr=0.01, amsgrad=True),
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "rule": lambda p: RuleOptimizer(p, "adam", learning_rate=0.01),
    "groups": lambda p: torch.optim.AdamW(
        [{"params": [q], "lr": 0.01 * i} for i, q in enumerate(p, 1)]
    ),
}


def steps(model, optimizer, n):
    x, y = data().tensors
    for _ in range(n):
        optimizer.zero_grad()
        CROSS_ENTROPY(model(x), y).backward()
        optimizer.step()


@pytest.mark.parametrize("name", MAKERS)
def test_a_restored_optimizer_goes_on_as_it_would_have(name, tmp_path, agrees):
    def both(seed):
        model = network(dropout=0.5, norm=True, seed=seed)
        return model, MAKERS[name](model.parameters())

    model, optimizer = both(1)
    steps(model, optimizer, 3)
    state = through_a_file(training_state(model=model, optimizer=optimizer), tmp_path)
    steps(model, optimizer, 3)
    again, other = both(2)
    restore(state, model=again, optimizer=other, schedule=None)
    steps(again, other, 3)
    agrees("training_state", "by hand", flat(again), flat(model), within=0)
    agrees("restore", "by hand", flat(again), flat(model), within=0)


def test_a_missing_and_an_extra_part_are_refused():
    model = network()
    state = training_state(model=model)
    with pytest.raises(ValueError, match=r"\['model'\]. Received: \['model', 'optimizer'\]"):
        restore(state, model=model, optimizer=torch.optim.SGD(model.parameters()))
    with pytest.raises(ValueError, match=r"Received: \[\]. Resume with the same arguments"):
        restore(state)


def draws(generator):
    import random

    gauss = random.gauss(0, 1), np.random.normal()
    return [
        *gauss,
        random.random(),
        np.random.rand(),
        *torch.rand(3),
        *torch.rand(2, generator=generator),
    ]


@pytest.mark.parametrize("before", [0, 1, 7])
def test_random_generators_go_on_from_where_they_were(before, tmp_path, agrees):
    seed_everything(before)
    generator = torch.Generator().manual_seed(3)
    for _ in range(before):
        draws(generator)  # an odd count of normal numbers leaves one in store
    state = through_a_file(random_state([generator]), tmp_path)
    expected = draws(generator)
    seed_everything(1234)
    set_random_state(state, [generator])
    found = draws(generator)
    assert [float(x) for x in found] == [float(x) for x in expected]
    agrees("random_state", "by hand", found, expected, within=0)
    agrees("set_random_state", "by hand", found, expected, within=0)


@pytest.mark.gpu
def test_a_gpu_s_generator_goes_on_too():
    state = random_state()
    expected = torch.rand(3, device="cuda")
    torch.cuda.manual_seed_all(5)
    set_random_state(state)
    assert torch.equal(torch.rand(3, device="cuda"), expected)


def test_generators_must_be_as_many_as_stored():
    with pytest.raises(ValueError, match="must hold 1, as when the state was stored. Received: 0"):
        set_random_state(random_state([torch.Generator()]))
