"""Who waits in successive halving with several workers? A simulated clock counts it exactly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning.tuning import halving_schedule


class Job(NamedTuple):
    """One piece of training: `worker` brings `trial` to `rung` between `start` and `end`."""

    worker: int
    trial: int
    rung: int
    start: float
    end: float


def synchronous(
    speed: np.ndarray, losses: np.ndarray, workers: int, *, eta: int = 3, start: float = 0.0
) -> list[Job]:
    """Halve rung by rung: the next rung starts when the last trial of this one is done.

    Args:
        speed: time per epoch of every trial, shape (trials,).
        losses: of every trial at the end of every rung, shape (trials, rungs).
        workers: how many.
        eta: a share of 1/eta goes on, for eta times as many epochs; the first rung is one epoch.
        start: what the clock shows.

    Returns:
        The jobs, in order of their start.

    Example:
        >>> losses = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
        >>> for job in synchronous(np.array([1.0, 1.0, 4.0]), losses, workers=2):
        ...     print(job.worker, job.trial, job.rung, float(job.start), float(job.end))
        0 0 0 0.0 1.0
        1 1 0 0.0 1.0
        0 2 0 1.0 5.0
        0 0 1 5.0 7.0
    """
    jobs, alive, clock, done = [], np.arange(len(speed)), start, 0
    schedule = halving_schedule(len(speed), 1, eta)
    for rung, (count, epochs) in enumerate(schedule):
        if rung:
            alive = np.sort(alive[np.argsort(losses[alive, rung - 1], kind="stable")[:count]])
        free = np.full(workers, clock)
        for trial in alive:
            worker = int(np.argmin(free))
            end = free[worker] + speed[trial] * (epochs - done)
            jobs.append(Job(worker, int(trial), rung, float(free[worker]), float(end)))
            free[worker] = end
        clock, done = free.max(), epochs
    return jobs


def asynchronous(
    speed: np.ndarray, losses: np.ndarray, workers: int, *, eta: int = 3, until: float = np.inf
) -> list[Job]:
    """Halve without waiting: a free worker promotes whoever is in the best share *so far*.

    The arguments are those of `synchronous`; nothing is started at `until` or later. A worker looks
    from the highest rung down for a trial that is among the best ⌊finished/eta⌋ of its rung and
    not promoted yet; where there is none it starts a new trial, and where there is no new one
    either it waits.

    Source: Li et al., A System for Massively Parallel Hyperparameter Tuning, 2020, algorithm 2.
    """
    epochs = [eta**rung for rung in range(losses.shape[1])]
    finished: list[list[int]] = [[] for _ in epochs]
    promoted: list[set[int]] = [set() for _ in epochs]
    jobs: list[Job] = []
    running: list[Job] = []
    free, fresh, clock = list(range(workers)), 0, 0.0

    def next_piece() -> tuple[int, int] | None:
        for rung in range(len(epochs) - 2, -1, -1):
            ranked = sorted(finished[rung], key=lambda trial: losses[trial, rung])
            for trial in ranked[: len(ranked) // eta]:
                if trial not in promoted[rung]:
                    promoted[rung].add(trial)
                    return trial, rung + 1
        return (fresh, 0) if fresh < len(speed) else None

    while True:
        while free and clock < until and (piece := next_piece()):
            trial, rung = piece
            fresh += rung == 0
            cost = speed[trial] * (epochs[rung] - (epochs[rung - 1] if rung else 0))
            worker = free.pop(0)
            running.append(Job(worker, trial, rung, clock, float(clock + cost)))
            jobs.append(running[-1])
        if not running:
            return jobs
        first = min(running, key=lambda job: (job.end, job.worker))
        running.remove(first)
        clock = first.end
        finished[first.rung].append(first.trial)
        free = sorted([*free, first.worker])


def makespan(jobs: list[Job]) -> float:
    """Return the time at which the last job ends."""
    return max(job.end for job in jobs)


def idle_share(jobs: list[Job], workers: int, until: float | None = None) -> float:
    """Return the share of the workers' time in which they wait, up to a time (or the end).

    Example:
        >>> idle_share([Job(0, 0, 0, 0.0, 2.0), Job(1, 1, 0, 0.0, 1.0)], workers=2)
        0.25
    """
    until = makespan(jobs) if until is None else until
    busy = sum(max(min(job.end, until) - job.start, 0.0) for job in jobs)
    return max(1 - busy / (workers * until), 0.0)
