"""A student who asks the model once, about all rows at the same time."""

import numpy as np


def importance(predict, x_train, y_train, x_test, y_test, orders):
    """Stack all changed tables."""
    n, d = x_test.shape
    tables = np.broadcast_to(x_test, (d, len(orders), n, d)).copy()
    for j in range(d):
        tables[j, :, :, j] = x_test[orders, j]
    errors = (predict(tables.reshape(-1, d)).reshape(d, len(orders), n) - y_test) ** 2
    return errors.mean(axis=(1, 2)) - ((predict(x_test) - y_test) ** 2).mean()


def dependence(predict, x, feature, grid):
    """Repeat the rows once for each point of the grid."""
    rows = np.repeat(x, len(grid), axis=0)
    rows[:, feature] = np.tile(grid, len(x))
    curves = predict(rows).reshape(len(x), len(grid))
    return curves - curves[:, [0]], curves.mean(axis=0)


def shapley(predict, x, background):
    """Solve the weighted least squares of KernelSHAP on all coalitions."""
    members = (np.arange(16)[:, None] >> np.arange(4)) % 2 == 1
    rows = np.where(members[:, None, :], x, background).reshape(-1, 4)
    v = predict(rows).reshape(16, len(background)).mean(axis=1)
    size = members[1:15].sum(axis=1)
    weights = 3 / (np.array([0, 4, 6, 4])[size] * size * (4 - size))
    # The last credit is what is left over: the credits add up to the whole change.
    a, whole = members[1:15].astype(float), v[15] - v[0]
    b = v[1:15] - v[0] - a[:, 3] * whole
    a = a[:, :3] - a[:, 3:]
    first = np.linalg.solve(a.T * weights @ a, a.T * weights @ b)
    return np.append(first, whole - first.sum())


def overall(credits):
    """Take norms of columns."""
    size = np.linalg.norm(credits, ord=1, axis=0) / len(credits)
    return size, np.argsort(size)[::-1]


def attribution(predict, gradient, x, baseline, steps):
    """Ask for all slopes at once."""
    alpha = np.linspace(1 / (2 * steps), 1 - 1 / (2 * steps), steps)
    slopes = gradient(np.outer(1 - alpha, baseline) + np.outer(alpha, x))
    credit = (x - baseline) * slopes.mean(axis=0)
    return credit, predict(x) - predict(baseline) - credit.sum()


def find_shortcut(predict, x, y):
    """Swap each place with that of the next picture."""
    images = x.reshape(-1, 10, 10)
    moved = np.zeros((9, 9))
    for r, c in np.ndindex(9, 9):
        swapped = images.copy()
        swapped[:, r : r + 2, c : c + 2] = np.roll(images[:, r : r + 2, c : c + 2], 1, axis=0)
        moved[r, c] = ((predict(swapped.reshape(len(x), -1)) - predict(x)) ** 2).sum()
    return np.array(divmod(int(moved.argmax()), 9))


def learn_honestly(x, y, x_new, rng):
    """Leave the edge of the picture out, and learn from the middle."""
    middle = np.zeros((10, 10))
    middle[2:8, 2:8] = 1
    features = np.c_[x * middle.ravel(), np.ones(len(x))]
    w = np.linalg.solve(features.T @ features + np.eye(101), features.T @ (2 * y - 1))
    return (np.c_[x_new * middle.ravel(), np.ones(len(x_new))] @ w > 0).astype(int)
