"""Monitors that misjudge some runs."""


def alphabet(logs):
    """Sort the tags."""
    import numpy as np

    train, validation = logs["loss/train"], logs["loss/validation"]
    layers = sum(tag.startswith("gradient_norm/") for tag in logs)
    tags = sorted(tag for tag in logs if tag.startswith("gradient_norm/"))
    first, last = logs[tags[0]][-1], logs[tags[-1]][-1]
    dead = [logs[f"dead/{i}"] for i in range(1, layers + 1)]
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverged"
    if max(d[-1] for d in dead) > 0.5:
        return "dead units"
    if first < last / 1000:
        return "vanishing gradients"
    if validation[-1] > 1.2 * validation.min():
        return "overfitting"
    if train[-1] > 0.98 * train[0]:
        return "stalled"
    return "healthy"


def symptoms_first(logs):
    """Look at the losses alone first."""
    import numpy as np

    train, validation = logs["loss/train"], logs["loss/validation"]
    layers = sum(tag.startswith("gradient_norm/") for tag in logs)
    first, last = logs["gradient_norm/1"][-1], logs[f"gradient_norm/{layers}"][-1]
    dead = [logs[f"dead/{i}"] for i in range(1, layers + 1)]
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverged"
    if train[-1] > 0.98 * train[0]:
        return "stalled"
    if max(d[-1] for d in dead) > 0.5:
        return "dead units"
    if first < last / 1000:
        return "vanishing gradients"
    if validation[-1] > 1.2 * validation.min():
        return "overfitting"
    return "healthy"


def no_nan(logs):
    """Compare the ends alone."""
    train, validation = logs["loss/train"], logs["loss/validation"]
    layers = sum(tag.startswith("gradient_norm/") for tag in logs)
    first, last = logs["gradient_norm/1"][-1], logs[f"gradient_norm/{layers}"][-1]
    dead = [logs[f"dead/{i}"] for i in range(1, layers + 1)]
    if train[-1] > 2 * train[0]:
        return "diverged"
    if max(d[-1] for d in dead) > 0.5:
        return "dead units"
    if first < last / 1000:
        return "vanishing gradients"
    if validation[-1] > 1.2 * validation.min():
        return "overfitting"
    if train[-1] > 0.98 * train[0]:
        return "stalled"
    return "healthy"


def gap(logs):
    """Compare validation with training."""
    import numpy as np

    train, validation = logs["loss/train"], logs["loss/validation"]
    layers = sum(tag.startswith("gradient_norm/") for tag in logs)
    first, last = logs["gradient_norm/1"][-1], logs[f"gradient_norm/{layers}"][-1]
    dead = [logs[f"dead/{i}"] for i in range(1, layers + 1)]
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverged"
    if max(d[-1] for d in dead) > 0.5:
        return "dead units"
    if first < last / 1000:
        return "vanishing gradients"
    if validation[-1] > 1.2 * train[-1]:
        return "overfitting"
    if train[-1] > 0.98 * train[0]:
        return "stalled"
    return "healthy"


def mean_dead(logs):
    """Average over the layers."""
    import numpy as np

    train, validation = logs["loss/train"], logs["loss/validation"]
    layers = sum(tag.startswith("gradient_norm/") for tag in logs)
    first, last = logs["gradient_norm/1"][-1], logs[f"gradient_norm/{layers}"][-1]
    dead = [logs[f"dead/{i}"] for i in range(1, layers + 1)]
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverged"
    if sum(d[-1] for d in dead) / layers > 0.5:
        return "dead units"
    if first < last / 1000:
        return "vanishing gradients"
    if validation[-1] > 1.2 * validation.min():
        return "overfitting"
    if train[-1] > 0.98 * train[0]:
        return "stalled"
    return "healthy"


def any_time(logs):
    """Look at the whole history."""
    import numpy as np

    train, validation = logs["loss/train"], logs["loss/validation"]
    layers = sum(tag.startswith("gradient_norm/") for tag in logs)
    first, last = logs["gradient_norm/1"][-1], logs[f"gradient_norm/{layers}"][-1]
    dead = [logs[f"dead/{i}"] for i in range(1, layers + 1)]
    if not np.isfinite(train).all() or train[-1] > 2 * train[0]:
        return "diverged"
    if max(d.max() for d in dead) > 0.5:
        return "dead units"
    if first < last / 1000:
        return "vanishing gradients"
    if validation[-1] > 1.2 * validation.min():
        return "overfitting"
    if train[-1] > 0.98 * train[0]:
        return "stalled"
    return "healthy"


def calm(logs):
    """Do not worry."""
    return "healthy"
