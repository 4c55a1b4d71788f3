"""What each search proposes, against an independent way to find the same."""

import math
import warnings

import numpy as np
from sklearn.dummy import DummyRegressor
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern
from sklearn.model_selection import ParameterGrid

from deeptuning.tuning import (
    Trial,
    bayesian_search,
    choice,
    decode,
    encode,
    expected_improvement,
    fit_gp,
    genetic_search,
    grid_search,
    halving_search,
    hyperband_brackets,
    hyperband_search,
    integer,
    next_generation,
    random_search,
    sample,
    uniform,
)
from deeptuning.tuning.bayesian_search import candidate_points, standardised
from tests.lib.tuning.oracles import rng

SPACE = {"x": uniform(-1.0, 1.0), "y": uniform(0.0, 2.0)}


def loss_of(trial):
    return trial.values["x"] ** 2 + (trial.values["y"] - 1.3) ** 2 + 1 / trial.epochs


def run(search, loss=loss_of):
    while not search.done:
        trial = search.ask()
        search.tell(trial, loss(trial))
    return search


def values(trials):
    return np.array([list(trial.values.values()) for trial in trials])


def test_grid_search_tries_scikit_learns_grid(agrees):
    space = {"a": integer(1, 3), "b": choice([10, 20])}
    ours = values(run(grid_search(space, epochs=4), lambda t: 0.0).trials)
    theirs = [list(row.values()) for row in ParameterGrid({"a": [1, 2, 3], "b": [10, 20]})]
    agrees("grid_search", "scikit-learn", ours, np.array(theirs), within=0)
    assert {t.epochs for t in grid_search(space, epochs=4).trials} == {4}
    assert len(grid_search(SPACE).trials) == 9
    assert grid_search(SPACE).ask().epochs == 1


def test_random_search_is_its_draws(agrees):
    ours = values(run(random_search(SPACE, 12, rng(3), epochs=5)).trials)
    twin = rng(3).random((12, 2)) * 2 + [-1, 0]
    agrees("random_search", "by hand", ours, twin, within=1e-15)
    assert random_search(SPACE, 12, rng(3)).ask().epochs == 1


def test_halving_promotes_whom_scikit_learn_promotes(agrees):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sklearn.experimental import enable_halving_search_cv  # noqa: F401
        from sklearn.model_selection import HalvingGridSearchCV

    class Scored(DummyRegressor):
        def __init__(self, which=0, epochs=1):
            self.which, self.epochs = which, epochs
            super().__init__()

        def score(self, x, y):
            return -float(losses[self.which]) - 1 / self.epochs

    search = halving_search(SPACE, 20, rng(0), min_epochs=2, eta=3, keep="ceil")
    losses = rng(7).permutation(20)
    identity = {}

    def loss(trial):
        identity[trial.id] = identity.get(trial.resumes, trial.id)
        return losses[identity[trial.id]] + 1 / trial.epochs

    run(search, loss)
    theirs = HalvingGridSearchCV(
        Scored(),
        {"which": list(range(20))},
        resource="epochs",
        min_resources=2,
        max_resources=1000,
        factor=3,
        cv=2,
        refit=False,
    ).fit(np.zeros((8, 1)), np.zeros(8))
    found = theirs.cv_results_
    for rung, epochs in enumerate(theirs.n_resources_):
        params = [p for p, i in zip(found["params"], found["iter"], strict=True) if i == rung]
        expected = sorted(p["which"] for p in params)
        ours = sorted(identity[t.id] for t in search.trials if t.epochs == epochs)
        agrees("halving_search", "scikit-learn", ours, expected, within=0)


def test_halving_by_hand(agrees):
    search = halving_search({"x": uniform(0, 1)}, 9, rng(1))
    losses = [5, 3, math.nan, 1, 8, 2, 7, -math.inf, 1]
    for loss in losses:
        search.tell(search.ask(), loss)
    promoted = search.ready
    agrees("halving_search", "by hand", [t.resumes for t in promoted], [3, 8, 5], within=0)
    assert [(t.start, t.epochs) for t in promoted] == [(1, 3)] * 3
    assert [t.values for t in promoted] == [search.trials[i].values for i in (3, 8, 5)]
    for loss in (0.3, 0.1, 0.2):
        search.tell(search.ask(), loss)
    assert search.ready == [Trial(12, search.trials[8].values, 9, resumes=10, start=3)]


def test_fewer_go_on_when_fewer_are_left():
    search = halving_search({"x": uniform(0, 1)}, 9, rng(1))
    for i in range(9):
        search.tell(search.ask(), 1.0 if i == 4 else math.nan)
    assert [t.resumes for t in search.ready] == [4]


def test_hyperband_goes_through_its_brackets(agrees):
    for size in ("algorithm", "table"):
        search = hyperband_search(SPACE, 27, rng(0), size=size)
        rungs = []
        while not search.done:
            wave = [search.ask() for _ in search.ready]
            rungs.append([len(wave), wave[0].epochs])
            fresh = [trial.resumes is None for trial in wave]
            assert all(fresh) or not any(fresh)
            for trial in wave:
                search.tell(trial, loss_of(trial))
        expected = [list(r) for b in hyperband_brackets(27, 3, size=size) for r in b]
        agrees("hyperband_search", "by hand", np.array(rungs), np.array(expected), within=0)
    assert run(hyperband_search(SPACE, 16, rng(0), eta=2)).trials[-1].epochs == 16


def test_hyperband_goes_on_after_a_bracket_of_failures():
    search = hyperband_search(SPACE, 9, rng(0))
    run(search, lambda t: math.nan if t.id < 9 else 1.0)
    assert [t.epochs for t in search.trials] == [1] * 9 + [3] * 5 + [9] + [9] * 3
    assert [t.resumes for t in search.trials[14:]] == [9, None, None, None]


def test_genetic_search_breeds_its_generations(agrees):
    how = {"elite": 2, "size": 3, "rate": 0.4, "scale": 0.2}
    search = run(genetic_search(SPACE, 6, 4, rng(2), **how))
    draws = rng(2)
    population = [sample(SPACE, draws) for _ in range(6)]
    everyone = list(population)
    for _ in range(3):
        losses = [loss_of(Trial(0, v, 1)) for v in population]
        population = next_generation(population, losses, SPACE, draws, **how)
        everyone += population[2:]
    twin = np.array([list(v.values()) for v in everyone])
    agrees("genetic_search", "by hand", values(search.trials), twin, within=0)
    assert genetic_search(SPACE, 4, 1, rng()).ask().epochs == 1


def test_genetic_search_keeps_the_loss_of_its_elite():
    search = genetic_search({"x": uniform(0, 1)}, 4, 3, rng(0), elite=1, rate=0, size=50)
    run(search, lambda t: float(t.id) if t.id else -1.0)
    assert all(t.values == search.trials[0].values for t in search.trials[-1:])
    assert len(search.trials) == 4 + 3 + 3


def test_the_elite_is_kept_over_generations():
    search = genetic_search({"x": uniform(0, 1)}, 3, 6, rng(5), elite=1, rate=0, size=50)
    run(search, lambda t: 0.0 if t.id == 1 else 1.0 + t.id)
    assert {t.values["x"] for t in search.trials[5:]} == {search.trials[1].values["x"]}


def test_bayesian_search_asks_where_scikit_learns_process_expects_most(agrees):
    search = bayesian_search(SPACE, 9, rng(4), initial=6, xi=0.1, epochs=2)
    assert len(search.ready) == 6
    draws = rng(4)
    for _ in range(6):
        sample(SPACE, draws)
        trial = search.ask()
        search.tell(trial, loss_of(trial))
    for _ in range(3):
        x = np.array([encode(t.values, SPACE) for t in search.told])
        raw = np.array([t.loss for t in search.told])
        y = (raw - raw.mean()) / raw.std()
        points = candidate_points(x[y.argmin()], draws)
        fitted = fit_gp(x, y, steps=50)
        kernel = ConstantKernel(fitted["variance"]) * Matern(fitted["lengthscale"], nu=2.5)
        theirs = GaussianProcessRegressor(kernel, alpha=fitted["noise"], optimizer=None)
        mean, std = theirs.fit(x, y).predict(points, return_std=True)
        best = points[np.argmax(expected_improvement(mean, std, y.min(), xi=0.1))]
        (trial,) = search.ready
        expected = list(decode(best, SPACE).values())
        agrees("bayesian_search", "scikit-learn", list(trial.values.values()), expected, within=0)
        assert trial.epochs == 2
        trial = search.ask()
        search.tell(trial, loss_of(trial))
    assert search.done


def test_bayesian_search_with_fewer_trials_than_initial_ones():
    assert len(bayesian_search(SPACE, 3, rng()).ready) == 3
    search = bayesian_search(SPACE, 9, rng())
    assert (len(search.ready), search.ask().epochs) == (5, 1)
    one = run(bayesian_search(SPACE, 2, rng(), initial=1), lambda t: 1.0)
    assert len(one.trials) == 2


def test_candidates_fill_the_cube_and_crowd_around_the_best():
    points = candidate_points(np.array([0.02, 0.5]), rng(0))
    assert points.shape == (800, 2)
    assert points.min() >= 0
    assert points.max() <= 1
    np.testing.assert_allclose(points[:500].mean(0), 0.5, atol=0.05)
    for i, width in enumerate((0.1, 0.03, 0.01)):
        near = points[500 + 100 * i : 600 + 100 * i, 1]
        assert abs(near - 0.5).std() < width < 2 * near.std()
    assert (points[:, 0] == 0).sum() > 20  # clipped at the wall


def test_failures_are_taken_for_the_worst_loss_seen():
    found = standardised(np.array([1.0, math.nan, 3.0, math.inf]))
    np.testing.assert_allclose(found, np.array([-1.5, 0.5, 0.5, 0.5]) / np.sqrt(0.75))
    assert standardised(np.array([2.0, 2.0])).tolist() == [0, 0]
    assert standardised(np.array([math.nan, -math.inf])).tolist() == [0, 0]
    found = standardised(rng(0).normal(5, 3, 20))
    np.testing.assert_allclose([found.mean(), found.std()], [0, 1], atol=1e-14)
