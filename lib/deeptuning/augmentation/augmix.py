"""AugMix: several chains of mild changes, mixed with each other and with the original."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from deeptuning._validation import Range, checked, non_negative, positive, require_generator
from deeptuning.augmentation._checks import per_example, require_images, share, whole
from deeptuning.augmentation._pixels import by_example, restored

COUNT = Range(1, 101)


def augmix(images: np.ndarray, chains: Sequence[np.ndarray], weights: Any, m: Any) -> np.ndarray:
    r"""Mix changed versions of each image, then mix the mixture with the image.

    $$\tilde x = m\,x + (1 - m) \sum_{k} w_k\,\mathrm{chain}_k(x)$$

    $m$ is the share of the original, as in the paper's algorithm and in Keras; the paper's code
    calls that 1 − m. The label stays.

    Args:
        images: $x$, shape (n, height, width, channels), in [0, 1] or uint8.
        chains: K changed versions of `images`, each of its shape and type.
        weights: $w$, shape (K,) or (n, K), 0 or more, with rows that sum to 1.
        m: $m \in [0, 1]$, a number or (n,).

    Returns:
        $\tilde x$, shape, type and range of `images`; uint8 is rounded once, at the end.

    Raises:
        TypeError: images of another kind.
        ValueError: chains of another shape or type, weights that are no convex combination.

    Example:
        >>> x = np.full((1, 1, 1, 1), 0.5)
        >>> augmix(x, [x * 0, x * 2], weights=[0.25, 0.75], m=0.5).item()
        0.625

    Source: Hendrycks et al., AugMix, 2020, algorithm 1.
    """
    n = require_images(images)[0]
    if any(c.shape != images.shape or c.dtype != images.dtype for c in chains):
        raise ValueError(
            "Argument `chains` must hold versions of `images`, of its shape and type. Received: "
            f"{[(c.shape, str(c.dtype)) for c in chains]} for {images.shape}, {images.dtype}. "
            "Pass what keeps both."
        )
    w, m = require_convex(weights, n, len(chains)), by_example(per_example("m", m, n, share))
    mixture = sum(by_example(w[:, k]) * chain for k, chain in enumerate(chains))
    return restored(m * images + (1 - m) * mixture, images)


def require_convex(weights: Any, n: int, k: int) -> np.ndarray:
    """Return weights of shape (n, k); raise unless they are 0 or more and sum to 1."""
    w = np.asarray(weights, dtype=np.float64)
    if k == 0 or w.shape not in ((k,), (n, k)):
        raise ValueError(
            f"Argument `weights` must have shape (K,) or ({n}, K), K chains, 1 or more. "
            f"Received: weights with shape {w.shape} for {k} chains. Pass one weight per chain."
        )
    if not ((w >= 0).all() and (abs(w.sum(axis=-1) - 1) <= 1e-9).all()):
        raise ValueError(
            "Argument `weights` must be 0 or more, in rows that sum to 1. "
            "Received: others. Take draw_augmix, or divide by the sum."
        )
    return np.broadcast_to(w, (n, k))


@checked(width=COUNT, alpha=positive)
def draw_augmix(
    n: int, rng: np.random.Generator, width: int = 3, alpha: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    r"""Draw in which proportions chains and original are mixed.

    $$(w_1, \dots, w_K) \sim \mathrm{Dirichlet}(\alpha, \dots, \alpha), \qquad
      m \sim \mathrm{Beta}(\alpha, \alpha)$$

    Every image has its own; Keras draws one set for the whole batch.

    Args:
        n: how many images, 0 or more.
        rng: a NumPy generator.
        width: $K$, how many chains, 3 in the paper.
        alpha: $\alpha > 0$, 1 in the paper.

    Returns:
        $w$, shape (n, K), and $m$, shape (n,), for `augmix`.

    Raises:
        TypeError: `rng` is no generator.
        ValueError: an argument out of range.

    Example:
        >>> weights, m = draw_augmix(2, np.random.default_rng(0))
        >>> weights.sum(axis=1).round(12).tolist(), m.shape
        ([1.0, 1.0], (2,))

    Source: Hendrycks et al., AugMix, 2020, algorithm 1.
    """
    require_generator(rng)
    n = whole("n", n, non_negative)
    width = whole("width", width, COUNT)
    return rng.dirichlet([alpha] * width, n), rng.beta(alpha, alpha, n)


@checked(depth=COUNT)
def random_chain(
    images: np.ndarray, rng: np.random.Generator, operations: Sequence[Callable], depth: int = 3
) -> np.ndarray:
    r"""Send each image through one to `depth` changes of its own.

    $$\mathrm{chain} = op_{i_d} \circ \dots \circ op_{i_1}, \qquad d \sim U\{1, \dots, D\}$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        operations: functions `(images, rng) → images`, such as `random_rotation`; leave out what
            the robustness test will do.
        depth: $D$, the largest number of changes, 3 in the paper.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: no operation, an argument out of range.

    Example:
        >>> x = np.full((2, 1, 1, 1), 100, np.uint8)
        >>> darker = lambda images, rng: images // 2
        >>> random_chain(x, np.random.default_rng(0), [darker]).ravel().tolist()
        [12, 25]

    Source: Hendrycks et al., AugMix, 2020, algorithm 1.
    """
    require_generator(rng)
    n, depth = require_images(images)[0], whole("depth", depth, COUNT)
    if not operations:
        raise ValueError(
            "Argument `operations` must hold at least one. Received: none. "
            "Pass functions such as random_rotation."
        )
    depths = rng.integers(1, depth, n, endpoint=True)
    chain = images.copy()
    for step in range(depth):
        chosen = np.where(step < depths, rng.integers(0, len(operations), n), -1)
        for k, operation in enumerate(operations):
            if (chosen == k).any():
                chain[chosen == k] = operation(chain[chosen == k], rng)
    return chain


@checked(width=COUNT, depth=COUNT, alpha=positive)
def random_augmix(
    images: np.ndarray,
    rng: np.random.Generator,
    operations: Sequence[Callable],
    width: int = 3,
    depth: int = 3,
    alpha: float = 1.0,
) -> np.ndarray:
    r"""Draw chains and proportions for each image, and mix.

    $$\tilde x = m\,x + (1 - m) \sum_{k=1}^{K} w_k\,\mathrm{chain}_k(x)$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        operations: functions `(images, rng) → images`, as for `random_chain`.
        width: $K$, how many chains.
        depth: $D$, the largest number of changes in each.
        alpha: $\alpha > 0$ of Dirichlet and Beta.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> from deeptuning.augmentation import random_rotation, random_shift
        >>> x = np.full((1, 4, 4, 1), 200, np.uint8)
        >>> random_augmix(x, np.random.default_rng(0), [random_rotation, random_shift]).max()
        np.uint8(200)

    Source: Hendrycks et al., AugMix, 2020, algorithm 1.
    """
    weights, m = draw_augmix(require_images(images)[0], rng, width, alpha)
    chains = [random_chain(images, rng, operations, depth) for _ in range(weights.shape[1])]
    return augmix(images, chains, weights, m)
