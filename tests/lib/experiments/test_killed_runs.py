"""A training that dies for real, and goes on."""

import signal

import pytest

pytest.importorskip("torch")

from deeptuning.checkpointing import Keeper, differs
from deeptuning.experiments.killed_runs import STEPS, deadly, in_another_process, train


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_from_its_last_checkpoint(tmp_path):
    assert in_another_process(train, tmp_path / "a", 3, 25) == -signal.SIGKILL
    assert Keeper(tmp_path / "a").load_latest()["parts"]["position"]["step"] == 21
    assert in_another_process(train, tmp_path / "a", 3) == 0
    assert in_another_process(train, tmp_path / "b", 3) == 0
    ends = [Keeper(tmp_path / name).load_latest() for name in "ab"]
    assert ends[0]["parts"]["position"]["step"] == STEPS == 57
    assert differs(*ends) == []


def test_a_function_that_is_not_to_die_only_counts():
    double = deadly(lambda x: 2 * x, None)
    assert [double(i) for i in range(3)] == [0, 2, 4]
