import math

import pytest

from deeptuning.tuning import (
    Budget,
    Search,
    Trial,
    grid_search,
    halving_search,
    random_search,
    tune,
    uniform,
)
from tests.lib.tuning.oracles import rng

SPACE = {"rate": uniform(0.0, 2.0)}


class Counted:
    """Gradient descent on x²/2, from 1; counts what is really trained."""

    def __init__(self):
        self.epochs = self.starts = 0

    def __call__(self, values, rng):
        self.starts += 1
        x = 1.0
        while True:
            self.epochs += 1
            x -= values["rate"] * x
            yield x * x / 2


def planned(*waves):
    return Search(lambda told, rng: waves[len(told)] if len(told) < len(waves) else [], name="plan")


def test_every_epoch_is_counted(agrees):
    train = Counted()
    search, spent = tune(train, random_search(SPACE, 5, rng(), epochs=4), budget=20, seed=0)
    agrees("tune", "by hand", [spent, train.epochs, train.starts], [20, 20, 5], within=0)
    assert search.done
    for trial in search.trials:
        assert trial.loss == pytest.approx((1 - trial.values["rate"]) ** 8 / 2, rel=1e-12)


def test_a_trial_that_does_not_fit_is_not_started(agrees):
    train = Counted()
    search, spent = tune(train, random_search(SPACE, 5, rng(), epochs=4), budget=15, seed=0)
    agrees("tune", "by hand", [spent, train.epochs, train.starts], [12, 12, 3], within=0)
    assert not search.done
    assert len(search.told) == 3
    search, spent = tune(Counted(), grid_search(SPACE, epochs=9), budget=8, seed=0)
    assert (spent, search.best) == (0, None)


def test_promoted_trials_go_on_from_where_they_stopped(agrees):
    train = Counted()
    search, spent = tune(train, halving_search(SPACE, 9, rng(1)), budget=100, seed=0)
    agrees("tune", "by hand", [spent, train.epochs, train.starts], [21, 21, 9], within=0)
    assert search.spent == 21
    for trial in search.trials:
        expected = (1 - trial.values["rate"]) ** (2 * trial.epochs) / 2
        assert trial.loss == pytest.approx(expected, rel=1e-12)


def test_failures_are_noted_and_counted():
    def train(values, rng):
        for epoch in range(3):
            if values["x"] == "raises" and epoch == 1:
                raise ZeroDivisionError("by nothing")
            if values["x"] == "ends":
                return
            yield {"fine": 0.5, "nan": math.nan, "text": "low", "none": None}.get(values["x"], 9.0)

    kinds = ["raises", "nan", "text", "none", "ends", "fine"]
    search = planned([Trial(0, {"x": kind}, 3) for kind in kinds])
    search, spent = tune(train, search, budget=18, seed=0)
    errors = [trial.error for trial in search.trials]
    assert errors[0] == "ZeroDivisionError: by nothing"
    assert errors[1] == "the last loss was nan"
    assert errors[2].startswith("TypeError: Argument `loss` must be one number")
    assert errors[3].startswith("TypeError")
    assert errors[4] == "the last loss was nan"
    assert errors[5] is None
    assert all(math.isnan(trial.loss) for trial in search.trials[:5])
    assert search.best.values == {"x": "fine"}
    assert spent == 2 + 3 + 1 + 1 + 0 + 3


def test_a_train_function_that_fails_at_once_is_a_failed_trial_too():
    def plain(values, rng):
        raise MemoryError("too large")

    search, spent = tune(plain, planned([Trial(0, {}, 2)]), budget=5, seed=0)
    assert search.trials[0].error == "MemoryError: too large"
    assert spent == 1
    search, _ = tune(lambda values, rng: 0.5, planned([Trial(0, {}, 2)]), budget=5, seed=0)
    assert search.trials[0].error.startswith("TypeError: 'float' object is not iterable")


def test_a_recovered_loss_counts_and_an_infinite_one_fails():
    search = planned([Trial(0, {"x": x}, 2) for x in ([math.nan, 0.3], [0.3, math.inf])])
    search, _ = tune(lambda values, rng: iter(values["x"]), search, budget=9, seed=0)
    assert [trial.error for trial in search.trials] == [None, "the last loss was inf"]


def test_a_run_that_ends_early_keeps_its_last_loss_when_promoted():
    def train(values, rng):
        yield 2.0
        yield 1.0

    def propose(waves, rng):
        if len(waves) == 0:
            return [Trial(0, {}, 3)]
        return [Trial(0, {}, 9, resumes=0, start=3)] if len(waves) == 1 else []

    search, spent = tune(train, Search(propose, resumes=True), budget=20, seed=0)
    assert [trial.loss for trial in search.trials] == [1.0, 1.0]
    assert spent == 2


def test_interruptions_by_a_person_are_not_failures():
    def train(values, rng):
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        tune(train, planned([Trial(0, {}, 1)]), budget=1, seed=0)


def test_a_trial_has_the_same_generator_in_every_search():
    def draws(seed, epochs):
        found = []

        def train(values, rng):
            found.append(rng.random())
            while True:
                yield 1.0

        tune(train, random_search(SPACE, 3, rng(seed + epochs), epochs=epochs), 100, seed)
        return found

    assert draws(1, 2) == draws(1, 5)
    assert len(set(draws(1, 2) + draws(2, 2))) == 6


def test_runs_that_cannot_be_resumed_are_let_go():
    alive = []

    def train(values, rng):
        alive.append(1)
        try:
            while True:
                yield 1.0
        finally:
            alive.pop()

    most = []
    search = random_search(SPACE, 6, rng())
    tell = search.tell
    search.tell = lambda *told: (most.append(len(alive)), tell(*told))
    tune(train, search, budget=6, seed=0)
    assert max(most) <= 2


def test_the_budget(agrees):
    budget = Budget(5)
    budget.spend(3)
    budget.spend()
    budget.spend(0)
    agrees("Budget", "by hand", [budget.epochs, budget.spent, budget.left], [5, 4, 1], within=0)
    with pytest.raises(
        RuntimeError, match="budget of 5 epochs must not be overspent.*2 more.*1 left"
    ):
        budget.spend(2)
    assert budget.left == 1
    budget.spend()
    assert budget.left == 0
    with pytest.raises(RuntimeError, match="Plan shorter or fewer trials"):
        budget.spend()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Budget(0), ValueError, "`epochs` must be a whole number, 1 or more"),
        (lambda: Budget(2.5), TypeError, "`epochs` must be a whole number"),
        (lambda: Budget(2).spend(-1), ValueError, "`epochs` must be a whole number, 0 or more"),
        (lambda: tune(None, planned(), 5, 0), TypeError, "`train` must be a function"),
        (lambda: tune(len, planned(), 0, 0), ValueError, "`epochs` must be a whole number"),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_an_empty_plan_costs_nothing():
    search, spent = tune(Counted(), planned(), budget=3, seed=0)
    assert (search.done, search.best, spent) == (True, None, 0)
