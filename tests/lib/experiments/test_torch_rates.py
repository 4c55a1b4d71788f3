"""Compared with PyTorch's closed forms."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from deeptuning.experiments.torch_rates import torch_plateau, torch_rates  # noqa: E402 (after the skip)


def test_the_rates_are_those_the_optimizer_used():
    scheduler = torch.optim.lr_scheduler
    exponential = torch_rates(scheduler.ExponentialLR, 5, 0.5, gamma=0.9)
    np.testing.assert_allclose(exponential, 0.5 * 0.9 ** np.arange(5))
    cosine = torch_rates(scheduler.CosineAnnealingLR, 9, 1.0, T_max=4)
    np.testing.assert_allclose(cosine, (1 + np.cos(np.pi * np.arange(9) / 4)) / 2, atol=1e-12)


def test_the_plateau_is_counted_by_hand():
    losses = [1.0, 0.5, 0.5, 0.5, 0.5, 0.4, 0.4]  # bad: epochs 2, 3, 4; better: 5; bad: 6
    assert torch_plateau(losses, factor=0.1, patience=1).tolist() == pytest.approx(
        [1, 1, 1, 1, 0.1, 0.1, 0.1]
    )
    assert torch_plateau(losses, factor=0.1, patience=3).tolist() == [1] * 7
