"""A small net for the clinic of broken trainings; its methods are called what torch calls them."""

from __future__ import annotations

import numpy as np

# A broken training may explode: that is to be seen in its numbers, not in warnings.
exploding = np.errstate(over="ignore", invalid="ignore")


class Net:
    """One hidden layer of ReLU units, and dropout if wanted.

    Args:
        inputs: features of an example.
        hidden: hidden units.
        classes: number of classes.
        rng: draws the starting weights and the dropout masks.
        dropout: probability to drop a hidden unit in training.
    """

    def __init__(
        self,
        inputs: int,
        hidden: int,
        classes: int,
        rng: np.random.Generator,
        dropout: float = 0.0,
    ) -> None:
        self.rng, self.dropout, self.training = rng, dropout, True
        self.parameters = {
            "w1": rng.normal(size=(inputs, hidden)) * (2 / inputs) ** 0.5,
            "b1": np.zeros(hidden),
            "w2": rng.normal(size=(hidden, classes)) * (1 / hidden) ** 0.5,
            "b2": np.zeros(classes),
        }
        self.zero_grad()

    def train(self) -> None:
        """Switch dropout on, as it is at the start."""
        self.training = True

    def eval(self) -> None:
        """Switch dropout off."""
        self.training = False

    def zero_grad(self) -> None:
        """Set all gradients to zero."""
        self.gradients = {name: np.zeros_like(p) for name, p in self.parameters.items()}

    @exploding
    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Return the scores of the classes, shape (examples, classes)."""
        p = self.parameters
        self.x, self.a = x, np.maximum(x @ p["w1"] + p["b1"], 0)
        kept = 1 - self.dropout if self.training else 1.0
        self.mask = (self.rng.random(self.a.shape) < kept) / kept
        return self.a * self.mask @ p["w2"] + p["b2"]

    @exploding
    def backward(self, slopes: np.ndarray) -> None:
        """Add to the gradients, from the slopes of the loss with respect to the scores."""
        p = self.parameters
        back = slopes @ p["w2"].T * self.mask * (self.a > 0)
        found = {"w2": (self.a * self.mask).T @ slopes, "b2": slopes.sum(axis=0)}
        found |= {"w1": self.x.T @ back, "b1": back.sum(axis=0)}
        for name, gradient in found.items():
            self.gradients[name] = self.gradients[name] + gradient

    @exploding
    def step(self, rate: float) -> None:
        """Take a step of gradient descent."""
        for name, gradient in self.gradients.items():
            self.parameters[name] = self.parameters[name] - rate * gradient


@exploding
def cross_entropy(
    scores: np.ndarray, y: np.ndarray, reduction: str = "mean"
) -> tuple[float, np.ndarray]:
    """Return the loss, a mean or a sum over the examples, and its slopes for the scores."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    onehot = np.arange(scores.shape[1]) == y[:, None]
    parts = len(y) if reduction == "mean" else 1
    return float(-log_p[onehot].sum() / parts), (np.exp(log_p) - onehot) / parts
