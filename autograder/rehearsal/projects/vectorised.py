"""A student who thinks in NumPy arrays."""

import numpy as np


def class_report(labels, predicted, classes):
    """Count pairs as one number each."""
    pairs = np.bincount(labels * classes + predicted, minlength=classes**2)
    confusion = pairs.reshape(classes, classes)
    with np.errstate(invalid="ignore"):
        recall = np.diag(confusion) / confusion.sum(axis=1)
    return confusion, np.nan_to_num(recall), np.nanmean(recall)


def leave_out(words, score):
    """Make a table with one text per row, the padding on its diagonal."""
    table = np.tile(words, (len(words), 1))
    np.fill_diagonal(table, 0)
    importance = score(words) - np.apply_along_axis(score, 1, table)
    return importance, np.argmax(importance**2)


def effect(treated, left):
    """Use variances of columns of zeros and ones."""
    groups = left[treated], left[~treated]
    difference = np.subtract(*map(np.mean, groups))
    error = np.sqrt(sum(group.var() / group.size for group in groups))
    return tuple(100 * (difference + np.array([0, -1.96, 1.96]) * error))


def audit(log):
    """Build columns of the log and combine them."""
    does = np.array([step["does"] for step in log])
    parts = ("train", "validation", "test")
    uses = {part: np.array([part in step["with"] for step in log]) for part in parts}
    learns, chooses = np.isin(does, ["scale", "fit"]), np.isin(does, ["stop", "select"])
    reports = does == "report"
    wrong = uses["train"] & (chooses | reports)
    wrong |= uses["validation"] & (learns | reports)
    wrong |= uses["test"] & ~reports
    before = {name: np.cumsum(does == name) - (does == name) > 0 for name in ("select", "report")}
    wrong |= np.isin(does, ["retrain", "report"]) & ~before["select"]
    return np.flatnonzero(wrong | before["report"]) + 1


def select(trials):
    """Put all curves into one table, padded with infinity."""
    longest = max(len(trial["validation"]) for trial in trials)
    table = np.full((len(trials), longest), np.inf)
    for row, trial in zip(table, trials, strict=True):
        row[: len(trial["validation"])] = np.nan_to_num(trial["validation"], nan=np.inf)
    best = np.unravel_index(table.argmin(), table.shape)
    return best[0], best[1] + 1


def capstone(x, y, x_test, score_test, rng):
    """Ridge regression on random features, and a search over the penalty."""
    directions, shifts = rng.normal(size=(x.shape[1], 300)), rng.uniform(-1, 1, 300)

    def features(x):
        return np.maximum(x @ directions + shifts, 0)

    def fit(x, y, penalty):
        f = features(x)
        return np.linalg.solve(f.T @ f + penalty * np.eye(300), f.T @ np.eye(10)[y])

    learn, choose = np.split(rng.permutation(len(x)), [240])
    trials = []
    for penalty in np.geomspace(0.1, 1000, 6):
        said = (features(x[choose]) @ fit(x[learn], y[learn], penalty)).argmax(axis=1)
        trials.append({"settings": {"penalty": penalty}, "loss": np.mean(said != y[choose])})
    selected = trials[int(np.argmin([trial["loss"] for trial in trials]))]["settings"]
    score_test((features(x_test) @ fit(x, y, **selected)).argmax(axis=1))
    return {"trials": trials, "selected": selected}
