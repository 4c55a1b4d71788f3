"""Do the clocks agree with arithmetic by hand, and break no rule of halving?"""

import itertools

import numpy as np
import pytest

from deeptuning.experiments import halving_clock as clock
from deeptuning.experiments.halving_windows import draw


def test_one_worker_takes_the_sum_of_all_work():
    speed, losses = np.ones(27), np.tile(np.arange(27.0)[:, None], 4)
    jobs = clock.synchronous(speed, losses, workers=1)
    assert clock.makespan(jobs) == 27 * 1 + 9 * 2 + 3 * 6 + 1 * 18
    assert clock.idle_share(jobs, workers=1) == 0


def test_equal_speeds_by_hand():
    speed, losses = np.ones(27), np.tile(np.arange(27.0)[:, None], 4)
    jobs = clock.synchronous(speed, losses, workers=9)
    assert clock.makespan(jobs) == 3 * 1 + 2 + 6 + 18  # rounds of each rung × new epochs
    assert clock.idle_share(jobs, workers=9) == pytest.approx(1 - 81 / (29 * 9))


def test_asynchronous_by_hand():
    # Trials in order of merit, two workers: 0, 1 until 1; 2 and nobody to promote; at 2 the best.
    losses = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    jobs = clock.asynchronous(np.ones(3), losses, workers=2)
    found = [(j.worker, j.trial, j.rung, j.start, j.end) for j in jobs]
    assert found == [(0, 0, 0, 0, 1), (1, 1, 0, 0, 1), (0, 2, 0, 1, 2), (0, 0, 1, 2, 4)]


@pytest.mark.parametrize("kind", [clock.synchronous, clock.asynchronous])
@pytest.mark.parametrize("workers", [1, 4, 9])
def test_rules_that_every_timetable_keeps(kind, workers):
    speed, losses = draw(27, 0.7, seed=3)
    jobs = kind(speed, losses, workers)
    for worker in range(workers):
        own = sorted(job for job in jobs if job.worker == worker)
        own.sort(key=lambda job: job.start)
        assert all(a.end <= b.start for a, b in itertools.pairwise(own))
    ends = {(job.trial, job.rung): job.end for job in jobs}
    assert len(ends) == len(jobs)  # nothing is trained twice
    for job in jobs:
        assert job.rung == 0 or ends[job.trial, job.rung - 1] <= job.start
        new = 3**job.rung - (3 ** (job.rung - 1) if job.rung else 0)
        assert job.end - job.start == pytest.approx(speed[job.trial] * new)


def test_a_promotion_needs_enough_results():
    speed, losses = draw(27, 0.7, seed=1)
    jobs = clock.asynchronous(speed, losses, workers=5)
    for job in jobs:
        if job.rung:
            before = [j for j in jobs if j.rung == job.rung - 1 and j.end <= job.start]
            better = sum(losses[j.trial, j.rung] < losses[job.trial, j.rung] for j in before)
            assert better < len(before) // 3
