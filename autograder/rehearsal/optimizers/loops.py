"""A student who works number by number, in plain Python."""

import itertools
import math

import numpy as np


def convert_momentum(learning_rate, momentum, source, target):
    """Look the factor up in a table."""
    steps = {"heavy_ball": 1.0, "velocity": 1.0, "average": 1.0 - momentum}
    return learning_rate * steps[source] / steps[target]


def nesterov_step(theta, v, gradient, learning_rate, momentum):
    """Build lists, one coordinate at a time."""
    ahead = [float(a) + momentum * float(b) for a, b in zip(theta, v, strict=True)]
    slope = gradient(ahead)
    new_v = [momentum * float(b) - learning_rate * float(s) for b, s in zip(v, slope, strict=True)]
    return [float(a) + b for a, b in zip(theta, new_v, strict=True)], new_v


def rmsprop_step(theta, g, s, learning_rate, rho, eps, eps_inside):
    """Fill new arrays entry by entry."""
    new_theta, new_s = np.zeros(theta.shape), np.zeros(theta.shape)
    for i in np.ndindex(theta.shape):
        new_s[i] = rho * s[i] + (1 - rho) * g[i] * g[i]
        root = math.sqrt(new_s[i] + (eps if eps_inside else 0))
        size = root if eps_inside else root + eps
        new_theta[i] = theta[i] - learning_rate * g[i] / size
    return new_theta, new_s


def adam_step(theta, g, m, v, t, learning_rate, beta1, beta2, eps):
    """Fill new arrays entry by entry."""
    new_theta, new_m, new_v = theta.copy(), m.copy(), v.copy()
    for i in np.ndindex(theta.shape):
        new_m[i] = beta1 * m[i] + (1 - beta1) * g[i]
        new_v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
        size = math.sqrt(new_v[i] / (1 - beta2**t)) + eps
        new_theta[i] -= learning_rate * new_m[i] / (1 - beta1**t) / size
    return new_theta, new_m, new_v


def adamw_step(theta, g, m, v, t, learning_rate, beta1, beta2, eps, weight_decay, decoupled):
    """Change the gradient, or the result, of Adam."""
    if decoupled:
        new, m, v = adam_step(theta, g, m, v, t, learning_rate, beta1, beta2, eps)
        for i in np.ndindex(new.shape):
            new[i] -= learning_rate * weight_decay * theta[i]
        return new, m, v
    penalized = g + weight_decay * theta
    return adam_step(theta, penalized, m, v, t, learning_rate, beta1, beta2, eps)


def optimize(gradient, theta0, budget):
    """Run Adam as written above."""
    theta, m, v = theta0.copy(), np.zeros(theta0.shape), np.zeros(theta0.shape)
    for t in range(budget):
        theta, m, v = adam_step(theta, gradient(theta), m, v, t + 1, 0.8, 0.9, 0.99, 1e-8)
    return theta


def read_trajectories(paths, curvatures):
    """Go through the steps of each walk, one number at a time."""
    names = []
    for path in paths.tolist():
        rows = []
        for (a, b), (c, d) in itertools.pairwise(path):
            rows.append((curvatures[0] * a, curvatures[1] * b, c - a, d - b))
        uphill = any(gx * dx > 1e-9 or gy * dy > 1e-9 for gx, gy, dx, dy in rows)
        alike = abs(abs(rows[0][2]) - abs(rows[0][3])) < 1e-6
        grows = any(
            abs(later[2] / later[0]) > 1.001 * abs(now[2] / now[0])
            for now, later in itertools.pairwise(rows)
        )
        if uphill:
            names.append("adam" if alike else "momentum")
        elif not alike:
            names.append("sgd")
        else:
            names.append("rmsprop" if grows else "adagrad")
    return names
