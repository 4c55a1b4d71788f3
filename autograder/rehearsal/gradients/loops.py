"""A student who works number by number, in plain Python."""

import math


def fans(shape):
    """Multiply in a loop."""
    fan_in, fan_out = shape[-2], shape[-1]
    for side in list(shape)[:-2]:
        fan_in *= side
        fan_out *= side
    return fan_in, fan_out


def initialize(shape, scheme, distribution, rng):
    """Draw one weight at a time."""
    count = math.prod(shape)
    area = math.prod(shape[:-2])
    fan_in, fan_out = area * shape[-2], area * shape[-1]
    if scheme == "glorot":
        spread = math.sqrt(2 / (fan_in + fan_out))
    elif scheme == "he":
        spread = math.sqrt(2 / fan_in)
    else:
        spread = 1 / math.sqrt(fan_in)
    if distribution == "uniform":
        flat = [math.sqrt(3) * spread * (2 * rng.random() - 1) for _ in range(count)]
    else:
        flat = [spread * rng.standard_normal() for _ in range(count)]
    for side in reversed(shape[1:]):
        flat = [flat[i : i + side] for i in range(0, len(flat), side)]
    return flat


def layer_norms(x, y, weights):
    """Go through the examples one by one and add up their gradients."""
    totals = [[[0.0] * w.shape[1] for _ in range(w.shape[0])] for w in weights]
    for row, target in zip(x.tolist(), y.tolist(), strict=True):
        layers = [row]
        for w in weights[:-1]:
            last = layers[-1]
            nets = [sum(last[i] * w[i][j] for i in range(len(last))) for j in range(w.shape[1])]
            layers.append([math.tanh(net) for net in nets])
        output = sum(a * b[0] for a, b in zip(layers[-1], weights[-1], strict=True))
        blame = [(output - target[0]) / len(x)]
        for k in range(len(weights) - 1, -1, -1):
            inputs, w = layers[k], weights[k]
            for i, value in enumerate(inputs):
                for j, b in enumerate(blame):
                    totals[k][i][j] += value * b
            blame = [
                sum(w[i][j] * b for j, b in enumerate(blame)) * (1 - value * value)
                for i, value in enumerate(inputs)
            ]
    return [math.sqrt(sum(v * v for line in total for v in line)) for total in totals]


def clip(g, limit, how):
    """Look at each entry."""
    flat = g.ravel().tolist()
    if how == "value":
        flat = [max(-limit, min(limit, v)) for v in flat]
    else:
        length = math.hypot(*flat)
        if length > limit:
            flat = [v * limit / length for v in flat]
    for side in reversed(g.shape[1:]):
        flat = [flat[i : i + side] for i in range(0, len(flat), side)]
    return flat


def clip_together(gradients, limit):
    """Collect all entries in one list first."""
    length = math.hypot(*[v for g in gradients for v in g.ravel().tolist()])
    factor = min(1.0, limit / length) if length else 1.0
    return [[factor * row for row in g] for g in gradients], length


def diagnose(norms, losses):
    """Sort the ratios and take the one in the middle."""
    words = []
    for n, loss in zip(norms.tolist(), losses.tolist(), strict=True):
        if any(not math.isfinite(v) for v in loss) or loss[-1] > 10 * loss[0]:
            words.append("exploding")
            continue
        ratios = sorted(step[0] / step[-1] for step in n)
        words.append("vanishing" if ratios[len(ratios) // 2] < 1e-3 else "healthy")
    return words


def repair(net):
    """Treat every net as its activation needs it."""
    cured = dict(net)
    if net["activation"] == "sigmoid":
        cured["skips"] = True
        cured["initializer"] = "he"
    elif net["activation"] == "relu":
        cured["initializer"] = "he"
        cured["clip_norm"] = 1.0
    else:
        cured["initializer"] = "he"
        cured["clip_norm"] = 1.0
    return cured
