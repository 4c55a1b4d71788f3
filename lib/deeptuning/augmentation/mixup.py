"""MixUp: two examples and their labels in one."""

from typing import Any

import numpy as np
from array_api_compat import device

from deeptuning._arrays import array_namespace
from deeptuning._validation import Range, checked, non_negative, positive, require_generator
from deeptuning.augmentation._checks import per_example, share, whole, whole_per_example


def mixup(x: Any, y: Any, lam: Any, partner: Any) -> tuple[Any, Any]:
    r"""Mix each example with its partner, and the labels in the same proportion.

    $$\tilde x_i = \lambda_i x_i + (1 - \lambda_i)\,x_{j(i)}, \qquad
      \tilde y_i = \lambda_i y_i + (1 - \lambda_i)\,y_{j(i)}$$

    Each example has its own λ, as in Keras; the paper's code draws one for the whole batch.
    kornia's `RandomMixUpV2` calls the share of the *partner* λ.

    Args:
        x: examples, shape (n, …), floating point or uint8 (rounded); NumPy or a tensor.
        y: labels, shape (n, …), floating point: one-hot rows or real targets, no class numbers.
        lam: $\lambda \in [0, 1]$, a number or (n,); 1 keeps the example.
        partner: $j$, shape (n,), which example each is mixed with, from 0 to n − 1.

    Returns:
        $\tilde x$ and $\tilde y$, shapes and types of `x` and `y`.

    Raises:
        TypeError: labels that are whole numbers.
        ValueError: lengths that differ, an argument out of range.

    Example:
        >>> x, y = np.array([[0.0], [8.0]]), np.eye(2)
        >>> mixed, labels = mixup(x, y, lam=[0.75, 1.0], partner=[1, 0])
        >>> mixed.tolist(), labels.tolist()
        ([[2.0], [8.0]], [[0.75, 0.25], [0.0, 1.0]])

    Source: Zhang et al., mixup: Beyond Empirical Risk Minimization, 2018, section 2.
    """
    n = require_pairs(x, y)
    lam, partner = per_example("lam", lam, n, share), require_partner(partner, n)
    return blend(x, lam, partner), blend(y, lam, partner)


def blend(x: Any, lam: np.ndarray, partner: np.ndarray) -> Any:
    """Return λ x + (1 − λ) x[partner], each example with its own λ."""
    xp = array_namespace(x)
    counts = xp.isdtype(x.dtype, "integral")
    kind = xp.float64 if counts else x.dtype
    lam = xp.asarray(lam.reshape(-1, *[1] * (x.ndim - 1)), dtype=kind, device=device(x))
    other = xp.take(x, xp.asarray(partner, device=device(x)), axis=0)
    mixed = lam * x + (1 - lam) * other
    return xp.astype(xp.round(mixed), x.dtype) if counts else mixed


def require_pairs(x: Any, y: Any) -> int:
    """Return how many examples there are; raise unless each has a label that can be mixed."""
    shapes = tuple(getattr(x, "shape", ())), tuple(getattr(y, "shape", ()))
    if not (shapes[0] and shapes[1] and shapes[0][0] == shapes[1][0]):
        raise ValueError(
            "Arguments `x` and `y` must be arrays with one label per example. "
            f"Received: x with shape {shapes[0]}, y with shape {shapes[1]}. Pass (n, …) for both."
        )
    if not array_namespace(y).isdtype(y.dtype, "real floating"):
        raise TypeError(
            f"Argument `y` must be floating point. Received: {y.dtype}. "
            "Half of class 3 and half of class 5 is not class 4: pass one-hot rows as floats."
        )
    return shapes[0][0]


def require_partner(partner: Any, n: int) -> np.ndarray:
    """Return the partners, shape (n,); raise unless each is an example of the batch."""
    if np.shape(partner) != (n,):
        raise ValueError(
            f"Argument `partner` must have shape ({n},). Received: partner with shape "
            f"{np.shape(partner)}. Pass one index per example, such as rng.permutation(n)."
        )
    return whole_per_example("partner", partner, n, Range(0, n))


@checked(alpha=positive)
def draw_mixup(
    n: int, rng: np.random.Generator, alpha: float = 0.2
) -> tuple[np.ndarray, np.ndarray]:
    r"""Draw how much, and with whom, each example is mixed.

    $$\lambda_i \sim \mathrm{Beta}(\alpha, \alpha), \qquad j = \text{a permutation}$$

    Args:
        n: how many examples, 0 or more.
        rng: a NumPy generator.
        alpha: $\alpha > 0$; 0.1 to 0.4 in the paper for ImageNet. 1 makes every λ equally
            likely; towards 0 most are near 0 or 1.

    Returns:
        $\lambda$ and $j$ for `mixup`, both of shape (n,).

    Raises:
        TypeError: `rng` is no generator.
        ValueError: an argument out of range.

    Example:
        >>> lam, partner = draw_mixup(3, np.random.default_rng(0))
        >>> lam.round(3).tolist(), partner.tolist()
        ([0.987, 0.989, 0.36], [0, 2, 1])

    Source: Zhang et al., mixup: Beyond Empirical Risk Minimization, 2018, section 2.
    """
    require_generator(rng)
    n = whole("n", n, non_negative)
    return rng.beta(alpha, alpha, n), rng.permutation(n)
