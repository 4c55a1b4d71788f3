"""A student who thinks in NumPy arrays."""

import itertools

import numpy as np
import scipy.stats


def split(groups, labels, shares, rng):
    """Give every group a random rank within its class, and compare it with the shares."""
    names, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    classes = labels[first]
    order = np.lexsort((rng.random(len(names)), classes))
    starts = np.searchsorted(classes[order], classes[order])
    rank = np.empty(len(names))
    rank[order] = np.arange(len(names)) - starts
    place = (rank + 0.5) / np.bincount(classes)[classes]
    part = np.digitize(place, np.cumsum(shares)[:2])[inverse]
    return [np.flatnonzero(part == k) for k in range(3)]


def scale_parts(train, validation, test):
    """Cut everything at the end."""
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread[(train == train[0]).all(axis=0)] = 1.0
    everything = (np.vstack([train, validation, test]) - mean) / spread
    return np.split(everything, np.cumsum([len(train), len(validation)]))


def grid(space, points):
    """Build with geomspace and linspace."""

    def values(spec):
        if spec["kind"] == "choice":
            return spec["values"]
        low, high = spec["low"], spec["high"]
        if points == 1:
            return [np.sqrt(low * high)] if spec["kind"] == "log" else [np.mean([low, high])]
        return (np.geomspace if spec["kind"] == "log" else np.linspace)(low, high, points)

    rows = itertools.product(*(values(spec) for spec in space.values()))
    return [dict(zip(space, row, strict=True)) for row in rows]


def sample(space, n, rng):
    """Let scipy draw, from its loguniform."""
    columns = {}
    for name, spec in space.items():
        if spec["kind"] == "choice":
            columns[name] = rng.choice(spec["values"], n).tolist()
        elif spec["kind"] == "integer":
            columns[name] = rng.choice(np.arange(spec["low"], spec["high"] + 1), n)
        elif spec["kind"] == "log":
            law = scipy.stats.loguniform(spec["low"], spec["high"])
            columns[name] = law.rvs(n, random_state=rng)
        else:
            columns[name] = rng.random(n) * (spec["high"] - spec["low"]) + spec["low"]
    return columns


def halving(trials, min_epochs, eta):
    """Write down the rungs as columns."""
    steps = 0
    while eta ** (steps + 1) <= trials:
        steps += 1
    n = trials // eta ** np.arange(steps + 1)
    epochs = min_epochs * eta ** np.arange(steps + 1)
    return np.column_stack([n, epochs]), int(n @ np.diff(epochs, prepend=0))


def improvement(mean, std, best, margin):
    """Use scipy's normal distribution."""
    gain = best - margin - mean
    with np.errstate(divide="ignore", invalid="ignore"):
        z = gain / std
        ei = gain * scipy.stats.norm.cdf(z) + std * scipy.stats.norm.pdf(z)
    ei = np.where(std == 0, np.clip(gain, 0, None), ei)
    return ei, np.argmax(ei)


def next_generation(population, losses, elite, rate, scale, rng):
    """Draw everything at once."""
    n, d = population.shape
    rank = np.argsort(np.argsort(np.nan_to_num(losses, nan=np.inf)))  # 0 is the best
    best = np.argsort(rank)
    winners = best[np.min(rank[rng.integers(n, size=(2, 2, n - elite))], axis=0)]
    coin = rng.integers(0, 2, size=(n - elite, d))
    children = np.take_along_axis(population[winners], coin[None], axis=0)[0]
    moved = np.clip(children + rng.normal(0, scale, children.shape), 0, 1)
    children = np.where(rng.random(children.shape) < rate, moved, children)
    return np.vstack([population[best[:elite]], children])


def search(train, test, space, budget, rng):
    """Lay twelve rates over the space; train each for five epochs, and the best two for 20."""
    rates = np.geomspace(space["rate"]["low"], space["rate"]["high"], 12)
    losses = np.array([train({"rate": rate, "decay": 1e-6}, 5) for rate in rates])
    best = rates[np.argsort(losses)[:2]]
    again = [train({"rate": rate, "decay": 1e-6}, 20) for rate in best]
    return {"rate": best[np.argmin(again)], "decay": 1e-6}
