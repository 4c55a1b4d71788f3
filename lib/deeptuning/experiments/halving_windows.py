"""What halving gets done within a given time, with and without barriers."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.experiments.halving_clock import Job, asynchronous, makespan, synchronous


def draw(trials: int, spread: float, seed: Any, rungs: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Draw speeds and losses of trials.

    Args:
        trials: how many.
        spread: of the logarithm of the time per epoch; 0 gives all the same speed.
        seed: decides everything.
        rungs: the losses get closer to the trial's own quality from rung to rung.

    Returns:
        Time per epoch (trials,), and losses (trials, rungs).
    """
    rng = np.random.default_rng(seed)
    speed = np.exp(spread * rng.normal(size=trials))
    noise = rng.normal(size=(trials, rungs)) * 0.3 / 3.0 ** np.arange(rungs)
    return speed, rng.random(trials)[:, None] + noise


def brackets_until(time: float, workers: int, spread: float, seed: int) -> list[Job]:
    """Run synchronous brackets of 27 trials one after the other until a time."""
    jobs: list[Job] = []
    number, clock = 0, 0.0
    while clock < time:
        bracket = synchronous(*draw(27, spread, [seed, number]), workers, start=clock)
        jobs += [job._replace(trial=job.trial + 27 * number) for job in bracket if job.start < time]
        number, clock = number + 1, makespan(bracket)
    return jobs


def stream_until(time: float, workers: int, spread: float, seed: int) -> list[Job]:
    """Run asynchronous halving on an endless supply of trials until a time."""
    return asynchronous(*draw(1000, spread, [seed, 0]), workers, until=time)


def finished(jobs: list[Job], time: float, rung: int = 3) -> int:
    """Count the trials that were brought to a rung by a time."""
    return sum(job.rung == rung and job.end <= time for job in jobs)


def regretted(jobs: list[Job], losses: np.ndarray, time: float, eta: int = 3) -> float:
    """Return the share of promotions that all the results known at a time speak against.

    A promotion out of a rung is regretted if its trial is not among the best 1/eta of those that
    have finished the rung by then.
    """
    wrong = total = 0
    for rung in range(losses.shape[1] - 1):
        done = [job.trial for job in jobs if job.rung == rung and job.end <= time]
        best = sorted(done, key=lambda trial: losses[trial, rung])[: len(done) // eta]
        gone_on = [job.trial for job in jobs if job.rung == rung + 1]
        wrong += len(set(gone_on) - set(best))
        total += len(gone_on)
    return wrong / total
