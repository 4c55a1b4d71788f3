"""Give successive halving more workers, and see who waits."""

from __future__ import annotations

from typing import Any

from deeptuning.experiments.halving_clock import Job, idle_share
from deeptuning.experiments.halving_windows import brackets_until, finished, stream_until
from deeptuning.plots.timetables import timetables

KINDS = {"synchronous": brackets_until, "asynchronous": stream_until}
TIME, SEED = 120.0, 0


def simulate(kind: str, workers: int, spread: float) -> tuple[list[Job], int, float]:
    """Return the jobs up to time 120, the trials trained to the end, and the share of waiting.

    Example:
        >>> jobs, ready, idle = simulate("synchronous", 1, 0.0)
        >>> ready, idle
        (1, 0.0)
    """
    jobs = KINDS[kind](TIME, workers, spread, SEED)
    return jobs, finished(jobs, TIME), idle_share(jobs, workers, TIME)


def picture(kind: str, workers: int, spread: float) -> Any:
    """Draw the workers' timetable, with what was finished and the waiting in the title."""
    jobs, ready, idle = simulate(kind, workers, spread)
    title = f"{kind}: {ready} trained to epoch 27, {100 * idle:.0f} % waiting"
    return timetables({title: (jobs, workers)}, TIME)


def explore() -> Any:
    """Show the picture with controls for the kind, the workers and the spread of speeds."""
    from ipywidgets import Dropdown, FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "A timetable with one row per worker: bars are trainings, coloured by rung, and "
        "gaps are times of waiting.",
        kind=Dropdown(description="halving", options=list(KINDS), value="synchronous"),
        workers=IntSlider(9, min=1, max=12, description="workers", **slow),
        spread=FloatSlider(0.5, min=0.0, max=1.5, step=0.1, description="spread", **slow),
    )
