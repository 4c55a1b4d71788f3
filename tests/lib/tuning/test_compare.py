import math
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from deeptuning.tuning import (
    Candidate,
    Row,
    Sealed,
    compare,
    halving_search,
    hyperband_search,
    log_uniform,
    random_search,
    tune,
)

SPACE = {"rate": log_uniform(1e-3, 1.0)}


def descent(values, rng):
    """Noisy gradient descent on x²/2."""
    x = 1.0
    while True:
        x -= values["rate"] * (x + 0.01 * rng.normal())
        yield x * x / 2


def slow(values, rng):
    for loss in descent({"rate": values["rate"] / 50}, rng):
        yield loss + 0.01


def broken(values, rng):
    raise ValueError("never works")


def draw(rng):
    return random_search(SPACE, 6, rng, epochs=5)


def halve(rng):
    return halving_search(SPACE, 9, rng)


def on_test(values, epochs, rng, data):
    return data * values["rate"] + epochs


def twin(train, search, seeds, budget):
    """The same by a plain loop."""
    losses, spent = [], []
    for seed in seeds:
        found, epochs = tune(train, search(np.random.default_rng([seed, 0])), budget, seed)
        losses.append(found.best.loss)
        spent.append(epochs)
    return losses, spent


def test_rows_are_those_of_a_plain_loop(agrees):
    candidates = {
        "slow": Candidate(slow, draw),
        "random": Candidate(descent, draw),
        "halving": Candidate(descent, halve),
    }
    rows = {row.name: row for row in compare(candidates, budget=30, seeds=range(4))}
    for name, candidate in candidates.items():
        losses, spent = twin(candidate.train, candidate.search, range(4), 30)
        agrees("compare", "by hand", rows[name].loss, losses, within=0)
        agrees("compare", "by hand", rows[name].epochs, spent, within=0)
    assert rows["random"].epochs == [30] * 4
    assert rows["halving"].epochs == [21] * 4
    assert rows["halving"].trials == [13] * 4
    assert list(rows)[-1] == "slow"
    medians = [row.median for row in rows.values()]
    assert medians == sorted(medians)


def test_nobody_spends_more_than_the_budget():
    candidates = {
        "random": Candidate(descent, lambda r: random_search(SPACE, 1000, r, epochs=7)),
        "hyperband": Candidate(descent, lambda r: hyperband_search(SPACE, 27, r)),
    }
    for row in compare(candidates, budget=100, seeds=[3, 5]):
        assert all(93 < epochs <= 100 or row.name == "hyperband" for epochs in row.epochs)
        assert max(row.epochs) <= 100


def test_the_same_seeds_for_everyone():
    seen = {}

    def spy(name):
        def train(values, rng):
            seen.setdefault(name, []).append((values["rate"], rng.random()))
            yield 1.0

        return Candidate(train, lambda r: random_search(SPACE, 3, r))

    compare({"a": spy("a"), "b": spy("b")}, budget=3, seeds=[0, 1])
    assert seen["a"] == seen["b"]
    assert len(set(seen["a"])) == 6


def test_selection_on_validation_and_one_look_at_the_test(agrees):
    test = Sealed(10.0)
    looks = []

    def train(values, rng):
        looks.append(test.reads)
        yield values["rate"]

    candidates = {
        name: Candidate(train, lambda r: random_search(SPACE, 5, r), on_test) for name in "ab"
    }
    rows = compare(candidates, budget=5, seeds=[1, 2, 3], test=test)
    assert test.reads == 1
    assert set(looks) == {0}
    for row in rows:
        expected = [10.0 * best.values["rate"] + 1 for best in row.best]
        agrees("compare", "by hand", row.test, expected, within=0)
        assert [best.loss for best in row.best] == row.loss
        assert row.median == np.median(expected)
        agrees("Candidate", "by hand", row.loss, [b.values["rate"] for b in row.best], within=0)


def test_the_test_gets_a_generator_of_its_own():
    seen = []

    def test(values, epochs, rng, data):
        seen.append(rng.random())
        return 1.0

    candidates = {name: Candidate(descent, draw, test) for name in "ab"}
    compare(candidates, budget=5, seeds=[1, 2], test=Sealed(0))
    assert seen[:2] == seen[2:]
    assert seen[0] != seen[1]


def test_test_data_read_during_the_search_are_refused():
    test = Sealed(10.0)

    def peeking(values, rng):
        yield values["rate"] * test.open()

    cheat = Candidate(peeking, draw, on_test)
    with pytest.raises(ValueError, match="stay sealed .* read 6 times.*seal a fresh test set"):
        compare({"cheat": cheat}, budget=10, seeds=[0], test=test)
    assert test.reads == 6


def test_failures_are_counted_and_come_last():
    def sometimes(values, rng):
        if values["rate"] < 0.03:
            raise ValueError("too slow")
        yield values["rate"]

    candidates = {
        "broken": Candidate(broken, draw, on_test),
        "sometimes": Candidate(sometimes, lambda r: random_search(SPACE, 9, r), on_test),
        "nan": Candidate(descent, draw, lambda *a: math.nan),
    }
    rows = {r.name: r for r in compare(candidates, budget=30, seeds=[0, 1], test=Sealed(1.0))}
    assert next(iter(rows)) == "sometimes"
    assert rows["broken"].loss == rows["broken"].test == rows["nan"].test == [math.inf] * 2
    assert rows["broken"].best == [None, None]
    assert rows["broken"].failures == rows["broken"].trials == [6, 6]
    assert rows["broken"].spread == (math.inf, math.inf)
    assert all(0 < failed < 9 for failed in rows["sometimes"].failures)
    assert rows["nan"].failures == [0, 0]


def test_workers_change_nothing():
    candidates = {"random": Candidate(descent, draw), "halving": Candidate(descent, halve)}
    alone = compare(candidates, budget=30, seeds=range(3))
    with ThreadPoolExecutor(2) as threads:
        assert compare(candidates, budget=30, seeds=range(3), executor=threads) == alone


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_processes_change_nothing():
    candidates = {"random": Candidate(descent, draw)}
    with ProcessPoolExecutor(2) as processes:
        found = compare(candidates, budget=30, seeds=range(3), executor=processes)
    assert found == compare(candidates, budget=30, seeds=range(3))


def test_median_and_spread_by_hand(agrees):
    row = Row("sgd", [5.0, 1.0, 3.0, 2.0, 4.0], [], [], [], [], [])
    agrees("Row", "by hand", [row.median, *row.spread], [3, 2, 4], within=0)
    four = Row("sgd", [4.0, 1.0, 3.0, 2.0], [], [], [], [], [])
    agrees("Row", "by hand", [four.median, *four.spread], [2.5, 1, 3], within=0)
    tested = row._replace(test=[30.0, 10.0, 20.0])
    agrees("Row", "by hand", [tested.median, *tested.spread], [20, 10, 30], within=0)


def test_every_look_is_counted(agrees):
    sealed = Sealed({"x": 1})
    assert repr(sealed) == "Sealed(reads=0)"
    assert [sealed.open(), sealed.open()] == [{"x": 1}] * 2
    agrees("Sealed", "by hand", sealed.reads, 2, within=0)
    with pytest.raises(AttributeError):
        sealed.reads = 0


ONE = {"a": Candidate(descent, draw)}


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: compare({}, budget=5, seeds=[0]), ValueError, "`candidates` must be a dict, not"),
        (
            lambda: compare([descent], budget=5, seeds=[0]),
            ValueError,
            "Give every candidate a name",
        ),
        (
            lambda: compare({"a": descent}, budget=5, seeds=[0]),
            TypeError,
            "'a': .*Make a Candidate",
        ),
        (lambda: compare(ONE, budget=0, seeds=[0]), ValueError, "`budget` must be a whole number"),
        (lambda: compare(ONE, budget=5, seeds=[]), ValueError, r"each once. Received: seeds=\[\]"),
        (lambda: compare(ONE, budget=5, seeds=[1, 1]), ValueError, "`seeds` must hold"),
        (lambda: compare(ONE, budget=5, seeds=[0.5]), TypeError, "`seeds` must be a whole number"),
        (lambda: compare(ONE, budget=5, seeds=[-1]), ValueError, "`seeds` must be .* 0 or more"),
        (
            lambda: compare(ONE, budget=5, seeds=[0], test=Sealed(1)),
            ValueError,
            "know how to be tested. Received: 'a' with test=None",
        ),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
