"""A small training whose whole state lies in plain sight, to be saved, killed and brought back."""

from __future__ import annotations

import numpy as np

BATCH, DROPPED = 40, 0.1


class Run:
    """A training of one hidden layer with dropout and Adam, on shuffled mini-batches.

    Args:
        x: inputs, (n, features).
        y: classes, (n,), whole numbers from 0.
        seed: of the starting weights, the orders and the dropout masks.
        hidden: units of the hidden layer.
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, seed: int, hidden: int = 64) -> None:
        self.x, self.y = x, y  # the data: read from its own file by every new process
        self.rng = np.random.default_rng(seed)
        inputs, classes = x.shape[1], int(y.max()) + 1
        self.weights = {
            "w1": 2 * self.rng.normal(size=(inputs, hidden)),
            "b1": np.zeros(hidden),
            "w2": self.rng.normal(size=(hidden, classes)) / hidden**0.5,
            "b2": np.zeros(classes),
        }
        self.m = {name: np.zeros_like(w) for name, w in self.weights.items()}
        self.v = {name: np.zeros_like(w) for name, w in self.weights.items()}
        self.t = 0  # steps that Adam has taken
        self.schedule_step = 0  # how far the schedule has come
        self.order = self.rng.permutation(len(x))  # the rows of this epoch, as they are read
        self.position = 0  # how many of them have been read

    def step(self) -> None:
        """Read the next batch and take one step."""
        if self.position >= len(self.order):
            self.order, self.position = self.rng.permutation(len(self.x)), 0
        rows = self.order[self.position : self.position + BATCH]
        self.position += BATCH
        gradients = self._gradients(self.x[rows], self.y[rows])
        rate = 0.1 * min(1.0, (self.schedule_step + 1) / 20) * 0.99**self.schedule_step
        self.schedule_step += 1
        self.t += 1
        for name, g in gradients.items():
            self.m[name] = 0.9 * self.m[name] + 0.1 * g
            self.v[name] = 0.99 * self.v[name] + 0.01 * g**2
            m, v = self.m[name] / (1 - 0.9**self.t), self.v[name] / (1 - 0.99**self.t)
            self.weights[name] = self.weights[name] - rate * m / (np.sqrt(v) + 1e-8)

    def _gradients(self, x: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
        w = self.weights
        bent = np.tanh(x @ w["w1"] + w["b1"])
        mask = (self.rng.random(bent.shape) >= DROPPED) / (1 - DROPPED)
        a = bent * mask
        z = a @ w["w2"] + w["b2"]
        p = np.exp(z - z.max(axis=1, keepdims=True))
        dz = p / p.sum(axis=1, keepdims=True)
        dz[np.arange(len(y)), y] -= 1
        dz /= len(y)
        dh = dz @ w["w2"].T * mask * (1 - bent**2)
        return {"w1": x.T @ dh, "b1": dh.sum(axis=0), "w2": a.T @ dz, "b2": dz.sum(axis=0)}

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Return the most likely class of each row, without dropout."""
        w = self.weights
        z = np.tanh(x @ w["w1"] + w["b1"]) @ w["w2"] + w["b2"]
        return z.argmax(axis=1)
