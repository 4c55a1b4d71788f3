"""Name what is wrong with four runs, from their gradients and losses."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

KINDS = ("vanishing", "exploding", "healthy", "quiet")
STEPS, LAYERS = 30, 8


def run(kind: str, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw the norms `(30, 8)` and the losses `(30,)` of a run; "quiet" is healthy, too."""
    noise = np.exp(0.2 * rng.standard_normal((STEPS, LAYERS)))
    fall = np.exp(-np.arange(STEPS) / 10)
    depth = np.arange(LAYERS) - LAYERS + 1.0  # 0 at the last layer
    if kind == "vanishing":
        norms = 10.0 ** (rng.uniform(0.8, 1.2) * depth) * noise
        return norms, 2.3 + 0.01 * rng.standard_normal(STEPS)
    if kind == "exploding":
        growth = np.exp(np.arange(STEPS) * rng.uniform(0.6, 1.0))[:, None]
        losses = 2.3 * growth[:, 0]
        losses[-5:] = np.nan
        norms = growth * noise
        norms[-5:] = np.nan
        return norms, losses
    scale = rng.uniform(0.3, 1) if kind == "healthy" else rng.uniform(1e-7, 1e-6)
    return scale * 10.0 ** (0.1 * depth) * noise * fall[:, None] ** 0.3, 2.3 * fall + 0.1


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Twice four runs, one of each kind, in an order that is drawn."""
    for group in ("first four runs", "second four runs"):
        runs = [run(KINDS[i], rng) for i in rng.permutation(4)]
        norms, losses = (np.array(part) for part in zip(*runs, strict=True))
        yield Case(group, {"norms": norms, "losses": losses})


def diagnose(norms, losses):
    """Compare the first layer with the last, once it is clear that nothing has exploded."""
    words = []
    for n, loss in zip(norms, losses, strict=True):
        if not np.all(np.isfinite(loss)) or loss[-1] > 10 * loss[0]:
            words.append("exploding")
        else:
            ratio = np.median(n[:, 0] / n[:, -1])
            words.append("vanishing" if ratio < 1e-3 else "healthy")
    return words


def nan_unnoticed(norms, losses):
    """Ask whether the loss is large; a NaN is not."""
    words = []
    for n, loss in zip(norms, losses, strict=True):
        ratio = np.median(n[:, 0] / n[:, -1])
        grown = loss[-1] > 10 * loss[0]
        words.append("exploding" if grown else "vanishing" if ratio < 1e-3 else "healthy")
    return words


def small_is_vanishing(norms, losses):
    """Take every small gradient for one that vanishes."""
    words = []
    for n, loss in zip(norms, losses, strict=True):
        if not np.all(np.isfinite(loss)) or loss[-1] > 10 * loss[0]:
            words.append("exploding")
        else:
            words.append("vanishing" if np.median(n[:, 0]) < 1e-3 else "healthy")
    return words


def turned(norms, losses):
    """Divide the last layer by the first."""
    words = []
    for n, loss in zip(norms, losses, strict=True):
        if not np.all(np.isfinite(loss)) or loss[-1] > 10 * loss[0]:
            words.append("exploding")
        else:
            words.append("vanishing" if np.median(n[:, -1] / n[:, 0]) < 1e-3 else "healthy")
    return words


def flat_is_exploding(norms, losses):
    """Exchange the two words."""
    words = []
    for n, loss in zip(norms, losses, strict=True):
        if not np.all(np.isfinite(loss)) or loss[-1] > 10 * loss[0]:
            words.append("vanishing")
        else:
            ratio = np.median(n[:, 0] / n[:, -1])
            words.append("exploding" if ratio < 1e-3 else "healthy")
    return words


def all_healthy(norms, losses):
    """Find nothing wrong."""
    return ["healthy"] * len(norms)


DIAGNOSE = Check(
    name="gradients/diagnose",
    title="What is wrong with these runs?",
    points=2,
    cases=cases,
    reference=diagnose,
    misconceptions=(
        Misconception(
            "NaN goes unnoticed",
            "In one run the loss is no number any more. What does Python say to `nan > 10`?",
            nan_unnoticed,
        ),
        Misconception(
            "small everywhere taken for vanishing",
            "One of the runs has tiny gradients in all layers and learns well: a rate can make up "
            "for that.",
            small_is_vanishing,
        ),
        Misconception(
            "the last layer compared with the first",
            "You find no vanishing gradient at all. At which end of the net does the signal get "
            "weak?",
            turned,
        ),
        Misconception(
            "the two words exchanged",
            "A product of many small factors vanishes, one of many large factors explodes.",
            flat_is_exploding,
        ),
        Misconception("nothing found", "Two of the four runs are not healthy.", all_healthy),
    ),
)
