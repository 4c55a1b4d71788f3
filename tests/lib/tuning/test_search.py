"""The protocol, and the contract that every search keeps."""

import json
import math

import numpy as np
import pytest

from deeptuning.tuning import (
    Search,
    Trial,
    bayesian_search,
    choice,
    genetic_search,
    grid_search,
    halving_search,
    hyperband_search,
    integer,
    log_uniform,
    random_search,
    uniform,
)
from tests.lib.tuning.oracles import rng

NAN = math.nan
SPACE = {
    "learning_rate": log_uniform(1e-4, 1.0),
    "momentum": uniform(0.0, 0.99),
    "units": integer(4, 64),
    "optimizer": choice(["sgd", "adam"]),
}
# name: (a new search from a seed, trials, epochs when promoted trials are trained on)
SEARCHES = {
    "grid": (lambda seed: grid_search(SPACE, points=3, epochs=2), 54, 108),
    "random": (lambda seed: random_search(SPACE, 40, rng(seed), epochs=3), 40, 120),
    "bayesian": (lambda seed: bayesian_search(SPACE, 20, rng(seed), epochs=2), 20, 40),
    "halving": (lambda seed: halving_search(SPACE, 27, rng(seed)), 40, 27 + 18 + 18 + 18),
    "hyperband": (
        lambda seed: hyperband_search(SPACE, 9, rng(seed)),
        22,
        (9 + 6 + 6) + (15 + 6) + 27,
    ),
    "genetic": (lambda seed: genetic_search(SPACE, 8, 6, rng(seed), epochs=2), 48 - 5, 86),
}
each = pytest.mark.parametrize("name", SEARCHES)


def loss_of(trial):
    """A bowl in the logarithm of the rate, with a valley in the momentum."""
    v = trial.values
    bowl = (math.log10(v["learning_rate"]) + 2) ** 2 + (v["momentum"] - 0.9) ** 2
    return bowl + abs(v["units"] - 32) / 60 + (v["optimizer"] == "sgd") / 2 + 1 / trial.epochs


def run(search, loss=loss_of, trials=math.inf):
    while not search.done and len(search.told) < trials:
        trial = search.ask()
        search.tell(trial, loss(trial))
    return search


@each
def test_spends_exactly_its_budget(agrees, name):
    new, trials, epochs = SEARCHES[name]
    search = run(new(0))
    assert search.done
    assert search.best.loss == min(trial.loss for trial in search.trials)
    assert [trial.id for trial in search.trials] == list(range(len(search.trials)))
    spent = [len(search.trials), search.spent, sum(t.new_epochs for t in search.trials)]
    agrees(f"{name}_search", "by hand", spent, [trials, epochs, epochs], within=0)


@each
def test_values_are_in_the_space_and_plain(name):
    for trial in run(SEARCHES[name][0](1)).trials:
        assert list(trial.values) == list(SPACE)
        for key, value in trial.values.items():
            assert value in SPACE[key]
            assert type(value) in (float, int, str)


@each
def test_resuming_equals_the_uninterrupted_search(agrees, name):
    new, trials, _ = SEARCHES[name]
    whole = run(new(3))
    for stop in {0, 1, 7, trials // 2, trials - 1, trials}:
        first = run(new(3), trials=stop)
        if not first.done:
            first.ask()  # handed out, and lost with the machine
        state = json.loads(json.dumps(first.state))
        second = run(new(99).restore(state))
        assert second.trials == whole.trials
        assert second.best == whole.best
        assert second.state == whole.state
    agrees("Search", "by hand", second.best.loss, whole.best.loss, within=0)


@each
def test_the_order_of_telling_a_wave_does_not_matter(name):
    one, other = SEARCHES[name][0](5), SEARCHES[name][0](5)
    draws = rng(0)
    while not one.done:
        wave = [one.ask() for _ in range(len(one.ready))]
        same = [other.ask() for _ in range(len(other.ready))]
        assert wave == same
        for i in draws.permutation(len(wave)):
            one.tell(wave[i], loss_of(wave[i]))
        for trial in same:
            other.tell(trial, loss_of(trial))
    assert one.trials == other.trials


@each
def test_failures_are_worst_and_the_search_goes_on(name):
    def sometimes(trial):
        return [NAN, math.inf, -math.inf][trial.id % 3] if trial.id % 4 == 0 else loss_of(trial)

    search = run(SEARCHES[name][0](2), sometimes)
    assert search.done
    assert math.isfinite(search.best.loss)
    failed = {trial.id for trial in search.trials if not math.isfinite(trial.loss)}
    assert failed
    assert not failed & {trial.resumes for trial in search.trials}


@each
def test_a_search_of_failures_ends_without_a_best(name):
    search = run(SEARCHES[name][0](2), lambda trial: NAN)
    assert search.done
    assert search.best is None
    assert all(trial.resumes is None for trial in search.trials)


@each
def test_the_seed_decides(name):
    if name != "grid":
        first, same, other = (run(SEARCHES[name][0](seed)) for seed in (0, 0, 1))
        assert first.trials == same.trials != other.trials


@pytest.mark.parametrize("name", ["bayesian", "genetic", "random"])
def test_finds_the_valley(name):
    """Blind draws do not: at 111 of them, as many as the genetic search has, the median is 0.2."""
    space = {"x": uniform(-5, 5), "y": log_uniform(1e-3, 1e3)}

    def loss(trial):
        return (trial.values["x"] - 2) ** 2 + math.log10(trial.values["y"] / 10) ** 2

    makers = {
        "random": lambda seed: random_search(space, 30, rng(seed)),
        "bayesian": lambda seed: bayesian_search(space, 30, rng(seed)),
        "genetic": lambda seed: genetic_search(space, 12, 10, rng(seed)),
    }
    found = np.median([run(makers[name](seed), loss).best.loss for seed in range(5)])
    assert found < {"random": 2.0, "bayesian": 1e-3, "genetic": 0.12}[name]
    if name == "random":
        assert found > 0.12


@pytest.mark.parametrize("name", ["halving", "hyperband"])
def test_halving_beats_random_at_the_same_epochs(name):
    space = {"x": uniform(0, 1), "y": uniform(0, 1)}

    def loss(trial):
        return abs(trial.values["x"] - 0.3) + abs(trial.values["y"] - 0.6) + 1 / trial.epochs

    makers = {
        "halving": lambda seed: halving_search(space, 81, rng(seed)),
        "hyperband": lambda seed: hyperband_search(space, 81, rng(seed)),
    }
    ours, blind = [], []
    for seed in range(5):
        search = run(makers[name](seed), loss)
        ours.append(search.best.loss)
        blind.append(run(random_search(space, search.spent // 81, rng(seed), epochs=81), loss))
    assert np.median(ours) < np.median([search.best.loss for search in blind])


def three():
    wave = [Trial(0, {"x": i}, 2) for i in range(3)]
    return Search(lambda waves, rng: [] if waves else wave, name="three")


def test_asking_and_telling_by_hand(agrees):
    search = three()
    assert (search.done, search.best, search.spent, len(search.ready)) == (False, None, 0, 3)
    a, b = search.ask(), search.ask()
    assert [t.id for t in search.ready] == [2]
    search.tell(b, 0.5)
    search.tell(a, np.float32(0.5))
    assert search.best.id == 0  # the earlier of equals
    assert [t.id for t in search.told] == [0, 1]
    search.tell(search.ask(), NAN, error="exploded")
    assert search.done
    assert search.trials[2].error == "exploded"
    agrees("Search", "by hand", search.spent, 6, within=0)
    trial = Trial(3, {}, epochs=9, resumes=1, start=3)
    agrees("Trial", "by hand", [trial.new_epochs, trial.start], [6, 3], within=0)


def test_the_next_wave_waits_for_the_last_trial():
    search = halving_search({"x": uniform(0, 1)}, 3, rng())
    trials = [search.ask() for _ in range(3)]
    for trial in trials[:2]:
        search.tell(trial, trial.id)
    with pytest.raises(RuntimeError, match="waits for 1 trials.*tell every trial"):
        search.ask()
    assert not search.done
    search.tell(trials[2], -1.0)
    assert search.ask() == Trial(3, trials[2].values, 3, resumes=2, start=1)


def test_changing_what_was_handed_out_changes_nothing():
    search = three()
    search.ask().values["x"] = 99
    search.state["waves"][0][1]["values"]["x"] = 99
    assert [trial.values["x"] for trial in search.trials] == [0, 1, 2]
    state = search.state
    other = three().restore(state)
    state["waves"][0][0]["values"]["x"] = 99
    assert other.trials == search.trials


def test_what_is_refused():
    search = run(three(), lambda t: 1.0)
    with pytest.raises(RuntimeError, match="No trial to ask for: the three is over. Look at"):
        search.ask()
    search = three()
    with pytest.raises(ValueError, match=r"handed out and not told.* trial 1, and \[\] are out"):
        search.tell(search.trials[1], 0.1)
    trial = search.ask()
    for wrong in ("0.1", None, [0.1, 0.2], np.ones(2)):
        with pytest.raises(TypeError, match="`loss` must be one number. Received: loss="):
            search.tell(trial, wrong)
    search.tell(trial, 0.1)
    with pytest.raises(ValueError, match="Tell each trial once"):
        search.tell(trial, 0.1)
    with pytest.raises(ValueError, match="same search, three. Received: random_search"):
        three().restore(random_search(SPACE, 3, rng()).state)
    with pytest.raises(ValueError, match="Make the search with the arguments it had"):
        random_search(SPACE, 4, rng()).restore(random_search(SPACE, 3, rng()).state)


ARGUMENTS = [
    (lambda: grid_search({}), ValueError, "`space` must be a dict"),
    (lambda: grid_search(SPACE, epochs=0), ValueError, "`epochs` must be .* 1 or more"),
    (lambda: grid_search(SPACE, points={"x": 2}), ValueError, r"unknown \['x'\]"),
    (lambda: random_search({}, 3, rng()), ValueError, "`space` must be a dict"),
    (lambda: random_search(SPACE, 0, rng()), ValueError, "`trials` must be a whole number, 1"),
    (lambda: random_search(SPACE, 3, 0), TypeError, "`rng` must be a NumPy Generator"),
    (lambda: random_search(SPACE, 3, rng(), epochs=0), ValueError, "`epochs` must be"),
    (lambda: bayesian_search({}, 3, rng()), ValueError, "`space` must be a dict"),
    (lambda: bayesian_search(SPACE, 0, rng()), ValueError, "`trials` must be"),
    (lambda: bayesian_search(SPACE, 3, rng(), epochs=0), ValueError, "`epochs` must be"),
    (lambda: bayesian_search(SPACE, 3, rng(), initial=0), ValueError, "`initial` must be .* 1 or"),
    (lambda: bayesian_search(SPACE, 3, rng(), kernel="x"), ValueError, "`kernel` must be one of"),
    (lambda: bayesian_search(SPACE, 3, rng(), xi=-1), ValueError, "`xi` must be in"),
    (lambda: halving_search({}, 3, rng()), ValueError, "`space` must be a dict"),
    (lambda: halving_search(SPACE, 3, rng(), eta=1), ValueError, "`eta` must be"),
    (lambda: halving_search(SPACE, 3, None), TypeError, "`rng` must be a NumPy Generator"),
    (lambda: hyperband_search({}, 3, rng()), ValueError, "`space` must be a dict"),
    (lambda: hyperband_search(SPACE, 0, rng()), ValueError, "`max_epochs` must be"),
    (lambda: genetic_search({}, 3, 3, rng()), ValueError, "`space` must be a dict"),
    (lambda: genetic_search(SPACE, 1, 3, rng()), ValueError, "`population` must be .* 2 or more"),
    (lambda: genetic_search(SPACE, 3, 0, rng()), ValueError, "`generations` must be .* 1 or"),
    (lambda: genetic_search(SPACE, 3, 3, rng(), epochs=0), ValueError, "`epochs` must be"),
    (lambda: genetic_search(SPACE, 3, 3, rng(), elite=3), ValueError, "`elite` .* from 0 to 2"),
    (lambda: genetic_search(SPACE, 3, 3, rng(), elite=-1), ValueError, "`elite` must be"),
    (lambda: genetic_search(SPACE, 3, 3, rng(), size=0), ValueError, "`size` must be"),
    (lambda: genetic_search(SPACE, 3, 3, rng(), rate=2), ValueError, "`rate` must be in"),
    (lambda: genetic_search(SPACE, 3, 3, rng(), scale=0), ValueError, "`scale` must be in"),
]


@pytest.mark.parametrize(("call", "error", "message"), ARGUMENTS)
def test_arguments_are_checked_when_the_search_is_made(call, error, message):
    with pytest.raises(error, match=message):
        call()
