"""Small real runs: a NumPy net on real digits, healthy or with one thing done wrong."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from deeptuning.foundations import minibatches, mlp_backward, mlp_forward, mlp_init, mlp_loss
from deeptuning.gradients import glorot_uniform, he_normal
from deeptuning.monitoring import EventWriter, unit_activity, update_ratio

CLASSES = 10


@functools.cache
def digits(seed: int) -> tuple[np.ndarray, ...]:
    """Images and labels to train on, others for validation, pixels centred and in [-1, 1]."""
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(labels))
    images, labels = (images[order] - images[order[:1200]].mean(axis=0)) / 16, labels[order]
    return images[:1200], labels[:1200], images[1200:], labels[1200:]


def train(
    seed: int,
    *,
    hidden: tuple[int, ...] = (48, 48, 48),
    activation: str = "relu",
    initializer: Any = he_normal,
    rate: float = 0.1,
    epochs: int = 12,
    examples: int = 600,
    bias: float = 0.0,
    noise: float = 0.0,
    broken: str = "",
) -> dict[str, Any]:
    """Train by SGD and return what a careful person would have logged.

    Scalars per step: `loss/train`, `gradient_norm/…`, `update_ratio/…`; per epoch:
    `loss/validation`; at the end: `activity/…`, an array of one share per unit.
    """
    rng, (images, labels, validation, validation_labels) = np.random.default_rng(seed), digits(seed)
    images, labels = images[:examples], labels[:examples].copy()
    wrong = rng.random(examples) < noise
    labels[wrong] = rng.integers(0, CLASSES, wrong.sum())
    if broken == "shuffled labels":
        labels = rng.permutation(labels)
    y, y_validation = np.eye(CLASSES)[labels], np.eye(CLASSES)[validation_labels]
    net = mlp_init([64, *hidden, CLASSES], rng, initializer=initializer)
    for layer in net[:-1]:
        layer["b"] += bias
    heads = {"activation": activation, "head": "multiclass"}
    log: dict[str, list] = {"loss/train": [], "loss/validation": [], "epoch ends": []}
    velocity = [{k: 0 * v for k, v in layer.items()} for layer in net]
    for _ in range(epochs):
        for x_batch, y_batch in minibatches(images, y, batch_size=40, rng=rng):
            _, cache = mlp_forward(net, x_batch, **heads)
            log["loss/train"].append(float(mlp_loss(cache, y_batch)))
            gradients = mlp_backward(net, cache, y_batch)
            for k, (layer, g, v) in enumerate(zip(net, gradients, velocity, strict=True)):
                before = layer["w"].copy()
                log.setdefault(f"gradient_norm/{k}", []).append(np.linalg.norm(g["w"]))
                for name in layer if broken != "frozen" else ():
                    # a forgotten zero_grad adds every gradient to all before it
                    v[name] = v[name] + g[name] if broken == "no zero_grad" else g[name]
                    layer[name] = layer[name] - rate * v[name]
                log.setdefault(f"update_ratio/{k}", []).append(update_ratio(before, layer["w"]))
        _, cache = mlp_forward(net, validation, **heads)
        log["loss/validation"].append(float(mlp_loss(cache, y_validation)))
        log["epoch ends"].append(len(log["loss/train"]) - 1)
    _, cache = mlp_forward(net, images, **heads)
    found: dict[str, Any] = {name: np.array(values) for name, values in log.items()}
    for k, a in enumerate(cache["a"][1:-1]):
        found[f"activity/{k}"] = unit_activity(a)
    return found


def write(folder: Any, run: dict[str, Any], **hparams: Any) -> None:
    """Log a run as a script would, into an event file."""
    with EventWriter(folder) as writer:
        writer.hparams({"classes": CLASSES, **hparams})
        for tag, values in run.items():
            if tag.startswith("activity/"):
                if np.isfinite(values).all():
                    writer.histogram(tag, values, len(run["loss/train"]) - 1)
                continue
            steps = run["epoch ends"] if tag == "loss/validation" else range(len(values))
            for step, value in zip(steps, values, strict=True):
                if tag != "epoch ends":
                    writer.scalar(tag, value, step)


DEEP = (48,) * 7
HEALTHY: dict[str, dict[str, Any]] = {
    "relu": {},
    "tanh": {"activation": "tanh", "initializer": glorot_uniform},
    "deep": {"hidden": DEEP, "rate": 0.05},
    "wide": {"hidden": (100,)},
    "slow": {"rate": 0.02},
}
# What is done wrong, and the fault that must be named.
FAULTY: dict[str, tuple[str, dict[str, Any]]] = {
    "sigmoid": (
        "vanishing gradients",
        {"hidden": DEEP, "activation": "sigmoid", "initializer": glorot_uniform},
    ),
    "huge rate": ("exploding gradients", {"rate": 100.0, "epochs": 2}),
    "huge weights": (
        "exploding gradients",
        {"initializer": lambda shape, rng: rng.normal(0, 0.5, shape), "hidden": DEEP, "epochs": 2},
    ),
    "huge weights seen at once": (
        "initial loss",
        {"initializer": lambda shape, rng: rng.normal(0, 0.5, shape), "hidden": DEEP, "epochs": 2},
    ),
    "negative biases": ("dead units", {"bias": -3.0, "epochs": 4}),
    "large rate": ("dead units", {"rate": 3.0}),
    "few and noisy labels": (
        "overfitting",
        {"examples": 60, "noise": 0.5, "epochs": 150, "rate": 0.2, "hidden": (48, 48)},
    ),
    "tiny rate": ("stalled", {"rate": 1e-5, "epochs": 5}),
    "tiny rate, seen in the steps": ("update ratio", {"rate": 1e-5, "epochs": 5}),
    "frozen layers": ("update ratio", {"broken": "frozen", "epochs": 5}),
    "no zero_grad": ("diverged", {"broken": "no zero_grad", "epochs": 20}),
}
