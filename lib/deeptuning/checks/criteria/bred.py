"""Is a population bred from the last one: elite, tournaments, crossing over, mutation?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array

CLOSE = 1e-9


def bred(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for a new population: the elite first, then children of two tournament winners each.

    Whence a value comes is read off it, since all values of a column differ; a mutated value
    belongs to nobody. Counts and means must agree with what is wanted up to seven standard errors.

    The symptoms of a failure: "not a population", "out of bounds", "worst kept", "elite lost",
    "nothing mutated", "everything mutated", "whole children mutated", "mutation share", "many
    parents", "no crossing over", "worst selected", "failures win", "nothing selected", "too
    harsh", "drawn anew".
    """
    old, elite = np.asarray(inputs["population"]), inputs["elite"]
    new = as_array(answer.get("returned"))
    if new is None or new.shape != old.shape or not np.all(np.isfinite(new)):
        return Finding(False, f"not an array of shape {old.shape}", symptom="not a population")
    if new.min() < 0 or new.max() > 1:
        numbers = f"from {new.min():.2f} to {new.max():.2f}"
        return Finding(False, "values beyond 0 or 1", numbers, "out of bounds")
    losses = np.asarray(inputs["losses"], dtype=float)
    order = np.argsort(np.where(np.isfinite(losses), losses, np.inf), kind="stable")
    if not np.allclose(new[:elite], old[order[:elite]], rtol=0, atol=CLOSE):
        finite = order[np.isfinite(losses[order])][::-1]
        worst = any(
            np.allclose(np.sort(new[:elite], axis=0), np.sort(old[w[:elite]], axis=0))
            for w in (order[::-1], finite)
        )
        words = "the worst live on" if worst else "the best do not come first, unchanged"
        return Finding(False, words, symptom="worst kept" if worst else "elite lost")
    source = _sources(old, new[elite:])
    for judge in (_judge_mutation, _judge_parents):
        if finding := judge(source, inputs["rate"]):
            return finding
    rank = np.empty(len(old))
    rank[order] = np.linspace(0, 1, len(old))
    if finding := _judge_selection(source[source >= 0], rank, ~np.isfinite(losses)):
        return finding
    return _judge_distance(old, new[elite:], source, inputs["scale"])


def _sources(old: np.ndarray, children: np.ndarray) -> np.ndarray:
    """Return for each value the row of the old population that it comes from, −1 if mutated."""
    source = np.full(children.shape, -1)
    for j in range(old.shape[1]):
        order = np.argsort(old[:, j])
        ordered = old[order, j]
        at = np.searchsorted(ordered, children[:, j] - CLOSE).clip(max=len(old) - 1)
        same = np.abs(ordered[at] - children[:, j]) <= CLOSE
        source[same, j] = order[at[same]]
    return source


def _judge_mutation(source: np.ndarray, rate: float) -> Finding | None:
    mutated = source < 0
    share, room = mutated.mean(), 7 * (rate * (1 - rate) / mutated.size) ** 0.5
    numbers = f"{share:.3f} of the values are mutated, expected {rate:g}"
    if share < 0.01:
        return Finding(False, "no value is new", numbers, "nothing mutated")
    if share > 0.95:
        return Finding(False, "no value comes from a parent", numbers, "everything mutated")
    whole = mutated.all(axis=1).mean()
    if whole > 0.5 * rate:
        words = "a child is mutated whole or not at all"
        return Finding(False, words, numbers, "whole children mutated")
    if abs(share - rate) > room:
        return Finding(False, "too many or too few values are mutated", numbers, "mutation share")
    return None


def _judge_parents(source: np.ndarray, rate: float) -> Finding | None:
    parents = np.array([len(set(row[row >= 0].tolist())) for row in source])
    kept = (source >= 0).sum(axis=1)
    many, two = (parents > 2).mean(), (parents == 2)[kept >= 3].mean()
    numbers = f"{two:.2f} of the children have values of two parents"
    if many > 0.02:
        return Finding(False, "a child has more than two parents", numbers, "many parents")
    if two < 0.3:
        return Finding(False, "a child takes all from one parent", numbers, "no crossing over")
    return None


def _judge_selection(rows: np.ndarray, rank: np.ndarray, failed: np.ndarray) -> Finding | None:
    """Judge whose values live on; the winner of two has a mean rank of 1/3, 0 being the best."""
    mean = rank[rows].mean()
    numbers = f"mean rank of the parents {mean:.2f}, expected 0.33 (0 is the best)"
    share = failed.mean()  # of all; if failures win, 1 − (1 − share)² of the parents
    if mean > 0.615:
        return Finding(False, "the worse become parents", numbers, "worst selected")
    if failed[rows].mean() > (share + 1 - (1 - share) ** 2) / 2:
        return Finding(False, "trials that failed become parents", numbers, "failures win")
    if mean > 0.42:
        return Finding(False, "all become parents alike", numbers, "nothing selected")
    if mean < 0.25:
        return Finding(False, "only the very best become parents", numbers, "too harsh")
    return None


def _judge_distance(
    old: np.ndarray, children: np.ndarray, source: np.ndarray, scale: float
) -> Finding:
    """Judge how far mutated values lie from the nearer parent's, where both parents are known."""
    far = []
    for child, row in zip(children, source, strict=True):
        parents = sorted(set(row[row >= 0].tolist()))
        if len(parents) == 2:
            away = np.abs(old[parents] - child).min(axis=0)
            far.extend(away[row < 0].tolist())
    if scale < 0.1 and len(far) > 20 and np.median(far) > 1.7 * scale:
        words = "mutated values lie far from both parents' values"
        return Finding(False, words, f"median distance {np.median(far):.2f}", "drawn anew")
    return Finding(True, "a generation as it should be")
