"""Draw starting weights of the right scale."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

SHAPES = ((40, 160), (180, 60), (3, 3, 16, 64))  # every fan in differs from its fan out


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Three schemes, each as a normal and as a uniform distribution."""
    for scheme in ("glorot", "he", "lecun"):
        for distribution in ("normal", "uniform"):
            shape = SHAPES[int(rng.integers(len(SHAPES)))]
            inputs = {"shape": list(shape), "scheme": scheme, "distribution": distribution}
            yield Case(f"{scheme} weights", inputs | {"seed": int(rng.integers(2**31))})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return the standard deviation wanted, and those that known mistakes lead to."""
    area = np.prod(inputs["shape"][:-2])
    into, out = area * inputs["shape"][-2], area * inputs["shape"][-1]
    variance, turned = {
        "glorot": (2 / (into + out), 2 / into),
        "he": (2 / into, 2 / out),
        "lecun": (1 / into, 1 / out),
    }[inputs["scheme"]]
    others = {"other fan": turned**0.5, "variance for spread": variance, "always 1": 1.0}
    if inputs["distribution"] == "uniform":
        others["bound for spread"] = (variance / 3) ** 0.5
        others["variance for spread"] = variance * 3**0.5
    return {"spread": variance**0.5, "others": {k: float(v) for k, v in others.items()}}


def initialize(shape, scheme, distribution, rng):
    """Take the variance from the fans, and a bound that is √3 times its root."""
    area = int(np.prod(shape[:-2]))
    into, out = area * shape[-2], area * shape[-1]
    variance = {"glorot": 2 / (into + out), "he": 2 / into, "lecun": 1 / into}[scheme]
    bound = (3 * variance) ** 0.5
    if distribution == "uniform":
        return rng.uniform(-bound, bound, shape)
    return rng.normal(0, variance**0.5, shape)


def other_fan(shape, scheme, distribution, rng):
    """Exchange the fans; for Glorot, use one of them alone."""
    area = int(np.prod(shape[:-2]))
    into, out = area * shape[-2], area * shape[-1]
    variance = {"glorot": 2 / into, "he": 2 / out, "lecun": 1 / out}[scheme]
    bound = (3 * variance) ** 0.5
    if distribution == "uniform":
        return rng.uniform(-bound, bound, shape)
    return rng.normal(0, variance**0.5, shape)


def variance_as_spread(shape, scheme, distribution, rng):
    """Forget the root."""
    area = int(np.prod(shape[:-2]))
    into, out = area * shape[-2], area * shape[-1]
    variance = {"glorot": 2 / (into + out), "he": 2 / into, "lecun": 1 / into}[scheme]
    if distribution == "uniform":
        return rng.uniform(-3 * variance, 3 * variance, shape)
    return rng.normal(0, variance, shape)


def bound_as_spread(shape, scheme, distribution, rng):
    """Take the standard deviation for the bound."""
    area = int(np.prod(shape[:-2]))
    into, out = area * shape[-2], area * shape[-1]
    spread = {"glorot": 2 / (into + out), "he": 2 / into, "lecun": 1 / into}[scheme] ** 0.5
    if distribution == "uniform":
        return rng.uniform(-spread, spread, shape)
    return rng.normal(0, spread, shape)


def standard_normal(shape, scheme, distribution, rng):
    """Use a spread of 1 everywhere."""
    if distribution == "uniform":
        return rng.uniform(-(3**0.5), 3**0.5, shape)
    return rng.normal(0, 1, shape)


def one_sided(shape, scheme, distribution, rng):
    """Draw no negative weights."""
    area = int(np.prod(shape[:-2]))
    into, out = area * shape[-2], area * shape[-1]
    variance = {"glorot": 2 / (into + out), "he": 2 / into, "lecun": 1 / into}[scheme]
    bound = (3 * variance) ** 0.5
    if distribution == "uniform":
        return rng.uniform(0, bound, shape)
    return np.abs(rng.normal(0, variance**0.5, shape))


def always_normal(shape, scheme, distribution, rng):
    """Ignore the distribution."""
    area = int(np.prod(shape[:-2]))
    into, out = area * shape[-2], area * shape[-1]
    variance = {"glorot": 2 / (into + out), "he": 2 / into, "lecun": 1 / into}[scheme]
    return rng.normal(0, variance**0.5, shape)


def constant(shape, scheme, distribution, rng):
    """Give every weight the same value."""
    area = int(np.prod(shape[:-2]))
    into, out = area * shape[-2], area * shape[-1]
    variance = {"glorot": 2 / (into + out), "he": 2 / into, "lecun": 1 / into}[scheme]
    return np.full(shape, variance**0.5)


INITIALIZE = Check(
    name="gradients/initialize",
    title="Starting weights",
    points=3,
    cases=cases,
    reference=initialize,
    driver="with_rng",
    criterion="weight_spread",
    expect=expect,
    misconceptions=(
        Misconception(
            "the other fan",
            "The spread fits another number of connections: which of the two fans does the scheme "
            "use, or both?",
            other_fan,
        ),
        Misconception(
            "variance taken for the standard deviation",
            "Your weights are much too small: what does the formula give, and what does the "
            "generator want?",
            variance_as_spread,
        ),
        Misconception(
            "standard deviation taken for the bound",
            "Your uniform weights spread less than your normal ones: how are the bound and the "
            "standard deviation of a uniform distribution related?",
            bound_as_spread,
        ),
        Misconception(
            "a spread of 1 for every layer",
            "With many inputs the sums get large, and the units saturate.",
            standard_normal,
        ),
        Misconception(
            "only positive weights",
            "The weights should be spread around zero.",
            one_sided,
        ),
        Misconception(
            "always normal",
            "A uniform distribution has a bound that no weight exceeds.",
            always_normal,
        ),
        Misconception(
            "all weights equal",
            "Units that start equal get equal gradients, and stay equal for ever.",
            constant,
        ),
    ),
)
