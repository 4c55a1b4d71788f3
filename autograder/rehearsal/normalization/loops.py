"""A student who works number by number, in plain Python."""

import math


def standardize(train, test):
    """Go through the features one by one."""
    new_train, new_test = [list(r) for r in train], [list(r) for r in test]
    for j in range(train.shape[1]):
        column = [float(row[j]) for row in train]
        mean = math.fsum(column) / len(column)
        spread = math.sqrt(math.fsum((v - mean) ** 2 for v in column) / len(column))
        if max(column) == min(column):
            spread = 1.0
        for rows in (new_train, new_test):
            for row in rows:
                row[j] = (row[j] - mean) / spread
    return new_train, new_test


def batch_norm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Go through the features one by one."""
    n, d = x.shape
    y, means, variances = [[0.0] * d for _ in range(n)], [], []
    for j in range(d):
        mean = sum(x[i][j] for i in range(n)) / n
        squares = sum((x[i][j] - mean) ** 2 for i in range(n))
        for i in range(n):
            y[i][j] = gamma[j] * (x[i][j] - mean) / math.sqrt(squares / n + eps) + beta[j]
        means.append(running_mean[j] + (1 - momentum) * (mean - running_mean[j]))
        variances.append(running_var[j] + (1 - momentum) * (squares / (n - 1) - running_var[j]))
    return y, means, variances


def batch_norm_predict(x, gamma, beta, running_mean, running_var, eps):
    """One number at a time."""
    columns = range(x.shape[1])
    return [
        [
            (row[j] - running_mean[j]) / math.sqrt(running_var[j] + eps) * gamma[j] + beta[j]
            for j in columns
        ]
        for row in x
    ]


def batch_norm_backward(dy, x, gamma, eps):
    """Follow every path: directly, through the variance, through the mean."""
    n, d = x.shape
    dx, dgamma, dbeta = [[0.0] * d for _ in range(n)], [0.0] * d, [0.0] * d
    for j in range(d):
        mean = sum(x[i][j] for i in range(n)) / n
        var = sum((x[i][j] - mean) ** 2 for i in range(n)) / n
        root = math.sqrt(var + eps)
        d_hat = [dy[i][j] * gamma[j] for i in range(n)]
        d_var = sum(d_hat[i] * (x[i][j] - mean) for i in range(n)) * -0.5 / root**3
        d_mean = -sum(d_hat) / root
        for i in range(n):
            dx[i][j] = d_hat[i] / root + d_var * 2 * (x[i][j] - mean) / n + d_mean / n
            dgamma[j] += dy[i][j] * (x[i][j] - mean) / root
            dbeta[j] += dy[i][j]
    return dx, dgamma, dbeta


def fold(w, b, gamma, beta, mean, var, eps):
    """Unit by unit."""
    inputs, units = w.shape
    new_w, new_b = [[0.0] * units for _ in range(inputs)], []
    for j in range(units):
        root = math.sqrt(var[j] + eps)
        for i in range(inputs):
            new_w[i][j] = w[i][j] * gamma[j] / root
        new_b.append(gamma[j] * (b[j] - mean[j]) / root + beta[j])
    return new_w, new_b


def layer_norm(x, gamma, beta, eps):
    """Go down to the rows, and normalize each."""
    if x.ndim > 1:
        return [layer_norm(part, gamma, beta, eps) for part in x]
    mean = sum(x) / len(x)
    root = math.sqrt(sum((v - mean) ** 2 for v in x) / len(x) + eps)
    return [g * (v - mean) / root + b for v, g, b in zip(x, gamma, beta, strict=True)]


def choose_norm(situations):
    """Ask two questions."""
    words = []
    for s in situations:
        if s["data"] == "sequences" or s["batch_size"] < 8:
            words.append("layer")
        else:
            words.append("batch")
    return words


def learn_scaled(x, y, x_new, rng):
    """Ask the nearest neighbour, in units of the spread."""
    spreads = [max(column) - min(column) for column in x.T.tolist()]
    rows, answers = x.tolist(), []
    for new in x_new.tolist():
        distances = [
            sum(((a - b) / s) ** 2 for a, b, s in zip(new, row, spreads, strict=True))
            for row in rows
        ]
        answers.append(int(y[distances.index(min(distances))]))
    return answers
