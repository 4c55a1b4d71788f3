import numpy as np
import pytest

from deeptuning.schedules import one_cycle
from tests.lib.schedules.samples import torch_rates

PAPER = {
    "maximum": 1.0,
    "steps": 100,
    "warm_share": 0.45,
    "start_divisor": 10.0,
    "final_divisor": 100.0,
    "shape": "linear",
    "phases": "three",
}


def test_three_straight_phases_by_hand(agrees):
    rate = one_cycle(**PAPER)
    # corners: 0.1 at 0, 1 at 44, 0.1 at 88, 0.001 at 99
    agrees(
        "one_cycle",
        "by hand",
        rate([0, 22, 44, 66, 88, 93.5, 99]),
        [0.1, 0.55, 1.0, 0.55, 0.1, 0.0505, 0.001],
        within=1e-15,
    )


def test_two_waves_by_hand(agrees):
    rate = one_cycle(**PAPER | {"phases": "two", "shape": "cosine", "steps": 89, "warm_share": 0.5})
    # corners: 0.1 at 0, 1 at 43.5, 0.001 at 88
    agrees(
        "one_cycle",
        "by hand",
        rate([0, 14.5, 21.75, 29, 43.5, 65.75, 88]),
        [0.1, 0.1 + 0.9 / 4, 0.55, 0.1 + 0.9 * 3 / 4, 1.0, (1 + 0.001) / 2, 0.001],
        within=1e-15,
    )


def test_rises_once_falls_once_and_has_its_end():
    rates = one_cycle(maximum=0.5, steps=200)(np.arange(200))
    top = rates.argmax()
    assert top == 59
    assert np.all(np.diff(rates[: top + 1]) > 0)
    assert np.all(np.diff(rates[top:]) < 0)
    assert (rates[0], rates[-1]) == pytest.approx((0.5 / 25, 0.5 / 25 / 1e4), rel=1e-12)


def test_after_the_last_step_the_end_is_held_where_torch_goes_on_and_then_raises():
    torch = pytest.importorskip("torch")
    rate = one_cycle(maximum=0.5, steps=20)
    assert rate(20) == rate(1000) == rate(19)

    def build(optimizer):
        return torch.optim.lr_scheduler.OneCycleLR(
            optimizer, 0.5, total_steps=20, cycle_momentum=False
        )

    with pytest.raises(ValueError, match="Tried to step 21 times"):
        torch_rates(build, 21)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=1.0)
    scheduler = build(optimizer)
    for _ in range(20):
        optimizer.step()
        scheduler.step()
    assert optimizer.param_groups[0]["lr"] > 100 * rate(20)  # the wave has turned


@pytest.mark.parametrize(
    "change",
    [
        {"steps": 2, "warm_share": 0.5},
        {"steps": 3, "warm_share": 0.3},
        {"steps": 1},
        {"warm_share": 0.6, "phases": "three"},
    ],
)
def test_phases_without_room_are_refused(change):
    with pytest.raises(ValueError, match=r"`steps` and `warm_share` must leave room.*Received: st"):
        one_cycle(**{"maximum": 0.1, "steps": 100} | change)
