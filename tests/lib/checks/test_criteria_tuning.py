"""Are splits, draws, generations and searches judged by what they are?"""

import numpy as np
import pytest

from deeptuning.checks.criteria import bred, drawn_settings, leak_free_split, searched
from deeptuning.checks.drivers import drive
from deeptuning.checks.oracle import BudgetExceededError
from deeptuning.checks.trial_oracle import TrialOracle, loss_after, stretched_clouds

GROUPS = np.repeat(np.arange(100, 140), 2)
LABELS = np.repeat(np.repeat([0, 1], 20), 2)
SPLIT = {"groups": GROUPS, "labels": LABELS, "shares": [0.6, 0.3, 0.1]}
HOSTILE = [None, 1.0, "abc", [], [1], {"a": 1}, [[1, 2], [3]], float("nan"), [10**400] * 3]


def answer(returned, **counted):
    return {"status": "returned", "returned": returned} | counted


def dealt(seed, shares=(0.6, 0.3, 0.1)):
    rng, parts = np.random.default_rng(seed), [[], [], []]
    for k in (0, 1):
        names = rng.permutation(np.unique(GROUPS[k == LABELS]))
        cuts = np.round(np.cumsum(shares)[:2] * len(names)).astype(int)
        for part, chosen in zip(parts, np.split(names, cuts), strict=True):
            part.extend(np.flatnonzero(np.isin(GROUPS, chosen)).tolist())
    return parts


@pytest.mark.parametrize("seed", range(20))
def test_does_a_right_split_pass(seed):
    assert leak_free_split(SPLIT, {}, answer(dealt(seed))).passed
    arrays = [np.array(part) for part in dealt(seed)]
    assert leak_free_split(SPLIT, {}, answer(arrays)).passed


TRAIN, VALIDATION, TEST = dealt(0)
IN_ORDER = [
    [*range(first, last), *range(40 + first, 40 + last)]
    for first, last in ((0, 24), (24, 36), (36, 40))
]


@pytest.mark.parametrize(
    ("returned", "symptom"),
    [
        ([TRAIN, VALIDATION, VALIDATION], "in two parts"),
        ([TRAIN, VALIDATION, []], "rows missing"),
        ([TRAIN[:-1], VALIDATION, [*TEST, TRAIN[-1]]], "group torn"),
        ([VALIDATION, TRAIN, TEST], "exchanged"),
        ([[*TRAIN, *TEST], VALIDATION, []], "class shares"),
        (IN_ORDER, "in order"),
        ([TRAIN, VALIDATION], "not three parts"),
        ([TRAIN, VALIDATION, [0.5]], "not three parts"),
        ([TRAIN, VALIDATION, [-1]], "not three parts"),
        ([TRAIN, VALIDATION, [np.nan]], "not three parts"),
        ([TRAIN, VALIDATION, [80]], "not three parts"),
        *((value, "not three parts") for value in HOSTILE),
    ],
)
def test_is_a_wrong_split_described(returned, symptom):
    finding = leak_free_split(SPLIT, {}, answer(returned))
    assert (finding.passed, finding.symptom) == (False, symptom)


N = 4000
SPACE = {
    "rate": {"kind": "log", "low": 1e-4, "high": 1.0},
    "dropout": {"kind": "uniform", "low": 0.1, "high": 0.5},
    "layers": {"kind": "integer", "low": 1, "high": 4},
    "optimizer": {"kind": "choice", "values": ["sgd", "adam"]},
}


def columns(seed=0):
    rng = np.random.default_rng(seed)
    return {
        "rate": 10 ** rng.uniform(-4, 0, N),
        "dropout": rng.uniform(0.1, 0.5, N),
        "layers": rng.integers(1, 5, N),
        "optimizer": [["sgd", "adam"][i] for i in rng.integers(2, size=N)],
    }


def drawn(returned):
    return drawn_settings({"space": SPACE, "n": N}, {}, answer(returned))


@pytest.mark.parametrize("seed", range(20))
def test_do_right_draws_pass(seed):
    assert drawn(columns(seed)).passed


RNG = np.random.default_rng(1)


@pytest.mark.parametrize(
    ("name", "column", "symptom"),
    [
        ("rate", RNG.uniform(1e-4, 1, N), "linear"),
        ("rate", 10 ** RNG.uniform(-4, 0.1, N), "out of bounds"),
        ("rate", RNG.uniform(-4, 0, N), "out of bounds"),
        ("rate", RNG.choice(np.geomspace(1e-4, 1, 9), N), "repeated"),
        ("rate", 10 ** RNG.uniform(-4, -0.5, N), "not uniform"),
        ("rate", np.full(N, np.nan), "not settings"),
        ("rate", np.ones(N - 1), "not settings"),
        ("dropout", 10 ** RNG.uniform(-1, np.log10(0.5), N), "not uniform"),
        ("layers", RNG.integers(1, 4, N), "an end is missing"),
        ("layers", np.round(RNG.uniform(1, 4, N)), "ends too rare"),
        ("layers", RNG.choice([1, 2, 3, 4], N, p=[0.4, 0.2, 0.2, 0.2]), "uneven"),
        ("layers", RNG.integers(1, 6, N), "out of bounds"),
        ("layers", RNG.uniform(1, 4, N), "not settings"),
        ("optimizer", ["sgd"] * N, "uneven"),
        ("optimizer", ["sgd"] * (N - 1) + ["lion"], "not settings"),
        ("optimizer", [1] * N, "not settings"),
        ("optimizer", "sgd", "not settings"),
        *((kind, value, "not settings") for kind in SPACE for value in HOSTILE),
    ],
)
def test_are_wrong_draws_described(name, column, symptom):
    finding = drawn(columns() | {name: column})
    assert (finding.passed, finding.symptom) == (False, symptom)


def test_are_names_that_rise_together_noticed():
    good = columns()
    good["dropout"] = 0.1 + 0.4 * (np.log10(good["rate"]) + 4) / 4
    assert drawn(good).symptom == "coupled"


@pytest.mark.parametrize("returned", HOSTILE)
def test_are_hostile_draws_bearable(returned):
    assert drawn(returned).symptom == "not settings"


def generation(scale=0.05, failed=0, seed=0):
    rng = np.random.default_rng(seed)
    losses = rng.permutation(500) / 100.0
    losses[rng.permutation(500)[:failed]] = np.nan
    population = rng.uniform(0.01, 0.99, (500, 4))
    return {
        "population": population,
        "losses": losses,
        "elite": 4,
        "rate": 0.2,
        "scale": scale,
    }


def breed(inputs, seed=0, anew=False, keep=lambda order, elite: order[:elite]):
    rng, old = np.random.default_rng([seed, 1]), inputs["population"]
    losses = np.nan_to_num(inputs["losses"], nan=np.inf)
    order, n = np.argsort(losses), len(old)
    drawn = rng.integers(n, size=(2, 2, n - 4))
    won = np.where(losses[drawn[:, 0]] <= losses[drawn[:, 1]], drawn[:, 0], drawn[:, 1])
    children = np.where(rng.random((n - 4, 4)) < 0.5, old[won[0]], old[won[1]])
    moved = children + inputs["scale"] * rng.normal(size=children.shape)
    moved = rng.random(children.shape) if anew else moved
    children = np.where(rng.random(children.shape) < 0.2, moved, children)
    return np.concatenate([old[keep(order, 4)], children.clip(0, 1)])


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("failed", [0, 150])
@pytest.mark.parametrize("scale", [0.05, 0.4])
def test_does_a_right_generation_pass(scale, failed, seed):
    inputs = generation(scale, failed, seed)
    finding = bred(inputs, {}, answer(breed(inputs, seed)))
    assert finding.passed, finding


G = generation()
GOOD = breed(G)


@pytest.mark.parametrize(
    ("returned", "symptom"),
    [
        (breed(G, anew=True), "drawn anew"),
        (breed(G, keep=lambda order, elite: order[-elite:]), "worst kept"),
        (breed(G, keep=lambda order, elite: order[:elite][::-1]), "elite lost"),
        (np.concatenate([GOOD[:4], GOOD[4:] + 0.5]), "out of bounds"),
        (np.concatenate([GOOD[:4], G["population"][:496]]), "nothing mutated"),
        (np.concatenate([GOOD[:4], 0.5 + 0 * GOOD[4:]]), "everything mutated"),
        (GOOD[:-1], "not a population"),
        (GOOD * np.nan, "not a population"),
        *((value, "not a population") for value in HOSTILE),
    ],
)
def test_is_a_wrong_generation_described(returned, symptom):
    finding = bred(G, {}, answer(returned))
    assert (finding.passed, finding.symptom) == (False, symptom)


def test_are_parents_counted():
    rng = np.random.default_rng(0)
    children = np.column_stack([rng.choice(G["population"][:, j], 496) for j in range(4)])
    children[rng.random(children.shape) < 0.2] = 0.995
    assert bred(G, {}, answer(np.concatenate([GOOD[:4], children]))).symptom == "many parents"
    whole = G["population"][rng.integers(500, size=496)]
    whole[rng.random(496) < 0.2] = 0.995
    symptom = bred(G, {}, answer(np.concatenate([GOOD[:4], whole]))).symptom
    assert symptom == "whole children mutated"


def problem():
    rng = np.random.default_rng(3)
    space = {"rate": {"low": 1e-4, "high": 100.0}, "decay": {"low": 1e-6, "high": 0.1}}
    return {"space": space, "seed": 5} | stretched_clouds(rng)


PROBLEM = problem()
INPUTS = {"problem": PROBLEM, "space": PROBLEM["space"], "budget": 30, "seed": 1}
GOOD_SETTINGS = {"rate": 0.1, "decay": 1e-4}


def trials(rates, epochs=2):
    return [
        {
            "settings": {"rate": rate, "decay": 1e-4},
            "epochs": epochs,
            "loss": loss_after(PROBLEM, {"rate": rate, "decay": 1e-4}, epochs, "validation"),
        }
        for rate in rates
    ]


def verdict(returned, rates=(1e-4, 1e-3, 0.01, 0.1, 1.0, 100.0), tested=0, refused=0):
    counted = {"tried": trials(rates), "tested": tested, "refused": refused}
    expected = {"target": 0.25, "epochs": 20}
    return searched(INPUTS, expected, answer(returned, **counted))


@pytest.mark.parametrize(
    ("finding", "symptom"),
    [
        (verdict(GOOD_SETTINGS), "none"),
        (verdict(GOOD_SETTINGS, tested=1), "test data"),
        (verdict(GOOD_SETTINGS, refused=1), "over budget"),
        (verdict(GOOD_SETTINGS, rates=(0.1,) * 6), "no search"),
        (verdict({"rate": 100.0, "decay": 1e-4}), "not the best"),
        (verdict({"rate": 50.0, "decay": 1e-4}), "short"),
        (verdict({"rate": 50.0, "decay": 1e-4}, rates=(10.0, 25.0, 55.0, 75.0, 100.0)), "one end"),
        (verdict({"rate": 110.0, "decay": 1e-4}), "not settings"),
        (verdict({"rate": "fast", "decay": 1e-4}), "not settings"),
        (verdict({"rate": [0.1, 0.2], "decay": 1e-4}), "not settings"),
        (verdict({"rate": float("nan"), "decay": 1e-4}), "not settings"),
        (verdict({"rate": 0.01}), "not settings"),
        *((verdict(value), "not settings") for value in HOSTILE),
    ],
)
def test_is_a_search_described(finding, symptom):
    assert (finding.passed, finding.symptom) == (symptom == "none", symptom)


def test_is_a_search_over_budget_told():
    raised = {"status": "raised", "error": {"type": "BudgetExceededError", "message": "…"}}
    assert searched(INPUTS, {"target": 0.25, "epochs": 20}, raised).symptom == "over budget"


def test_are_trainings_counted_and_the_budget_kept():
    oracle = TrialOracle(PROBLEM, 5)
    losses = [oracle.train(GOOD_SETTINGS, 2) for _ in range(2)]
    assert losses[0] == losses[1] == loss_after(PROBLEM, GOOD_SETTINGS, 2, "validation")
    assert oracle.ask({"part": "test", "settings": GOOD_SETTINGS, "epochs": 1})["loss"] > 0
    with pytest.raises(BudgetExceededError, match="1 more epochs, with 0 left"):
        oracle.train(GOOD_SETTINGS, np.int64(1))
    counted = oracle.counted
    assert (len(counted["tried"]), counted["tested"], counted["refused"]) == (2, 1, 1)


@pytest.mark.parametrize("settings", [None, {"rate": 0.1}, {"rate": 200.0, "decay": 1e-4}])
def test_are_settings_refused_that_lie_outside(settings):
    oracle = TrialOracle(PROBLEM, 5)
    with pytest.raises(ValueError, match="Settings must be"):
        oracle.train(settings, 1)
    assert oracle.counted == {"tried": [], "tested": 0, "refused": 0}


@pytest.mark.parametrize("epochs", [0, -1, 1.0, True, "1", None])
def test_are_epochs_refused_that_are_no_count(epochs):
    with pytest.raises(ValueError, match="Epochs must be"):
        TrialOracle(PROBLEM, 5).train(GOOD_SETTINGS, epochs)


def test_does_a_driver_hand_out_trainings():
    def search(train, test, space, budget, rng):
        assert (budget, set(space)) == (30, {"rate", "decay"})
        assert rng.random() == np.random.default_rng(1).random()
        return {"loss": train(GOOD_SETTINGS, 3), "test": test(GOOD_SETTINGS, 3)}

    (found,) = drive("with_trials", search, [INPUTS])
    assert found["returned"]["loss"] == loss_after(PROBLEM, GOOD_SETTINGS, 3, "validation")
    assert (len(found["tried"]), found["tested"], found["changed"]) == (1, 1, [])


def test_is_a_training_that_blows_up_told_as_infinity():
    wild = {"rate": 100.0, "decay": 0.1}
    assert loss_after(PROBLEM, wild, 300, "test") == float("inf")
