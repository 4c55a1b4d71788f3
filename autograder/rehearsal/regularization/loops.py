"""A student who works number by number, in plain Python."""

import math


def penalty(parameters, l1, l2):
    """Walk through every entry."""
    value, slopes = 0.0, {}
    for name, p in parameters.items():
        if name[0] == "b":
            slopes[name] = [0.0] * len(p)
            continue
        rows = []
        for row in p.tolist():
            value += sum(l1 * abs(v) + 0.5 * l2 * v * v for v in row)
            rows.append([l1 * ((v > 0) - (v < 0)) + l2 * v for v in row])
        slopes[name] = rows
    return value, slopes


def max_norm(w, limit):
    """Unit by unit."""
    columns = []
    for column in w.T.tolist():
        length = math.hypot(*column)
        factor = limit / length if length > limit else 1.0
        columns.append([factor * v for v in column])
    return [list(row) for row in zip(*columns, strict=True)]


def dropout(x, rate, rng):
    """Toss a coin for each entry."""
    output, mask = [], []
    for row in x.tolist():
        coins = [0.0 if rng.random() < rate else 1 / (1 - rate) for _ in row]
        mask.append(coins)
        output.append([v * c for v, c in zip(row, coins, strict=True)])
    return output, mask


def dropout_backward(dy, mask, rate):
    """Look at each entry."""
    return [
        [d / (1 - rate) if m > 0 else 0.0 for d, m in zip(row, marks, strict=True)]
        for row, marks in zip(dy.tolist(), mask.tolist(), strict=True)
    ]


def early_stopping(losses, patience, min_delta):
    """Remember the epoch of the best loss; the difference is the patience used up."""
    best = 1
    for epoch in range(1, len(losses) + 1):
        if losses[best - 1] - losses[epoch - 1] > min_delta:
            best = epoch
        if epoch - best >= patience:
            return epoch, best
    return len(losses), best


def confidence_penalty(z, y, weight):
    """Go through the examples one by one."""
    total, rows = 0.0, []
    for scores, label in zip(z.tolist(), y.tolist(), strict=True):
        top = max(scores)
        log_sum = top + math.log(sum(math.exp(s - top) for s in scores))
        log_p = [s - log_sum for s in scores]
        entropy = -sum(math.exp(v) * v for v in log_p)
        total += -log_p[label] - weight * entropy
        rows.append(
            [
                (math.exp(v) - (k == label) + weight * math.exp(v) * (v + entropy)) / len(z)
                for k, v in enumerate(log_p)
            ]
        )
    return total / len(z), rows


def learn_few(x, y, x_new, rng):
    """Keep the three features that go best with the class, and let them vote."""
    means = []
    for column in x.T.tolist():
        ones = [v for v, label in zip(column, y, strict=True) if label]
        zeros = [v for v, label in zip(column, y, strict=True) if not label]
        means.append(sum(ones) / len(ones) - sum(zeros) / len(zeros))
    chosen = sorted(range(len(means)), key=lambda j: -abs(means[j]))[:3]
    return [int(sum(row[j] * means[j] for j in chosen) > 0) for row in x_new.tolist()]
