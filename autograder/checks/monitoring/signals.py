"""The numbers that tell how a net is: update ratios, gradient norms, dead units."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two layers, three layers of different size, and a net with dead units."""
    for group, widths, dead in (
        ("two layers", (3, 4, 2), 1),
        ("three layers", (4, 5, 5, 3), 1),
        ("a net with many dead units", (3, 8, 2), 6),
    ):
        before, after, gradients, activations = [], [], [], []
        for i in range(len(widths) - 1):
            w = rng.normal(size=(widths[i], widths[i + 1])) * (i + 1)
            g = rng.normal(size=w.shape) * 3.0**-i
            before, gradients = [*before, w], [*gradients, g]
            after = [*after, w - rng.uniform(0.05, 0.3) * g * rng.uniform(0.5, 1, size=w.shape)]
        for width in widths[1:-1]:
            a = np.maximum(rng.normal(size=(6, width)), 0)
            a[0] = rng.uniform(0.1, 1, size=width)  # an example for which every unit is active
            a[:, rng.permutation(width)[:dead]] = 0.0
            a[1] = 0.0  # and one for which none is
            activations.append(a)
        nets = {"before": before, "after": after, "gradients": gradients}
        yield Case(group, nets | {"activations": activations})


def signals(before, after, gradients, activations):
    """Work through the layers."""
    pairs = zip(before, after, strict=True)
    return {
        "update_ratio": [np.linalg.norm(b - a) / np.linalg.norm(b) for b, a in pairs],
        "gradient_norm": [np.linalg.norm(g) for g in gradients],
        "dead": [float(np.mean(a.max(axis=0) == 0)) for a in activations],
    }


def zeros(before, after, gradients, activations):
    """Count zeros in place of units."""
    pairs = zip(before, after, strict=True)
    return {
        "update_ratio": [np.linalg.norm(b - a) / np.linalg.norm(b) for b, a in pairs],
        "gradient_norm": [np.linalg.norm(g) for g in gradients],
        "dead": [float(np.mean(a == 0)) for a in activations],
    }


def dead_examples(before, after, gradients, activations):
    """Look along the wrong axis."""
    pairs = zip(before, after, strict=True)
    return {
        "update_ratio": [np.linalg.norm(b - a) / np.linalg.norm(b) for b, a in pairs],
        "gradient_norm": [np.linalg.norm(g) for g in gradients],
        "dead": [float(np.mean(a.max(axis=1) == 0)) for a in activations],
    }


def once_silent(before, after, gradients, activations):
    """Call a unit dead that is silent once."""
    pairs = zip(before, after, strict=True)
    return {
        "update_ratio": [np.linalg.norm(b - a) / np.linalg.norm(b) for b, a in pairs],
        "gradient_norm": [np.linalg.norm(g) for g in gradients],
        "dead": [float(np.mean(a.min(axis=0) == 0)) for a in activations],
    }


def squares(before, after, gradients, activations):
    """Forget the root."""
    pairs = zip(before, after, strict=True)
    return {
        "update_ratio": [((b - a) ** 2).sum() / (b**2).sum() for b, a in pairs],
        "gradient_norm": [(g**2).sum() for g in gradients],
        "dead": [float(np.mean(a.max(axis=0) == 0)) for a in activations],
    }


def lengths_apart(before, after, gradients, activations):
    """Compare the two lengths."""
    lengths = [(np.linalg.norm(b), np.linalg.norm(a)) for b, a in zip(before, after, strict=True)]
    return {
        "update_ratio": [abs(a - b) / b for b, a in lengths],
        "gradient_norm": [np.linalg.norm(g) for g in gradients],
        "dead": [float(np.mean(a.max(axis=0) == 0)) for a in activations],
    }


def gradient_ratio(before, after, gradients, activations):
    """Take the gradient for the step."""
    pairs = zip(gradients, before, strict=True)
    return {
        "update_ratio": [np.linalg.norm(g) / np.linalg.norm(b) for g, b in pairs],
        "gradient_norm": [np.linalg.norm(g) for g in gradients],
        "dead": [float(np.mean(a.max(axis=0) == 0)) for a in activations],
    }


SIGNALS = Check(
    name="monitoring/signals",
    title="What to log",
    points=3,
    cases=cases,
    reference=signals,
    misconceptions=(
        Misconception(
            "zeros in place of dead units",
            "A healthy ReLU unit is zero for many examples. When is it dead?",
            zeros,
        ),
        Misconception("the wrong axis", "Units are columns. Yours counts examples.", dead_examples),
        Misconception(
            "silent once taken for dead",
            "A unit that is silent for one example may be active for the next.",
            once_silent,
        ),
        Misconception("the squared norm", "A length is a root.", squares),
        Misconception(
            "lengths compared",
            "Weights can move far and be as long as before. How long is the step itself?",
            lengths_apart,
        ),
        Misconception(
            "the gradient taken for the step",
            "The step is what the weights have really moved by; the rate is in it, too.",
            gradient_ratio,
        ),
    ),
)
