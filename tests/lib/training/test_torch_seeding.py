import os
import random

import numpy as np
import pytest
import torch

from deeptuning.training.torch_seeding import seed_everything


def draws():
    return [random.random(), np.random.rand(), torch.rand(()).item()]


def test_every_generator_is_seeded_as_by_hand(agrees):
    random.seed(7)
    np.random.seed(7)
    torch.manual_seed(7)
    expected = draws()
    seed_everything(7)
    agrees("seed_everything", "by hand", draws(), expected, within=0)
    seed_everything(8)
    assert not set(draws()) & set(expected)


def test_determinism_is_switched_on_and_off(monkeypatch):
    monkeypatch.delenv("CUBLAS_WORKSPACE_CONFIG", raising=False)
    monkeypatch.setattr(torch.backends.cudnn, "benchmark", True)
    seed_everything(0)
    assert torch.backends.cudnn.benchmark
    assert "CUBLAS_WORKSPACE_CONFIG" not in os.environ
    try:
        seed_everything(0, deterministic=True)
        assert torch.are_deterministic_algorithms_enabled()
        assert torch.backends.cudnn.deterministic
        assert not torch.backends.cudnn.benchmark
        assert os.environ["CUBLAS_WORKSPACE_CONFIG"] == ":4096:8"
    finally:
        seed_everything(0)
    assert not torch.are_deterministic_algorithms_enabled()
    assert not torch.backends.cudnn.deterministic
    monkeypatch.delenv("CUBLAS_WORKSPACE_CONFIG")


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        (-1, "`seed` must be a whole number, 0 or more. Received: seed=-1"),
        (0.5, "seed=0.5"),
        (2**32, r"`seed` must be below 2\*\*32"),
    ],
)
def test_what_is_refused(seed, message):
    with pytest.raises(ValueError, match=message):
        seed_everything(seed)


def test_deterministic_must_be_yes_or_no():
    with pytest.raises(ValueError, match="`deterministic` must be one of True, False"):
        seed_everything(0, deterministic="yes")
