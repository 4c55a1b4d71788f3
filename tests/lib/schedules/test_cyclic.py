import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.schedules import cyclic
from tests.lib.schedules.samples import torch_rates


@pytest.mark.parametrize(
    ("mode", "rates"),
    [
        ("triangular", [0.1, 0.3, 0.5, 0.3, 0.1, 0.3, 0.5, 0.3, 0.1]),
        ("triangular2", [0.1, 0.3, 0.5, 0.3, 0.1, 0.2, 0.3, 0.2, 0.1]),
        (
            "exp_range",
            [0.1 + h * 0.5**t for t, h in enumerate([0, 0.2, 0.4, 0.2, 0, 0.2, 0.4, 0.2, 0])],
        ),
    ],
)
def test_two_cycles_by_hand(mode, rates, agrees):
    schedule = cyclic(minimum=0.1, maximum=0.5, half_cycle=2, mode=mode, factor=0.5)
    agrees("cyclic", "by hand", schedule(np.arange(9)), rates, within=1e-14)


def test_without_the_cycle_term_the_formula_holds_for_one_cycle_only(agrees):
    t, size = np.arange(40), 5
    slip = 0.1 + 0.4 * np.maximum(0, 1 - np.abs(t / size - 1))
    ours = cyclic(minimum=0.1, maximum=0.5, half_cycle=size)(t)
    agrees("cyclic", "by hand", ours[:11], slip[:11], within=1e-15)
    assert np.all(slip[11:] == 0.1)
    assert ours[15] == pytest.approx(0.5, rel=1e-15)


@given(st.integers(1, 40), st.integers(0, 2000), st.sampled_from(["triangular", "triangular2"]))
@settings(max_examples=60, deadline=None)
def test_bounds_and_period(half_cycle, t, mode):
    schedule = cyclic(minimum=0.1, maximum=0.5, half_cycle=half_cycle, mode=mode)
    assert 0.1 <= schedule(t) <= 0.5 + 1e-12
    height = schedule(t) - 0.1
    shrink = 1.0 if mode == "triangular" else 0.5
    later = schedule(t + 2 * half_cycle) - 0.1
    assert later == pytest.approx(shrink * height, abs=1e-12)


def test_torch_also_turns_the_momentum_the_other_way():
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=0.1, momentum=0.9)
    torch.optim.lr_scheduler.CyclicLR(optimizer, 0.1, 0.5, step_size_up=2, base_momentum=0.8)
    group = optimizer.param_groups[0]
    assert (group["lr"], group["momentum"]) == (0.1, 0.9)
    optimizer.step()
    plain = torch_rates(
        torch.optim.lr_scheduler.CyclicLR,
        9,
        base_lr=0.1,
        max_lr=0.5,
        step_size_up=2,
        step_size_down=6,
        cycle_momentum=False,
    )
    assert np.argmax(plain) == 2
    assert plain[8] == pytest.approx(0.1)  # down in six steps: no twin here
