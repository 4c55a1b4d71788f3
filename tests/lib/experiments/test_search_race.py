"""Is the way of a search counted as by hand, and is everyone given the same?"""

import itertools

import numpy as np
import pytest

from deeptuning.experiments import search_race
from deeptuning.tuning import halving_search, random_search, uniform

SPACE = {"end": uniform(0, 1)}


def test_epochs_and_best_are_running_totals():
    def train(values, rng):
        yield from (values["end"] / n for n in itertools.count(1))

    make = {"halving": lambda rng: halving_search(SPACE, 3, rng)}
    (way,) = search_race.race(train, make, budget=100, seeds=[4])["halving"]
    assert way.epochs.tolist() == [1, 2, 3, 5]  # the promoted one goes on: two more epochs
    draws = np.random.default_rng([4, 0]).random((3, 1)).ravel()
    losses = [*draws, draws.min() / 3]
    np.testing.assert_allclose(way.best, np.minimum.accumulate(losses))
    assert way.after_epochs(4) == pytest.approx(draws.min())
    assert way.after_trials(2) == pytest.approx(draws[:2].min())
    assert way.after_trials(99) == pytest.approx(way.best[-1])


def test_a_failure_is_never_the_best():
    def train(values, rng):
        yield float("nan")

    make = {"random": lambda rng: random_search(SPACE, 2, rng)}
    (way,) = search_race.race(train, make, budget=2, seeds=[0])["random"]
    assert np.isinf(way.best).all()


def test_a_bracket_is_repeated_with_new_draws():
    rng = np.random.default_rng(0)
    search = search_race.repeated(SPACE, [(3, 1), (1, 3)], 2, rng)
    while not search.done:
        trial = search.ask()
        search.tell(trial, trial.values["end"])
    fresh = [t.values["end"] for t in search.trials if t.resumes is None]
    assert [t.epochs for t in search.trials] == [1, 1, 1, 3] * 2
    assert len(set(fresh)) == 6


@pytest.mark.parametrize(("world", "sign"), [("in_order", 1), ("late_bloomers", -1)])
def test_the_worlds_are_what_they_are_called(world, sign):
    def losses(end):
        run = getattr(search_race, world)({"end": end}, np.random.default_rng(0))
        return [next(run) for _ in range(27)]

    good, poor = losses(0.2), losses(0.6)
    assert sign * (poor[2] - good[2]) > 0
    assert poor[-1] > good[-1]
