"""A student who works number by number, in plain Python."""

import math


def split(groups, labels, shares, rng):
    """Put each class's groups into a hat and deal them out."""
    class_of, rows_of = {}, {}
    for row, (group, label) in enumerate(zip(groups.tolist(), labels.tolist(), strict=True)):
        class_of[group] = label
        rows_of.setdefault(group, []).append(row)
    parts = [], [], []
    for label in sorted(set(class_of.values())):
        hat = [group for group in class_of if class_of[group] == label]
        rng.shuffle(hat)
        first = round(shares[0] * len(hat))
        second = first + round(shares[1] * len(hat))
        for i, group in enumerate(hat):
            parts[(i >= first) + (i >= second)].extend(rows_of[group])
    return parts


def scale_parts(train, validation, test):
    """Work column by column."""
    scaled = [[[0.0] * len(row) for row in part] for part in (train, validation, test)]
    for j in range(train.shape[1]):
        column = train[:, j].tolist()
        mean = math.fsum(column) / len(column)
        std = math.sqrt(math.fsum((v - mean) ** 2 for v in column) / len(column))
        if max(column) == min(column):
            std = 1.0
        for part, out in zip((train, validation, test), scaled, strict=True):
            for i in range(len(part)):
                out[i][j] = (float(part[i, j]) - mean) / std
    return scaled


def grid(space, points):
    """Extend the combinations by one name after the other."""
    rows = [{}]
    for name, spec in space.items():
        if spec["kind"] == "choice":
            values = spec["values"]
        elif points == 1:
            low, high = spec["low"], spec["high"]
            values = [math.sqrt(low * high) if spec["kind"] == "log" else (low + high) / 2]
        elif spec["kind"] == "log":
            factor = (spec["high"] / spec["low"]) ** (1 / (points - 1))
            values = [spec["low"] * factor**i for i in range(points)]
        else:
            step = (spec["high"] - spec["low"]) / (points - 1)
            values = [spec["low"] + step * i for i in range(points)]
        rows = [{**row, name: value} for row in rows for value in values]
    return rows


def sample(space, n, rng):
    """Draw one setting after the other."""
    columns = {name: [] for name in space}
    for _ in range(n):
        for name, spec in space.items():
            u = rng.random()
            if spec["kind"] == "choice":
                value = spec["values"][int(u * len(spec["values"]))]
            elif spec["kind"] == "integer":
                value = spec["low"] + int(u * (spec["high"] - spec["low"] + 1))
            elif spec["kind"] == "log":
                value = spec["low"] * (spec["high"] / spec["low"]) ** u
            else:
                value = spec["low"] + u * (spec["high"] - spec["low"])
            columns[name].append(value)
    return columns


def halving(trials, min_epochs, eta):
    """Call itself for the rungs that follow."""

    def below(n, epochs, before):
        cost = n * (epochs - before)
        if n < eta:
            return [(n, epochs)], cost
        rungs, more = below(n // eta, epochs * eta, epochs)
        return [(n, epochs), *rungs], cost + more

    return below(trials, min_epochs, 0)


def improvement(mean, std, best, margin):
    """Go through the guesses."""
    values = []
    for m, s in zip(mean.tolist(), std.tolist(), strict=True):
        gain = best - margin - m
        if s > 0:
            z = gain / s
            cdf = 0.5 * (1 + math.erf(z / math.sqrt(2)))
            gain = gain * cdf + s * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        values.append(max(gain, 0.0))
    return values, max(range(len(values)), key=values.__getitem__)


def next_generation(population, losses, elite, rate, scale, rng):
    """Breed child by child, value by value, and reflect at the walls."""
    places, n = population.tolist(), len(population)
    score = [math.inf if math.isnan(v) else v for v in losses.tolist()]
    new = [places[i] for i in sorted(range(n), key=lambda i: score[i])[:elite]]
    while len(new) < n:
        parents = []
        for _ in range(2):
            a, b = int(rng.integers(n)), int(rng.integers(n))
            parents.append(places[a if score[a] <= score[b] else b])
        child = []
        for j in range(len(places[0])):
            value = parents[int(rng.random() < 0.5)][j]
            if rng.random() < rate:
                value = abs(value + scale * rng.normal())
                while value > 1:
                    value = abs(2 - value)
            child.append(value)
        new.append(child)
    return new


def search(train, test, space, budget, rng):
    """Walk over the powers of ten in steps of 3.1, three epochs each; then the best three."""
    rate, tried = space["rate"]["low"], []
    while rate <= space["rate"]["high"]:
        tried.append((train({"rate": rate, "decay": 1e-5}, 3), rate))
        rate *= 3.1
    tried.sort()
    longer = [(train({"rate": r, "decay": 1e-5}, 18), r) for _, r in tried[:3]]
    return {"rate": min(longer)[1], "decay": 1e-5}
