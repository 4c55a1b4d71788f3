"""A student who asks the model row by row, and counts by hand."""

import itertools
import math

import numpy as np


def importance(predict, x_train, y_train, x_test, y_test, orders):
    """Ask about one changed row after the other."""
    n, d = x_test.shape
    before = sum((float(predict(x_test[i])) - y_test[i]) ** 2 for i in range(n)) / n
    rises = []
    for j in range(d):
        total = 0.0
        for order in orders:
            for i in range(n):
                row = x_test[i].copy()
                row[j] = x_test[order[i]][j]
                total += (float(predict(row)) - y_test[i]) ** 2
        rises.append(total / n / len(orders) - before)
    return rises


def dependence(predict, x, feature, grid):
    """Write down one curve after the other."""
    curves, total = [], [0.0] * len(grid)
    for row in x:
        curve = []
        for k, z in enumerate(grid):
            row = row.copy()
            row[feature] = z
            curve.append(float(predict(row)))
            total[k] += curve[-1]
        curves.append([value - curve[0] for value in curve])
    return curves, [value / len(x) for value in total]


def shapley(predict, x, background):
    """Walk through all 24 orders in which the features can join."""
    phi, orders = [0.0] * 4, list(itertools.permutations(range(4)))
    for order in orders:
        rows = background.copy()
        before = float(np.mean(predict(rows)))
        for j in order:
            rows[:, j] = x[j]
            after = float(np.mean(predict(rows)))
            phi[j] += (after - before) / len(orders)
            before = after
    return phi


def overall(credits):
    """Add up and sort in plain Python."""
    n, d = credits.shape
    size = [math.fsum(abs(credits[i, j]) for i in range(n)) / n for j in range(d)]
    return size, sorted(range(d), key=lambda j: -size[j])


def attribution(predict, gradient, x, baseline, steps):
    """Walk from the baseline to the input."""
    credit = [0.0] * len(x)
    for k in range(steps):
        place = [b + (k + 0.5) / steps * (a - b) for a, b in zip(x, baseline, strict=True)]
        slope = gradient(place)
        for j in range(len(x)):
            credit[j] += float(slope[j]) * (x[j] - baseline[j]) / steps
    return credit, float(predict(x)) - float(predict(baseline)) - sum(credit)


def find_shortcut(predict, x, y):
    """Cover place by place with the mean picture."""
    mean, best, place = x.mean(axis=0), -1.0, None
    for r in range(9):
        for c in range(9):
            covered = x.copy()
            for i in (r, r + 1):
                for j in (c, c + 1):
                    covered[:, 10 * i + j] = mean[10 * i + j]
            moved = sum(abs(a - b) for a, b in zip(predict(covered), predict(x), strict=True))
            if moved > best:
                best, place = moved, (r, c)
    return place


def learn_honestly(x, y, x_new, rng):
    """Look at the rows and columns where bars are, and compare with each picture's own mean."""
    upper, lower, answers = range(2, 5), range(5, 8), []
    for picture in x_new.reshape(-1, 10, 10):
        above = max(sum(picture[r, 2:8]) for r in upper)
        below = max(sum(picture[r, 2:8]) for r in lower)
        answers.append(int(above > below))
    return answers
