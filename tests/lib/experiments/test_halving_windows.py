"""Is the window counted right at its edges?"""

import numpy as np

from deeptuning.experiments import halving_windows as windows
from deeptuning.experiments.halving_clock import Job, idle_share


def test_equal_brackets_follow_each_other():
    jobs = windows.brackets_until(58.0, workers=9, spread=0.0, seed=0)
    assert windows.finished(jobs, 58.0) == 2
    assert windows.finished(jobs, 57.9) == 1
    assert idle_share(jobs, 9, 58.0) == 1 - 2 * 81 / (58 * 9)


def test_a_stream_never_waits():
    jobs = windows.stream_until(40.0, workers=4, spread=0.5, seed=0)
    assert idle_share(jobs, 4, 40.0) < 1e-12
    assert all(job.start < 40 for job in jobs)


def test_a_regretted_promotion_by_hand():
    losses = np.array([[2.0, 0.0], [3.0, 0.0], [4.0, 0.0], [1.0, 0.0], [5.0, 0.0], [6.0, 0.0]])
    first = [Job(0, trial, 0, float(trial), trial + 1.0) for trial in range(6)]
    wrong, right = Job(1, 1, 1, 3.0, 5.0), Job(1, 3, 1, 6.0, 8.0)
    assert windows.regretted([*first, wrong, right], losses, time=9.0) == 0.5


def test_no_spread_means_one_speed():
    speed, losses = windows.draw(5, 0.0, seed=0)
    assert speed.tolist() == [1.0] * 5
    assert losses.shape == (5, 4)
