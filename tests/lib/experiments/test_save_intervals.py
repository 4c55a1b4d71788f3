"""The waste of a run, against plain arithmetic and against runs that are played."""

import itertools

import numpy as np
import pytest

from deeptuning.experiments.save_intervals import overhead, timeline, wasted, young


def test_without_failures_only_the_saves_are_wasted():
    assert overhead(10, 1, 1e12) == pytest.approx(0.1, rel=1e-3)
    spans = timeline(10, 1, 1e12, until=100, rng=np.random.default_rng(0))
    assert wasted(spans) == pytest.approx(0.1)


@pytest.mark.parametrize(("interval", "cost"), [(10, 1), (50, 1), (200, 30)])
def test_played_runs_agree_with_the_formula(interval, cost):
    rng = np.random.default_rng(0)
    played = wasted(timeline(interval, cost, 100, until=interval * 20_000, rng=rng))
    assert played == pytest.approx(overhead(interval, cost, 100), rel=0.05)


def test_young_is_the_best_interval_for_cheap_saves():
    intervals = np.linspace(1, 200, 20_000)
    best = intervals[np.argmin(overhead(intervals, 0.001, 1000))]
    assert young(0.001, 1000) == pytest.approx(best, rel=0.01)


def test_the_spans_follow_each_other_and_hold_all_the_work():
    spans = timeline(7, 1, 20, until=100, rng=np.random.default_rng(1))
    assert all(a.end == b.start for a, b in itertools.pairwise(spans))
    assert sum(s.end - s.start for s in spans if s.kind == "work") == pytest.approx(100)
    assert any(s.kind == "lost" for s in spans)


def test_a_hopeless_run_is_refused():
    with pytest.raises(ValueError, match="must leave time for an interval and a save"):
        timeline(1000, 1, 1, until=2000, rng=np.random.default_rng(0))
