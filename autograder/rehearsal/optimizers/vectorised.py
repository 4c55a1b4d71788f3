"""A student who thinks in NumPy arrays, and rearranges formulas."""

import numpy as np


def convert_momentum(learning_rate, momentum, source, target):
    """Count how often the factor 1 − γ comes in."""
    power = int(source == "average") - int(target == "average")
    return learning_rate * (1 - momentum) ** power


def nesterov_step(theta, v, gradient, learning_rate, momentum):
    """Return both results stacked in one array."""
    carried = np.multiply(momentum, v)
    step = carried - learning_rate * np.asarray(gradient(theta + carried))
    return np.stack([theta + step, step])


def rmsprop_step(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Choose between two epsilons."""
    s = s + (1 - rho) * (np.square(g) - s)
    under, beside = (eps, 0.0) if eps_inside else (0.0, eps)
    return theta - learning_rate * g / (np.sqrt(s + under) + beside), s


def adam_step(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Correct the rate and ε instead of the averages."""
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (np.square(g) - v)
    root = np.sqrt(1 - beta2**t)
    rate = learning_rate * root / (1 - beta1**t)
    return theta - rate * m / (np.sqrt(v) + eps * root), m, v


def adamw_step(theta, g, m, v, t, learning_rate, beta1, beta2, eps, weight_decay, decoupled):
    """Count the two kinds of decay as numbers, one of them zero."""
    coupled, shrink = (0.0, weight_decay) if decoupled else (weight_decay, 0.0)
    g = g + coupled * theta
    m = np.average([m, g], axis=0, weights=[beta1, 1 - beta1])
    v = np.average([v, np.square(g)], axis=0, weights=[beta2, 1 - beta2])
    unbiased = np.sqrt(v / (1 - np.power(beta2, t)))
    step = m / (1 - np.power(beta1, t)) / (unbiased + eps)
    return (1 - learning_rate * shrink) * theta - learning_rate * step, m, v


def optimize(gradient, theta0, budget):
    """Momentum on gradients scaled by their own size, with a smaller rate at the end."""
    theta, m, s = theta0, np.zeros_like(theta0), np.zeros_like(theta0)
    for k in range(budget):
        g = gradient(theta)
        m = 0.9 * m + 0.1 * g
        s = 0.99 * s + 0.01 * np.square(g)
        rate = 1.0 if k < 0.9 * budget else 0.5
        theta = theta - rate * m / (np.sqrt(s / (1 - 0.99 ** (k + 1))) + 1e-10)
    return theta


def read_trajectories(paths, curvatures):
    """Rank the walks: two with memory, one whose rate never changes, the rest by their growth."""
    g, step = paths[:, :-1] * curvatures, np.diff(paths, axis=1)
    memory = np.sum(np.clip(step * g, 0, None), axis=(1, 2))
    rate = np.abs(step[:, :, 0] / g[:, :, 0])
    anisotropy = np.abs(np.log(np.abs(step[:, 0, 0] / step[:, 0, 1])))
    names = np.empty(5, dtype="<U8")
    remembering = np.argsort(memory)[-2:]
    names[remembering] = "adam"
    names[max(remembering, key=lambda i: anisotropy[i])] = "momentum"
    plain = sorted(set(range(5)) - set(remembering), key=lambda i: anisotropy[i])
    names[plain[-1]] = "sgd"
    first, second = plain[:2]
    grown = rate[:, -1] / rate.min(axis=1)
    names[first], names[second] = "rmsprop", "adagrad"
    if grown[first] < grown[second]:
        names[first], names[second] = "adagrad", "rmsprop"
    return names.tolist()
