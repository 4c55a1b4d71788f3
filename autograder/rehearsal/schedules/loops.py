"""A student who works number by number, in plain Python."""

import math


def step_decay(epochs, learning_rate, factor, every):
    """Count down to the next drop."""
    rates, left = [], every
    for _ in range(epochs):
        rates.append(learning_rate)
        left -= 1
        if left == 0:
            learning_rate, left = learning_rate * factor, every
    return rates


def warmup_cosine(steps, warmup, peak, floor):
    """Ask at every step which part it belongs to."""
    rates = []
    for t in range(steps):
        if t < warmup:
            rates.append((t + 1) * peak / warmup)
        else:
            angle = math.pi * (t - warmup) / (steps - 1 - warmup)
            share = math.cos(angle / 2) ** 2
            rates.append(share * peak + (1 - share) * floor)
    return rates


def cyclic(steps, base, peak, half, mode, gamma):
    """Walk up and down, one step at a time."""
    rates, height = [], peak - base
    for t in range(steps):
        cycle, place = divmod(t, 2 * half)
        climbed = place / half if place <= half else 2 - place / half
        if mode == "triangular2":
            climbed /= 2**cycle
        elif mode == "exp_range":
            climbed *= gamma**t
        rates.append(base + height * climbed)
    return rates


def plateau(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Keep the numbers of the epochs instead of counters."""
    best, last_good, rest_until, rates = math.inf, 0, 0, []
    for epoch, loss in enumerate(losses, start=1):
        if best - loss > min_delta:
            best, last_good = loss, epoch
        if epoch <= rest_until:
            last_good = epoch
        if epoch - last_good == patience:
            learning_rate = max(learning_rate * factor, floor)
            last_good, rest_until = epoch, epoch + cooldown
        rates.append(learning_rate)
    return rates


def usable_rate(rates, losses):
    """Go back from the explosion: a small part of the rate that doubles the first loss."""
    for rate, loss in zip(rates, losses, strict=True):
        if loss > 2 * losses[0]:
            return float(rate) / 150
    return float(rates[-1])


def read_curves(curves):
    """Look at the last loss, and at its jumps from epoch to epoch."""
    words = []
    for losses in curves.tolist():
        end = losses[-15:]
        level = sum(end) / len(end) / losses[0]
        jumps = sum(abs(a - b) for a, b in zip(end[1:], end[:-1], strict=True)) / 14 / losses[0]
        if level > 1:
            words.append("lower")
        elif level > 0.6:
            words.append("raise")
        elif jumps > 0.02:
            words.append("decay")
        else:
            words.append("keep")
    return words


def rates_for(steps):
    """Multiply by the same number every time."""
    rates, rate = [], 0.1
    for _ in range(steps):
        rates.append(rate)
        rate *= 0.991
    return rates
