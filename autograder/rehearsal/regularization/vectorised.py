"""A student who thinks in NumPy arrays."""

import numpy as np


def penalty(parameters, l1, l2):
    """Put all weights into one long vector."""
    names = [name for name in parameters if name.startswith("w")]
    flat = np.concatenate([parameters[name].ravel() for name in names])
    value = l1 * np.linalg.norm(flat, 1) + l2 / 2 * flat @ flat
    slopes = {name: 0.0 * p for name, p in parameters.items()}
    for name in names:
        w = parameters[name]
        slopes[name] = np.where(w > 0, l1, np.where(w < 0, -l1, 0.0)) + l2 * w
    return value, slopes


def max_norm(w, limit):
    """Divide by the larger of limit and length, then multiply by the limit."""
    return limit * w / np.maximum(limit, np.sqrt(np.einsum("ij,ij->j", w, w)))


def dropout(x, rate, rng):
    """Draw with binomial."""
    mask = rng.binomial(1, 1 - rate, size=x.shape) / (1 - rate)
    return np.multiply(x, mask), mask


def dropout_backward(dy, mask, rate):
    """Select with where."""
    return np.where(mask > 0, dy / (1 - rate), 0.0)


def early_stopping(losses, patience, min_delta):
    """Mark the good epochs first, then look for a gap."""
    best, good = np.inf, []
    for epoch, loss in enumerate(losses, start=1):
        if loss + min_delta < best:
            best = loss
            good.append(epoch)
    ends = np.append(good[1:], len(losses) + 1)
    for start, end in zip(good, ends, strict=True):
        if end - start > patience:
            return start + patience, start
    return len(losses), good[-1]


def confidence_penalty(z, y, weight):
    """Write loss and gradient with one-hot truth."""
    log_p = z - np.logaddexp.reduce(z, axis=1)[:, None]
    p, truth = np.exp(log_p), np.zeros_like(z)
    truth[np.arange(len(y)), y] = 1.0
    loss = np.sum((weight * p - truth) * log_p) / len(z)
    inner = weight * (log_p - np.sum(p * log_p, axis=1, keepdims=True))
    return loss, (p - truth + p * inner) / len(z)


def learn_few(x, y, x_new, rng):
    """Let scikit-learn fit an L1 penalty, and hold some rows back to choose its strength."""
    from sklearn.linear_model import Lasso

    models = [Lasso(alpha=a).fit(x[:140], 2 * y[:140] - 1) for a in (0.05, 0.1, 0.15, 0.2)]
    right = [np.mean((model.predict(x[140:]) > 0) == y[140:]) for model in models]
    best = Lasso(alpha=models[int(np.argmax(right))].alpha).fit(x, 2 * y - 1)
    return (best.predict(x_new) > 0).astype(int)
