import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from deeptuning.tuning import (
    choice,
    crossover,
    integer,
    log_uniform,
    mutate,
    next_generation,
    sample,
    tournament,
    uniform,
)
from tests.lib.tuning.oracles import rng

NAN = math.nan
SPACE = {
    "activation": choice(["relu", "tanh", "elu"]),
    "learning_rate": log_uniform(1e-5, 1.0),
    "momentum": uniform(0.0, 0.99),
    "units": integer(8, 256, log=True),
}


@pytest.mark.parametrize("size", [1, 2, 3])
def test_who_wins_how_often(size):
    losses, draws = [0.3, 0.1, 0.4, NAN, 0.2], rng(size)
    wins = np.bincount([tournament(losses, draws, size=size) for _ in range(4000)], minlength=5)
    ranks = np.array([3, 1, 4, 5, 2])
    expected = ((5 - ranks + 1) ** size - (5 - ranks) ** size) / 5**size
    assert stats.chisquare(wins, 4000 * expected).pvalue > 0.01


def test_the_tournament_is_its_draws(agrees):
    losses = [0.3, NAN, -0.4, math.inf, 0.2]
    for seed in range(40):
        drawn = rng(seed).integers(5, size=3)
        winner = min(drawn, key=lambda i: losses[i] if math.isfinite(losses[i]) else math.inf)
        agrees("tournament", "by hand", tournament(losses, rng(seed), size=3), winner, within=0)
    assert tournament([NAN], rng(), size=1) == 0
    assert type(tournament([1.0, 2.0], rng())) is int


def test_a_child_takes_each_value_from_either_parent(agrees):
    a, b, draws = dict.fromkeys("xyz", 0), dict.fromkeys("xyz", 1), rng(3)
    children = np.array([list(crossover(a, b, draws).values()) for _ in range(2000)])
    assert stats.binomtest(int(children.sum()), 6000).pvalue > 0.01
    assert len(np.unique(children, axis=0)) == 8  # each on its own
    twin = (rng(3).random((2000, 3)) >= 0.5).astype(int)
    agrees("crossover", "by hand", children, twin, within=0)


@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0.001, 50))
@settings(max_examples=150, deadline=None)
def test_a_mutant_never_leaves_the_space_and_the_parent_is_not_changed(seed, rate, scale):
    parent = sample(SPACE, rng(seed))
    before = dict(parent)
    mutant = mutate(parent, SPACE, rng(seed), rate=rate, scale=scale)
    assert parent == before
    assert list(mutant) == list(SPACE)
    for name, value in mutant.items():
        assert value in SPACE[name]


def test_values_at_the_walls_stay_inside():
    draws, seen = rng(0), []
    for x in (0.0, 1.0):
        seen += [mutate({"x": x}, {"x": uniform(0, 1)}, draws, rate=1)["x"] for _ in range(300)]
    assert 0 < min(seen) < max(seen) < 1
    assert max(seen[:300]) < 0.5 < min(seen[300:])


def test_a_mutation_is_a_reflected_normal_step(agrees):
    space = {"x": log_uniform(1e-4, 1), "y": uniform(-1, 1)}
    parent = {"x": 1e-3, "y": 0.8}
    for seed in range(30):
        draws = rng(seed)
        hit, noise = draws.random(2) < 0.6, draws.normal(size=2)
        place = np.array([0.25, 0.9]) + 0.3 * noise
        for i in range(2):
            while not 0 <= place[i] <= 1:
                place[i] = -place[i] if place[i] < 0 else 2 - place[i]
        twin = np.where(hit, [10 ** (-4 + 4 * place[0]), -1 + 2 * place[1]], [1e-3, 0.8])
        ours = mutate(parent, space, rng(seed), rate=0.6, scale=0.3)
        agrees("mutate", "by hand", list(ours.values()), twin, within=1e-12)


def test_the_rate_is_the_share_that_moves():
    draws, parent = rng(1), sample(SPACE, rng(0))
    moved = [
        mutate(parent, SPACE, draws, rate=0.3)["momentum"] != parent["momentum"]
        for _ in range(1500)
    ]
    assert np.mean(moved) == pytest.approx(0.3, abs=0.04)
    assert mutate(parent, SPACE, draws, rate=0) == parent
    always = mutate(parent, SPACE, draws, rate=1, scale=0.2)
    assert all(always[name] != parent[name] for name in ("momentum", "learning_rate"))


def test_a_choice_is_drawn_anew_without_neighbours():
    space, draws = {"x": choice([1, 2, 3, 4])}, rng(2)
    found = [mutate({"x": 1}, space, draws, rate=1, scale=0.001)["x"] for _ in range(1000)]
    assert stats.chisquare(np.bincount(found)[1:]).pvalue > 0.01


def test_one_generation_is_its_operators(agrees):
    space = {"x": uniform(0, 1), "y": log_uniform(1, 100)}
    population = [sample(space, rng(i)) for i in range(6)]
    losses = [0.5, NAN, 0.1, 0.9, 0.1, 0.4]
    ours = next_generation(population, losses, space, rng(4), elite=2, size=3, rate=0.5, scale=0.2)
    draws, twin = rng(4), [population[2], population[4]]
    for _ in range(4):
        mother = population[tournament(losses, draws, size=3)]
        father = population[tournament(losses, draws, size=3)]
        child = crossover(mother, father, draws)
        twin.append(mutate(child, space, draws, rate=0.5, scale=0.2))
    found, expected = ([list(v.values()) for v in rows] for rows in (ours, twin))
    agrees("next_generation", "by hand", np.array(found), np.array(expected), within=0)


def test_nothing_given_is_changed_and_defaults_keep_one():
    population = [{"x": 0.2}, {"x": 0.6}, {"x": 0.9}]
    new = next_generation(population, [3, 1, 2], {"x": uniform(0, 1)}, rng())
    assert population == [{"x": 0.2}, {"x": 0.6}, {"x": 0.9}]
    assert new[0] == {"x": 0.6}
    assert new[0] is not population[1]
    assert len(new) == 3
    everyone = next_generation(population, [3, 1, 2], {"x": uniform(0, 1)}, rng(), elite=3)
    assert everyone == [{"x": 0.6}, {"x": 0.9}, {"x": 0.2}]
    no_one = next_generation(population, [3, 1, 2], {"x": uniform(0, 1)}, rng(), elite=0, rate=0)
    assert {row["x"] for row in no_one} <= {0.2, 0.6, 0.9}


def test_generations_descend():
    space = {"x": uniform(-4, 4), "y": uniform(-4, 4)}

    def loss(v):
        return (v["x"] - 1) ** 2 + (v["y"] + 2) ** 2

    draws = rng(0)
    population = [sample(space, draws) for _ in range(20)]
    medians = []
    for _ in range(15):
        losses = [loss(v) for v in population]
        medians.append(np.median(losses))
        population = next_generation(population, losses, space, draws)
    assert medians[-1] < 0.05 * medians[0]


ONE = {"x": uniform(0, 1)}


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: tournament([], rng()), ValueError, r"`losses` must hold .* \(0,\)"),
        (lambda: tournament([[1.0]], rng()), ValueError, r"shape \(1, 1\)"),
        (lambda: tournament([1.0], rng(), size=0), ValueError, "`size` must be .* 1 or more"),
        (lambda: tournament([1.0], 0), TypeError, "`rng` must be a NumPy Generator"),
        (
            lambda: crossover({"x": 1}, {"y": 1}, rng()),
            ValueError,
            "`b` must have the names of `a`",
        ),
        (lambda: crossover({"x": 1}, {"x": 1}, None), TypeError, "`rng` must be a NumPy Generator"),
        (lambda: mutate({"x": 2.0}, ONE, rng()), ValueError, "lie in the space. Received: x=2.0"),
        (lambda: mutate({}, ONE, rng()), ValueError, r"missing \['x'\]"),
        (lambda: mutate({"x": 0.5}, {}, rng()), ValueError, "`space` must be a dict"),
        (lambda: mutate({"x": 0.5}, ONE, rng(), rate=1.1), ValueError, r"`rate` .* \[0, 1\]"),
        (lambda: mutate({"x": 0.5}, ONE, rng(), scale=0), ValueError, "`scale` must be in"),
        (lambda: mutate({"x": 0.5}, ONE, 1), TypeError, "`rng` must be a NumPy Generator"),
        (
            lambda: next_generation([{"x": 0.5}], [1, 2], ONE, rng()),
            ValueError,
            "one loss per individual, 1. Received: 2 losses",
        ),
        (
            lambda: next_generation([{"x": 0.5}], [1], ONE, rng(), elite=2),
            ValueError,
            "`elite` must be a whole number, from 0 to 1",
        ),
        (
            lambda: next_generation([{"x": 0.5}], [1], ONE, rng(), elite=-1),
            ValueError,
            "`elite` must be a whole number",
        ),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
