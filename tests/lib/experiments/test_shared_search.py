"""Is every trial accounted for, when all goes well and when a worker is killed?"""

import logging
import multiprocessing
import os
import signal
import subprocess

import optuna
import pytest

from deeptuning.experiments import shared_search
from deeptuning.experiments.local_workers import local_workers


@pytest.fixture
def study(monkeypatch):
    monkeypatch.setattr(shared_search, "quiet_optuna", lambda: None)
    sampler = optuna.samplers.RandomSampler(seed=0)
    return optuna.create_study(sampler=sampler)


@pytest.mark.parametrize("busy", [False, True])
def test_a_trial_is_told_with_its_process(study, busy):
    assert shared_search.one_trial(study, 0.01, busy) == 0
    (trial,) = study.trials
    assert trial.value == pytest.approx((trial.params["x"] - 0.3) ** 2)
    assert shared_search.states(study) == {"COMPLETE": 1}


def test_an_orphan_is_failed_and_its_settings_run_again(study):
    orphan = study.ask()
    x = orphan.suggest_float("x", -1.0, 1.0)
    assert shared_search.states(study) == {"RUNNING": 1}
    assert shared_search.retry_orphans(study) == [0]
    shared_search.one_trial(study, 0.0)
    assert shared_search.states(study) == {"FAIL": 1, "COMPLETE": 1}
    assert study.trials[1].params["x"] == x
    assert study.trials[1].user_attrs["retry of"] == 0


def test_waiting_in_vain_is_an_error():
    with pytest.raises(TimeoutError, match="did not come true"):
        shared_search.wait_for(lambda: False, seconds=0.05)


def test_waiting_returns_what_it_waited_for():
    answers = iter([[], [], ["here"]])
    assert shared_search.wait_for(lambda: next(answers)) == ["here"]


class Study:
    """Two trials, each in a process of its own; the younger ends as soon as it is looked at."""

    def __init__(self, workers):
        self.trials = [
            optuna.trial.create_trial(
                state=optuna.trial.TrialState.RUNNING,
                params={"x": 0.0},
                distributions={"x": optuna.distributions.FloatDistribution(-1, 1)},
                user_attrs={"worker": worker.pid},
            )
            for worker in workers
        ]
        for number, trial in enumerate(self.trials):
            trial.number = number
        self.looks = 0

    def get_trials(self, deepcopy, states=None):
        if states is None:
            return [None, None, *self.trials]
        self.looks += 1
        return {1: [], 2: self.trials}.get(self.looks, self.trials[:1])


def test_a_trial_that_ends_meanwhile_is_left_alone():
    workers = [subprocess.Popen(["sleep", "30"]) for _ in range(2)]
    try:
        study = Study(workers)
        assert shared_search.kill_one(study) is study.trials[0]
        assert workers[0].wait(timeout=5) == -signal.SIGKILL
        _, status = os.waitpid(workers[1].pid, os.WCONTINUED | os.WNOHANG)
        assert os.WIFCONTINUED(status)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


@pytest.mark.filterwarnings("ignore:DaskStorage is experimental", "ignore::ResourceWarning")
def test_a_killed_worker_loses_no_task_and_leaves_nothing_behind(capfd):
    with local_workers(2) as client:
        study = shared_search.dask_study(client, seed=0)
        submit = [client.submit(shared_search.one_trial, study, 0.3, pure=False) for _ in range(8)]
        victim = shared_search.kill_one(study)
        assert victim.number not in shared_search.collect(client, submit)
        states = shared_search.states(study)
        assert states.pop("COMPLETE") >= 8  # results in the memory of the dead are made anew
        assert states == {"RUNNING": 1}
    assert multiprocessing.active_children() == []
    assert capfd.readouterr().err == ""
    assert logging.getLogger("distributed").level != logging.CRITICAL + 1
