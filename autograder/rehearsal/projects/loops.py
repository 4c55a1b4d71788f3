"""A student who works number by number, in plain Python."""

import math


def class_report(labels, predicted, classes):
    """Count with two lists."""
    confusion = [[0] * classes for _ in range(classes)]
    for truth, said in zip(labels.tolist(), predicted.tolist(), strict=True):
        confusion[truth][said] += 1
    recall, known = [0.0] * classes, []
    for k, row in enumerate(confusion):
        if sum(row):
            recall[k] = row[k] / sum(row)
            known.append(recall[k])
    return confusion, recall, sum(known) / len(known)


def leave_out(words, score):
    """Go through the places."""
    words, importance, strongest = words.tolist(), [], 0
    whole = score(words)
    for i in range(len(words)):
        importance.append(whole - score([*words[:i], 0, *words[i + 1 :]]))
        if abs(importance[i]) > abs(importance[strongest]):
            strongest = i
    return importance, strongest


def effect(treated, left):
    """Count the visits in four cells."""
    counts = {(t, gone): 0 for t in (True, False) for gone in (0, 1)}
    for t, gone in zip(treated.tolist(), left.tolist(), strict=True):
        counts[t, gone] += 1
    share, variance = {}, 0.0
    for t in (True, False):
        n = counts[t, 0] + counts[t, 1]
        share[t] = counts[t, 1] / n
        variance += share[t] * (1 - share[t]) / n
    difference, room = share[True] - share[False], 1.96 * math.sqrt(variance)
    return 100 * difference, 100 * (difference - room), 100 * (difference + room)


def audit(log):
    """Ask one question after the other."""
    broken, selected, reported = [], False, False
    for i in range(len(log)):
        does, parts = log[i]["does"], log[i]["with"]
        wrong = reported
        for part in parts:
            if does in ("scale", "fit") and part != "train":
                wrong = True
            if does in ("stop", "select") and part != "validation":
                wrong = True
            if does == "retrain" and part == "test":
                wrong = True
            if does == "report" and part != "test":
                wrong = True
        if does in ("retrain", "report") and not selected:
            wrong = True
        if wrong:
            broken.append(i + 1)
        selected = selected or does == "select"
        reported = reported or does == "report"
    return broken


def select(trials):
    """Remember the lowest loss so far."""
    lowest, selected, epochs = math.inf, None, None
    for i, trial in enumerate(trials):
        for epoch, loss in enumerate(trial["validation"].tolist(), start=1):
            if loss < lowest:  # never true for NaN
                lowest, selected, epochs = loss, i, epoch
    return selected, epochs


def capstone(x, y, x_test, score_test, rng):
    """Ask the nearest neighbours, and search for how many."""
    x, y, x_test = x.tolist(), y.tolist(), x_test.tolist()
    order = rng.permutation(len(x)).tolist()
    choose, learn = order[:60], order[60:]

    def nearest(point, rows):
        return [y[i] for _, i in sorted((math.dist(point, x[i]), i) for i in rows)[:9]]

    def vote(votes):
        return max(votes, key=lambda label: (votes.count(label), -votes.index(label)))

    around = [nearest(x[i], learn) for i in choose]
    trials = []
    for k in (1, 3, 5, 7, 9):
        wrong = [vote(near[:k]) != y[i] for near, i in zip(around, choose, strict=True)]
        trials.append({"settings": {"neighbours": k}, "loss": sum(wrong) / len(wrong)})
    best = min(trials, key=lambda trial: trial["loss"])["settings"]
    score_test([vote(nearest(point, order)[: best["neighbours"]]) for point in x_test])
    return {"trials": trials, "selected": best}
