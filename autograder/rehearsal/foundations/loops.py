"""A student who works number by number, in plain Python."""

import math


def forward(x, w1, b1, w2, b2):
    """Add up one unit at a time."""
    hidden, scores = [], []
    for row in x:
        a = []
        for j in range(len(b1)):
            net = b1[j] + sum(row[i] * w1[i][j] for i in range(len(row)))
            a.append(math.tanh(net))
        hidden.append(a)
        units = range(len(b1))
        scores.append([b2[k] + sum(a[j] * w2[j][k] for j in units) for k in range(len(b2))])
    return hidden, scores


def softmax_loss(z, y):
    """Go through the examples one by one."""
    losses, table = [], []
    for scores, label in zip(z, y, strict=True):
        top = max(scores)
        log_sum = math.log(sum(math.exp(s - top) for s in scores)) + top
        losses.append(log_sum - scores[label])
        table.append([math.exp(s - log_sum) for s in scores])
    return sum(losses) / len(losses), table


def backward(x, y, w1, b1, w2, b2):
    """Add up the blame of one example at a time."""
    d, hidden, classes = len(w1), len(b1), len(b2)
    dw1, db1 = [[0.0] * hidden for _ in range(d)], [0.0] * hidden
    dw2, db2 = [[0.0] * classes for _ in range(hidden)], [0.0] * classes
    for row, label in zip(x, y, strict=True):
        a = [math.tanh(b1[j] + sum(row[i] * w1[i][j] for i in range(d))) for j in range(hidden)]
        z = [b2[k] + sum(a[j] * w2[j][k] for j in range(hidden)) for k in range(classes)]
        e = [math.exp(score - max(z)) for score in z]
        dz = [(e[k] / sum(e) - (k == label)) / len(x) for k in range(classes)]
        for j in range(hidden):
            blame = sum(dz[k] * w2[j][k] for k in range(classes)) * (1 - a[j] * a[j])
            db1[j] += blame
            for i in range(d):
                dw1[i][j] += row[i] * blame
            for k in range(classes):
                dw2[j][k] += a[j] * dz[k]
        for k in range(classes):
            db2[k] += dz[k]
    return dw1, db1, dw2, db2


def minibatches(n, batch_size, epochs, rng):
    """Draw cards from a deck until it is empty."""
    result = []
    for _ in range(epochs):
        deck, epoch = list(range(n)), []
        while deck:
            size = min(batch_size, len(deck))
            epoch.append([deck.pop(int(rng.integers(len(deck)))) for _ in range(size)])
        result.append(epoch)
    return result


def step_bound(hessian):
    """Find the largest curvature by power iteration."""
    size = len(hessian)
    direction = [1.0 + 0.1 * i for i in range(size)]
    for _ in range(3000):
        moved = [sum(hessian[i][j] * direction[j] for j in range(size)) for i in range(size)]
        length = math.sqrt(sum(m * m for m in moved))
        direction = [m / length for m in moved]
    return 2 / length


def learn_spirals(x, y, x_new, rng):
    """Ask the nearest neighbour: no net at all, and allowed."""
    answers = []
    for a, b in x_new.tolist():
        distances = [(a - c) ** 2 + (b - d) ** 2 for c, d in x.tolist()]
        answers.append(int(y[distances.index(min(distances))]))
    return answers
