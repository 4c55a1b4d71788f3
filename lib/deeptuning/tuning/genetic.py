"""Genetic operators: select, cross over, mutate, replace."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from deeptuning._validation import Range, checked, positive
from deeptuning.tuning._checks import Whole, generator, same_names, space_like
from deeptuning.tuning.dimensions import Values
from deeptuning.tuning.space import decode, encode

probability = Range(0, 1, closed="both")


@checked(rng=generator, size=Whole(1))
def tournament(losses: Any, rng: np.random.Generator, *, size: int = 2) -> int:
    r"""Draw `size` individuals with replacement; the one with the lowest loss wins.

    $$P(\text{the } k\text{-th best of } n \text{ wins}) =
      \frac{(n-k+1)^s - (n-k)^s}{n^s}$$

    Args:
        losses: one per individual, shape (n,); what is not finite loses to everything else.
        rng: a NumPy generator.
        size: $s$, 1 or more; more is harsher, 1 is no selection at all.

    Returns:
        The winner's place in `losses`; of equals, the first drawn.

    Raises:
        TypeError: `rng` is no generator, or `size` no whole number.
        ValueError: no losses, or `size` below 1.

    Example:
        >>> tournament([0.9, 0.1, float("nan")], np.random.default_rng(0), size=3)
        1

    Source: Goldberg & Deb, A Comparative Analysis of Selection Schemes, 1991, section 4.
    """
    losses = failures_last(losses)
    drawn = rng.integers(losses.size, size=size)
    return int(drawn[np.argmin(losses[drawn])])


@checked(rng=generator)
def crossover(a: dict[str, Any], b: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    r"""Take every hyperparameter from one of two parents, by the toss of a coin.

    $$P(\text{child}_i = a_i) = P(\text{child}_i = b_i) = \tfrac12$$

    Args:
        a: name → value.
        b: name → value, the same names.
        rng: a NumPy generator.

    Returns:
        The child, name → value.

    Raises:
        TypeError: `rng` is no generator.
        ValueError: names that differ.

    Example:
        >>> crossover({"x": 1, "y": 2}, {"x": 10, "y": 20}, np.random.default_rng(0))
        {'x': 10, 'y': 2}

    Source: Syswerda, Uniform Crossover in Genetic Algorithms, 1989.
    """
    same_names("b", b, "a", a)
    return {name: (a if rng.random() < 0.5 else b)[name] for name in a}


@checked(space=space_like, rng=generator, rate=probability, scale=positive)
def mutate(
    values: dict[str, Any],
    space: dict,
    rng: np.random.Generator,
    *,
    rate: float = 0.2,
    scale: float = 0.1,
) -> dict[str, Any]:
    r"""Move each hyperparameter with probability `rate`; never out of bounds.

    $$u_i \leftarrow \left| u_i + s\,\varepsilon_i \right| \text{ reflected into } [0, 1], \qquad
      \varepsilon_i \sim N(0, 1)$$

    The move is made in the unit cube, so a logarithmic dimension moves by factors. A `choice` has
    no neighbours and is drawn anew.

    Args:
        values: name → value, in the space.
        space: name → dimension.
        rng: a NumPy generator.
        rate: probability in [0, 1] for each name.
        scale: $s > 0$, a share of the dimension's whole length.

    Returns:
        The mutant, name → value. What was not hit keeps its value exactly.

    Raises:
        TypeError: `rng` is no generator.
        ValueError: values outside the space, or an argument out of range.

    Example:
        >>> from deeptuning.tuning import uniform
        >>> mutate({"x": 1.0}, {"x": uniform(0, 1)}, np.random.default_rng(0), rate=1)
        {'x': 0.9867895136708698}

    Source: Bäck & Schwefel, An Overview of Evolutionary Algorithms for Parameter Optimization,
    1993, section 2.
    """
    u = encode(values, space)
    hit = rng.random(u.size) < rate
    moved = u + scale * rng.normal(size=u.size)
    moved = 1 - np.abs(1 - np.mod(moved, 2))  # reflected at both walls
    anew = rng.random(u.size)
    drawn = [isinstance(dimension, Values) for dimension in space.values()]
    mutant = decode(np.where(drawn, anew, moved), space)
    return {
        name: mutant[name] if change else values[name]
        for name, change in zip(space, hit, strict=True)
    }


@checked(space=space_like, rng=generator, elite=Whole(0))
def next_generation(
    population: list[dict[str, Any]],
    losses: Any,
    space: dict,
    rng: np.random.Generator,
    *,
    elite: int = 1,
    size: int = 2,
    rate: float = 0.2,
    scale: float = 0.1,
) -> list[dict[str, Any]]:
    r"""Breed a generation of the same size: the elite as it is, and children of chosen parents.

    $$\text{child} = \operatorname{mutate}(\operatorname{crossover}(
      \operatorname{tournament}, \operatorname{tournament}))$$

    Args:
        population: name → value of every individual.
        losses: one per individual, shape (n,); what is not finite is worst.
        space: name → dimension.
        rng: a NumPy generator.
        elite: how many of the best live on unchanged, from 0 to n.
        size: of a tournament, 1 or more.
        rate: of mutation, per name.
        scale: of a mutation, a share of the dimension.

    Returns:
        The new population, the elite first, from best on. Nothing given is changed.

    Raises:
        TypeError: `rng` is no generator.
        ValueError: another number of losses than of individuals, or an argument out of range.

    Example:
        >>> from deeptuning.tuning import uniform
        >>> parents = [{"x": 0.1}, {"x": 0.9}]
        >>> next_generation(parents, [2.0, 1.0], {"x": uniform(0, 1)}, np.random.default_rng(0))
        [{'x': 0.9}, {'x': 0.846433062683889}]

    Source: Holland, Adaptation in Natural and Artificial Systems, 1975; the elite: De Jong, 1975.
    """
    losses = failures_last(losses)
    if losses.size != len(population):
        raise ValueError(
            f"Argument `losses` must hold one loss per individual, {len(population)}. Received: "
            f"{losses.size} losses. Tell the loss of every trial, NaN if it failed."
        )
    Whole(0, len(population)).check("elite", elite)
    kept = [dict(population[i]) for i in np.argsort(losses, kind="stable")[:elite]]

    def child() -> dict[str, Any]:
        mother, father = (population[tournament(losses, rng, size=size)] for _ in range(2))
        return mutate(crossover(mother, father, rng), space, rng, rate=rate, scale=scale)

    return kept + [child() for _ in range(len(population) - elite)]


def failures_last(losses: Any) -> np.ndarray:
    """Return the losses as an array in which failures are infinitely bad."""
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or losses.size == 0:
        raise ValueError(
            f"Argument `losses` must hold one loss per individual, 1 or more. Received: losses "
            f"with shape {losses.shape}. Pass a list of numbers."
        )
    return np.where(np.isfinite(losses), losses, math.inf)
