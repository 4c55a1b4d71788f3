import io
import subprocess
import sys

import numpy as np
import pytest

from deeptuning.schedules import constant, cosine, exponential, plateau, step_decay, warmup
from tests.lib.schedules.samples import NAMES, VARIANTS, make, torch_rates

torch = pytest.importorskip("torch")
from deeptuning.adapters.torch import RuleOptimizer  # noqa: E402
from deeptuning.adapters.torch_schedules import ScheduledRate  # noqa: E402


def two_groups(lr=1.0):
    weights = [torch.nn.Parameter(torch.ones(1)) for _ in range(2)]
    groups = [{"params": [weights[0]], "lr": 7.0}, {"params": [weights[1]]}]
    return torch.optim.SGD(groups, lr=lr)


def walk(optimizer, scheduler, steps):
    found = []
    for _ in range(steps):
        assert scheduler.get_last_lr() == [group["lr"] for group in optimizer.param_groups]
        found.append(scheduler.get_last_lr())
        optimizer.step()
        scheduler.step()
    return np.array(found)


@pytest.mark.parametrize(("name", "arguments"), VARIANTS, ids=NAMES)
def test_every_group_has_the_rate_of_the_schedule_exactly(name, arguments):
    schedule, optimizer = make(name, arguments), two_groups()
    found = walk(optimizer, ScheduledRate(optimizer, schedule), 60)
    expected = [schedule(t) for t in range(60)]
    assert found[:, 0].tolist() == found[:, 1].tolist() == expected


def test_each_group_may_have_its_own_schedule():
    optimizer = two_groups()
    own = [cosine(maximum=0.1, period=9), exponential(start=0.3)]
    found = walk(optimizer, ScheduledRate(optimizer, own), 20)
    for column, schedule in zip(found.T, own, strict=True):
        assert column.tolist() == [schedule(t) for t in range(20)]


def test_the_rate_of_the_optimizer_does_not_matter_unlike_under_lambda_lr():
    schedule = cosine(maximum=0.1, period=9)
    for lr in (0.0, 0.5, 1.0):
        ours = torch_rates(ScheduledRate, 20, lr=lr, schedule=schedule)
        assert ours.tolist() == [schedule(t) for t in range(20)]
        theirs = torch_rates(torch.optim.lr_scheduler.LambdaLR, 20, lr=lr, lr_lambda=schedule)
        np.testing.assert_allclose(theirs, lr * ours, rtol=1e-14)


@pytest.mark.parametrize("through_file", [False, True])
def test_resuming_from_a_state_dict_changes_nothing(through_file):
    schedule = warmup(cosine(maximum=0.1, period=30), steps=7)
    optimizer = two_groups()
    scheduler = ScheduledRate(optimizer, schedule)
    walk(optimizer, scheduler, 11)
    saved = {"optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict()}
    if through_file:
        file = io.BytesIO()
        torch.save(saved, file)
        saved = torch.load(io.BytesIO(file.getvalue()), weights_only=True)
    other = two_groups(lr=3.0)
    resumed = ScheduledRate(other, schedule)
    other.load_state_dict(saved["optimizer"])
    resumed.load_state_dict(saved["scheduler"])
    assert resumed.schedule is schedule
    found = walk(other, resumed, 20)
    assert found[:, 0].tolist() == [schedule(t) for t in range(11, 31)]


def test_going_on_from_a_given_count():
    schedule, optimizer = exponential(start=0.3), two_groups()
    walk(optimizer, ScheduledRate(optimizer, schedule), 5)  # leaves initial_lr behind
    resumed = ScheduledRate(optimizer, schedule, last_epoch=9)
    assert walk(optimizer, resumed, 3)[:, 0].tolist() == [schedule(t) for t in (10, 11, 12)]


def test_a_group_that_joins_later_gets_the_rate_at_the_next_step():
    optimizer = two_groups()
    scheduler = ScheduledRate(optimizer, exponential(start=0.4, factor=0.5))
    optimizer.add_param_group({"params": [torch.nn.Parameter(torch.ones(1))]})
    optimizer.step()
    scheduler.step()
    assert [group["lr"] for group in optimizer.param_groups] == [0.2] * 3


def test_it_drives_our_own_optimizer_and_one_with_a_tensor_rate():
    weight = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
    ours = RuleOptimizer([weight], "sgd")
    scheduler = ScheduledRate(ours, step_decay(start=0.5, factor=0.5, every=1))
    for _ in range(2):
        weight.grad = torch.ones_like(weight)
        ours.step()
        scheduler.step()
    assert weight.item() == 1 - 0.5 - 0.25
    lr = torch.tensor(1.0, dtype=torch.float64)
    tensor = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=lr)
    scheduler = ScheduledRate(tensor, constant(rate=0.3))
    assert tensor.param_groups[0]["lr"].item() == 0.3
    assert tensor.param_groups[0]["lr"] is lr  # a compiled step reads this very tensor


def test_a_plain_loop_needs_no_adapter_for_the_plateau():
    optimizer, state = two_groups(lr=0.4), {}
    for loss in [1.0, 0.5, 0.5, 0.5]:
        for group in optimizer.param_groups[1:]:
            group["lr"], state = plateau(group["lr"], loss, state, factor=0.5, patience=2)
    assert optimizer.param_groups[1]["lr"] == 0.2


@pytest.mark.parametrize("wrong", [0.1, None, [0.1, 0.2], [constant(rate=0.1), "cosine"]])
def test_what_is_no_schedule_is_refused(wrong):
    with pytest.raises(TypeError, match=r"Argument `schedule` must be a schedule or a list"):
        ScheduledRate(two_groups(), wrong)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_wrong_number_of_schedules_is_refused(count):
    with pytest.raises(ValueError, match=f"parameter group, 2. Received: {count} of them"):
        ScheduledRate(two_groups(), [constant(rate=0.1)] * count)


def test_without_torch_the_remedy_is_named():
    program = "import sys; sys.modules['torch'] = None; import deeptuning.adapters.torch_schedules"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(
        "ImportError: deeptuning.adapters.torch_schedules needs PyTorch, which is not installed. "
        "Run: pip install torch"
    )
