import math

import numpy as np
import pytest

from deeptuning.schedules import warm_restarts
from tests.lib.schedules.samples import keras_rates, torch_rates


def cycle_by_cycle(maximum, minimum, period, multiplier, peak_factor, steps):
    """The paper's words as loops: an oracle without closed forms."""
    rates, height, length = [], maximum - minimum, period
    while len(rates) < steps:
        for now in range(length):
            rates.append(minimum + height / 2 * (1 + math.cos(math.pi * now / length)))
        height, length = height * peak_factor, length * multiplier
    return rates[:steps]


@pytest.mark.parametrize("multiplier", [1, 2, 3, 10])
@pytest.mark.parametrize("peak_factor", [1.0, 0.7])
@pytest.mark.parametrize("period", [1, 2, 7])
def test_cycle_by_cycle(multiplier, peak_factor, period, agrees):
    arguments = {"maximum": 0.7, "minimum": 0.01, "period": period, "multiplier": multiplier}
    arguments |= {"peak_factor": peak_factor}
    ours = warm_restarts(**arguments)(np.arange(2000))
    agrees("warm_restarts", "by hand", ours, cycle_by_cycle(**arguments, steps=2000), within=1e-12)


@pytest.mark.parametrize("multiplier", [2, 3, 5])
def test_every_restart_is_hit_to_the_step_however_late(multiplier):
    schedule = warm_restarts(maximum=1.0, period=10, multiplier=multiplier)
    start, length = 10, 10 * multiplier
    while start < 10**12:
        assert schedule(start) == 1.0
        assert schedule(start - 1) < 0.03
        start, length = start + length, length * multiplier


def test_one_long_cycle_after_counting_ends():
    schedule = warm_restarts(maximum=1.0, period=1, multiplier=2)
    assert 0 <= schedule(2.0**52) <= 1


@pytest.mark.parametrize(("period", "rate"), [(2**53, 1.0), (2**53 + 2, 0.0)])
def test_the_last_restart_counted_is_where_float64_ends_to_count(period, rate, agrees):
    schedule = warm_restarts(maximum=1.0, period=period, multiplier=2)
    agrees("warm_restarts", "by hand", schedule(float(period)), rate, within=0)


def test_keras_doubles_the_period_by_default_and_torch_keeps_it(agrees):
    pytest.importorskip("keras")
    lr_scheduler = pytest.importorskip("torch").optim.lr_scheduler
    t = np.arange(75)
    doubled = keras_rates(
        "CosineDecayRestarts", 75, initial_learning_rate=0.4, first_decay_steps=10
    )
    ours = warm_restarts(maximum=0.4, period=10, multiplier=2)(t)
    agrees("warm_restarts", "Keras", ours, doubled, within=1e-13)
    kept = torch_rates(lr_scheduler.CosineAnnealingWarmRestarts, 75, lr=0.4, T_0=10)
    ours = warm_restarts(maximum=0.4, period=10)(t)
    agrees("warm_restarts", "torch", ours, kept, within=1e-14)
