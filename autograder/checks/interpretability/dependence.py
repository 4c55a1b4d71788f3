"""ICE curves and their mean, the partial dependence."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """As many rows as grid points, and not as many."""
    for group, n, m, feature in (("more rows than points", 6, 4, 1), ("as many points", 3, 3, 2)):
        model = {
            "w1": rng.normal(size=(4, 6)),
            "b1": rng.normal(size=6),
            "w2": rng.normal(size=6),
            "b2": float(rng.normal()),
        }
        grid = np.sort(rng.uniform(-2, 2, m))
        inputs = {"model": model, "x": rng.normal(size=(n, 4)), "feature": feature}
        yield Case(group, inputs | {"grid": grid})


def dependence(predict, x, feature, grid):
    """One curve per row, all from zero, and the mean before that."""
    curves = np.empty((len(x), len(grid)))
    for k, z in enumerate(grid):
        changed = x.copy()
        changed[:, feature] = z
        curves[:, k] = predict(changed)
    return curves - curves[:, :1], curves.mean(axis=0)


def mean_row(predict, x, feature, grid):
    """Average the rows, and ask about that one."""
    curves, row = np.empty((len(x), len(grid))), np.repeat(x.mean(axis=0)[None], len(grid), axis=0)
    for k, z in enumerate(grid):
        changed = x.copy()
        changed[:, feature] = z
        curves[:, k] = predict(changed)
    row[:, feature] = grid
    return curves - curves[:, :1], predict(row)


def added(predict, x, feature, grid):
    """Add the grid's value to the feature."""
    curves = np.empty((len(x), len(grid)))
    for k, z in enumerate(grid):
        changed = x.copy()
        changed[:, feature] += z
        curves[:, k] = predict(changed)
    return curves - curves[:, :1], curves.mean(axis=0)


def counted_from_one(predict, x, feature, grid):
    """Take the column before."""
    curves = np.empty((len(x), len(grid)))
    for k, z in enumerate(grid):
        changed = x.copy()
        changed[:, feature - 1] = z
        curves[:, k] = predict(changed)
    return curves - curves[:, :1], curves.mean(axis=0)


def not_centred(predict, x, feature, grid):
    """Leave the curves where they are."""
    curves = np.empty((len(x), len(grid)))
    for k, z in enumerate(grid):
        changed = x.copy()
        changed[:, feature] = z
        curves[:, k] = predict(changed)
    return curves, curves.mean(axis=0)


def both_centred(predict, x, feature, grid):
    """Let the mean start at zero, too."""
    curves = np.empty((len(x), len(grid)))
    for k, z in enumerate(grid):
        changed = x.copy()
        changed[:, feature] = z
        curves[:, k] = predict(changed)
    curves = curves - curves[:, :1]
    return curves, curves.mean(axis=0)


def other_axis(predict, x, feature, grid):
    """Average along each curve."""
    curves = np.empty((len(x), len(grid)))
    for k, z in enumerate(grid):
        changed = x.copy()
        changed[:, feature] = z
        curves[:, k] = predict(changed)
    return curves - curves[:, :1], curves.mean(axis=1)


DEPENDENCE = Check(
    name="interpretability/dependence",
    title="ICE and partial dependence",
    points=2,
    cases=cases,
    reference=dependence,
    driver="with_model",
    returns=("curves", "mean"),
    misconceptions=(
        Misconception(
            "the mean row in place of the mean curve",
            "An average person need not exist: average the answers, not the rows.",
            mean_row,
        ),
        Misconception(
            "added in place of set",
            "At one point of the grid, the feature has the same value in all rows.",
            added,
        ),
        Misconception(
            "columns counted from 1", "The first column has the number 0.", counted_from_one
        ),
        Misconception("not centred", "Where does each curve begin?", not_centred),
        Misconception(
            "the mean is centred, too",
            "The mean is to say how high the answers are, not only how they change.",
            both_centred,
        ),
        Misconception(
            "averaged along the curve",
            "The mean has one value for each point of the grid, not for each row.",
            other_axis,
        ),
    ),
)
