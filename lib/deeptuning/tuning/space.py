"""Search spaces: a plain dict, name → dimension; drawn from, laid out in a grid, and encoded."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from deeptuning._validation import checked
from deeptuning.tuning._checks import Whole, generator, same_names, space_like


@checked(space=space_like, rng=generator)
def sample(space: dict, rng: np.random.Generator) -> dict[str, Any]:
    r"""Draw every hyperparameter independently.

    $$u \sim U(0,1)^d, \qquad x_i = \operatorname{decode}_i(u_i)$$

    Args:
        space: name → dimension.
        rng: a NumPy generator; one number is drawn per name, in the order of the space.

    Returns:
        name → value, plain Python numbers.

    Raises:
        TypeError: `rng` is no generator, or the space maps to something else than dimensions.
        ValueError: an empty space.

    Example:
        >>> from deeptuning.tuning import integer, log_uniform
        >>> space = {"learning_rate": log_uniform(1e-4, 1), "units": integer(8, 64)}
        >>> sample(space, np.random.default_rng(0))
        {'learning_rate': 0.03530585630408593, 'units': 23}

    Source: Bergstra & Bengio, Random Search for Hyper-Parameter Optimization, 2012.
    """
    return decode(rng.random(len(space)), space)


@checked(space=space_like)
def grid(space: dict, points: int | dict[str, int] = 3) -> list[dict[str, Any]]:
    r"""Lay out every combination of a few values per hyperparameter.

    $$|\text{grid}| = \prod_i |\text{values}_i|, \qquad
      \text{with } k \text{ folds: } k \prod_i |\text{values}_i| \text{ fits}$$

    Args:
        space: name → dimension.
        points: values per name, 1 or more; one count for all, or name → count. A `choice` gives
            all its values, and an `integer` no value twice.

    Returns:
        A list of name → value. The last name varies fastest, as in scikit-learn, which sorts the
        names first.

    Raises:
        TypeError: a count is no whole number.
        ValueError: an empty space, a count below 1, or names that the space does not have.

    Example:
        >>> from deeptuning.tuning import choice, uniform
        >>> space = {"dropout": uniform(0.0, 0.5), "optimizer": choice(["sgd", "adam"])}
        >>> len(grid(space, points=3))
        6
        >>> len(grid({"a": uniform(0, 1), "b": uniform(0, 1)}, points=3)) * 3  # 3-fold
        27

    Source: LaValle, Branicky & Lindemann, On the Relationship between Classical Grid Search and
    Probabilistic Roadmaps, 2004.
    """
    points = dict.fromkeys(space, points) if not isinstance(points, dict) else points
    same_names("points", points, "space", space)
    for name, count in points.items():
        Whole(1).check(f"points[{name!r}]", count)
    values = [dimension.grid(points[name]) for name, dimension in space.items()]
    return [dict(zip(space, row, strict=True)) for row in itertools.product(*values)]


@checked(space=space_like)
def encode(values: dict[str, Any], space: dict) -> np.ndarray:
    r"""Return the point of the unit cube that stands for some values.

    The inverse of `decode`, where a value is a point; a whole number or a choice is encoded as the
    middle of its share. KerasTuner's `value_to_prob` is the same.

    Args:
        values: name → value, one for each name of the space.
        space: name → dimension.

    Returns:
        $u \in [0, 1]^d$, shape (d,), in the order of the space.

    Raises:
        ValueError: other names than the space's, or a value outside its dimension.

    Example:
        >>> from deeptuning.tuning import log_uniform
        >>> encode({"learning_rate": 0.01}, {"learning_rate": log_uniform(1e-4, 1)})
        array([0.5])
    """
    same_names("values", values, "space", space)
    for name, dimension in space.items():
        if values[name] not in dimension:
            raise ValueError(
                f"Argument `values` must lie in the space. Received: {name}={values[name]!r}, "
                f"and {name} is {dimension}. Choose a value in it."
            )
    return np.array([dimension.encode(values[name]) for name, dimension in space.items()])


@checked(space=space_like)
def decode(u: Any, space: dict) -> dict[str, Any]:
    r"""Return the values that a point of the unit cube stands for; always within bounds.

    Args:
        u: $u \in [0, 1]^d$, shape (d,).
        space: name → dimension.

    Returns:
        name → value, plain Python numbers.

    Raises:
        ValueError: `u` of another shape, or outside the cube.

    Example:
        >>> from deeptuning.tuning import choice, uniform
        >>> decode([0.5, 0.9], {"dropout": uniform(0, 1), "optimizer": choice(["sgd", "adam"])})
        {'dropout': 0.5, 'optimizer': 'adam'}
    """
    u = np.asarray(u, dtype=float)
    if u.shape != (len(space),) or not ((u >= 0) & (u <= 1)).all():
        raise ValueError(
            f"Argument `u` must be a point of the unit cube, shape ({len(space)},). Received: "
            f"u={u}. Give one number in [0, 1] for each name of the space."
        )
    return {
        name: dimension.decode(float(place))
        for (name, dimension), place in zip(space.items(), u, strict=True)
    }
