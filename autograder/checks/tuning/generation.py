"""One generation of a genetic search."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

SIZE, NAMES, RATE = 500, 4, 0.2


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Small mutations, and large ones where some trials have failed."""
    for group, scale, failed in (("small mutations", 0.05, 0), ("large ones, failures", 0.4, 150)):
        losses = rng.permutation(SIZE) / 100 + 0.1
        losses[rng.permutation(SIZE)[:failed]] = np.nan
        yield Case(
            group,
            {
                "population": rng.uniform(0.01, 0.99, size=(SIZE, NAMES)),
                "losses": losses,
                "elite": int(rng.integers(3, 7)),
                "rate": RATE,
                "scale": scale,
                "seed": int(rng.integers(2**31)),
            },
        )


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return nothing: what a right generation is follows from the inputs."""
    return {}


def next_generation(population, losses, elite, rate, scale, rng):
    """Breed all children at once."""
    n, d = population.shape
    losses = np.where(np.isfinite(losses), losses, np.inf)
    best = population[np.argsort(losses)[:elite]]
    drawn = rng.integers(n, size=(2, 2, n - elite))  # parent, rival, child
    first, second = np.where(losses[drawn[:, 0]] <= losses[drawn[:, 1]], drawn[:, 0], drawn[:, 1])
    coin = rng.random((n - elite, d)) < 0.5
    children = np.where(coin, population[first], population[second])
    hit = rng.random(children.shape) < rate
    children = children + hit * scale * rng.normal(size=children.shape)
    return np.concatenate([best, children.clip(0, 1)])


def out_of_bounds(population, losses, elite, rate, scale, rng):
    """Let mutation go where it likes."""
    n, d = population.shape
    losses = np.where(np.isfinite(losses), losses, np.inf)
    best = population[np.argsort(losses)[:elite]]
    drawn = rng.integers(n, size=(2, 2, n - elite))
    first, second = np.where(losses[drawn[:, 0]] <= losses[drawn[:, 1]], drawn[:, 0], drawn[:, 1])
    coin = rng.random((n - elite, d)) < 0.5
    children = np.where(coin, population[first], population[second])
    hit = rng.random(children.shape) < rate
    return np.concatenate([best, children + hit * scale * rng.normal(size=children.shape)])


def worst_selected(population, losses, elite, rate, scale, rng):
    """Let the higher loss win the tournaments."""
    n, d = population.shape
    losses = np.where(np.isfinite(losses), losses, np.inf)
    best = population[np.argsort(losses)[:elite]]
    drawn = rng.integers(n, size=(2, 2, n - elite))
    first, second = np.where(losses[drawn[:, 0]] > losses[drawn[:, 1]], drawn[:, 0], drawn[:, 1])
    coin = rng.random((n - elite, d)) < 0.5
    children = np.where(coin, population[first], population[second])
    hit = rng.random(children.shape) < rate
    children = children + hit * scale * rng.normal(size=children.shape)
    return np.concatenate([best, children.clip(0, 1)])


def nothing_selected(population, losses, elite, rate, scale, rng):
    """Let everybody be a parent."""
    n, d = population.shape
    losses = np.where(np.isfinite(losses), losses, np.inf)
    best = population[np.argsort(losses)[:elite]]
    first, second = rng.integers(n, size=(2, n - elite))
    coin = rng.random((n - elite, d)) < 0.5
    children = np.where(coin, population[first], population[second])
    hit = rng.random(children.shape) < rate
    children = children + hit * scale * rng.normal(size=children.shape)
    return np.concatenate([best, children.clip(0, 1)])


def failures_win(population, losses, elite, rate, scale, rng):
    """Take argmin, for which a NaN is the least."""
    n, d = population.shape
    best = population[np.argsort(losses)[:elite]]
    rows = []
    for _ in range(n - elite):
        pair = []
        for _ in range(2):
            drawn = rng.integers(n, size=2)
            pair.append(drawn[np.argmin(losses[drawn])])
        rows.append(np.where(rng.random(d) < 0.5, population[pair[0]], population[pair[1]]))
    children = np.array(rows)
    hit = rng.random(children.shape) < rate
    children = children + hit * scale * rng.normal(size=children.shape)
    return np.concatenate([best, children.clip(0, 1)])


def no_crossing(population, losses, elite, rate, scale, rng):
    """Copy one winner."""
    n, _ = population.shape
    losses = np.where(np.isfinite(losses), losses, np.inf)
    best = population[np.argsort(losses)[:elite]]
    drawn = rng.integers(n, size=(2, n - elite))
    children = population[np.where(losses[drawn[0]] <= losses[drawn[1]], drawn[0], drawn[1])]
    hit = rng.random(children.shape) < rate
    children = children + hit * scale * rng.normal(size=children.shape)
    return np.concatenate([best, children.clip(0, 1)])


def all_mutated(population, losses, elite, rate, scale, rng):
    """Move every value of every child."""
    n, d = population.shape
    losses = np.where(np.isfinite(losses), losses, np.inf)
    best = population[np.argsort(losses)[:elite]]
    drawn = rng.integers(n, size=(2, 2, n - elite))
    first, second = np.where(losses[drawn[:, 0]] <= losses[drawn[:, 1]], drawn[:, 0], drawn[:, 1])
    coin = rng.random((n - elite, d)) < 0.5
    children = np.where(coin, population[first], population[second])
    children = children + scale * rng.normal(size=children.shape)
    return np.concatenate([best, children.clip(0, 1)])


def elite_mutated(population, losses, elite, rate, scale, rng):
    """Breed the whole population anew."""
    n, d = population.shape
    losses = np.where(np.isfinite(losses), losses, np.inf)
    drawn = rng.integers(n, size=(2, 2, n))
    first, second = np.where(losses[drawn[:, 0]] <= losses[drawn[:, 1]], drawn[:, 0], drawn[:, 1])
    children = np.where(rng.random((n, d)) < 0.5, population[first], population[second])
    hit = rng.random(children.shape) < rate
    return (children + hit * scale * rng.normal(size=children.shape)).clip(0, 1)


GENERATION = Check(
    name="tuning/generation",
    title="One generation",
    points=2,
    cases=cases,
    reference=next_generation,
    driver="with_rng",
    criterion="bred",
    expect=expect,
    misconceptions=(
        Misconception(
            "mutation out of bounds",
            "Some children lie beyond 0 or 1, where there is no setting to be decoded.",
            out_of_bounds,
        ),
        Misconception(
            "the worse wins",
            "Small losses are good ones. Who wins a tournament?",
            worst_selected,
        ),
        Misconception(
            "no selection",
            "The parents are as good as the whole population: nothing is passed on because it "
            "was good.",
            nothing_selected,
        ),
        Misconception(
            "failures win",
            "A trial that failed has the loss NaN. What does argmin, or a comparison, make of it?",
            failures_win,
        ),
        Misconception(
            "no crossing over",
            "Your children take everything from a single parent.",
            no_crossing,
        ),
        Misconception(
            "everything is mutated",
            "The rate is a probability for each value; yours all move.",
            all_mutated,
        ),
        Misconception(
            "the elite is lost",
            "The best found so far must not be worse after a generation.",
            elite_mutated,
        ),
    ),
)
