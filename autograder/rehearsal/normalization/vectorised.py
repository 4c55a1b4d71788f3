"""A student who thinks in NumPy arrays."""

import numpy as np


def standardize(train, test):
    """Use scikit-learn's scaler, which has the convention wanted."""
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)


def batch_norm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    """Centre once, and take the moments from there."""
    mean = np.add.reduce(x) / len(x)
    centred = x - mean
    squares = np.einsum("nd,nd->d", centred, centred)
    y = centred * (gamma / np.sqrt(squares / len(x) + eps)) + beta
    old, new = momentum, 1 - momentum
    return y, old * running_mean + new * mean, old * running_var + new * squares / (len(x) - 1)


def batch_norm_predict(x, gamma, beta, running_mean, running_var, eps):
    """Work out one factor and one shift."""
    factor = gamma * (running_var + eps) ** -0.5
    return x * factor + (beta - running_mean * factor)


def batch_norm_backward(dy, x, gamma, eps):
    """Apply the matrix that takes mean and spread out, feature by feature."""
    n = len(x)
    centred = x - x.mean(0)
    root = np.sqrt(np.square(centred).mean(0) + eps)
    hat = centred / root
    projector = np.eye(n) - 1 / n - np.einsum("nd,md->dnm", hat, hat) / n
    dx = np.einsum("dnm,md->nd", projector, dy) * gamma / root
    return dx, np.einsum("nd,nd->d", dy, hat), dy.sum(0)


def fold(w, b, gamma, beta, mean, var, eps):
    """Send the unit vectors and zero through both layers."""
    inputs = np.vstack([np.zeros(len(w)), np.eye(len(w))])
    out = gamma * (inputs @ w + b - mean) / np.sqrt(var + eps) + beta
    return out[1:] - out[0], out[0]


def layer_norm(x, gamma, beta, eps):
    """Flatten all places to rows and back."""
    rows = x.reshape(-1, x.shape[-1])
    centred = rows - rows.mean(axis=1)[:, None]
    scale = 1 / np.sqrt(np.square(centred).mean(axis=1) + eps)
    return (centred * scale[:, None] * gamma + beta).reshape(x.shape)


def choose_norm(situations):
    """Build two masks."""
    sequences = np.array([s["data"] == "sequences" for s in situations])
    small = np.array([s["batch_size"] for s in situations]) < 8
    return np.where(sequences | small, "layer", "batch").tolist()


def learn_scaled(x, y, x_new, rng):
    """Scale to the range from −1 to 1, and fit random features by least squares."""
    low, high = x.min(0), x.max(0)
    x, x_new = (2 * (part - low) / (high - low) - 1 for part in (x, x_new))
    w, b = 3 * rng.normal(size=(2, 60)), 2 * rng.normal(size=60)
    features = np.tanh(x @ w + b)
    v = np.linalg.solve(features.T @ features + 1e-2 * np.eye(60), features.T @ (2.0 * y - 1))
    return np.heaviside(np.tanh(x_new @ w + b) @ v, 0)
