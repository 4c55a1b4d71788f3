"""Remember one sign over a known number of steps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import require_count, require_generator


class LagMemory(NamedTuple):
    """Sequences `(n, length, 1)` of -1 and 1, labels `(n,)`, and the step that decides."""

    sequences: np.ndarray
    labels: np.ndarray
    position: int


def lag_memory(n: int, length: int, lag: int, rng: np.random.Generator) -> LagMemory:
    r"""Draw random signs; the label is the sign `lag` steps before the last one.

    $$x_t \sim U\{-1, 1\}, \qquad y = [x_{T - \text{lag}} > 0], \qquad t = 1, \dots, T$$

    All other steps are noise. A net that keeps the sign reaches 100 %, one that forgets stays at
    50 %; at lag 0 the last step is asked for. The lag is what the gradient has to survive.

    Args:
        n: number of sequences, 1 or more.
        length: steps T of each sequence, 1 or more.
        lag: how far back the deciding step lies, 0 to `length` - 1.
        rng: draws the signs.

    Returns:
        `LagMemory`; `position` counts from 0.

    Raises:
        ValueError: a lag that lies before the first step.

    Example:
        >>> task = lag_memory(4, length=10, lag=9, rng=np.random.default_rng(0))
        >>> task.position, bool((task.labels == (task.sequences[:, 0, 0] > 0)).all())
        (0, True)

    Source: in the spirit of Hochreiter & Schmidhuber, Long Short-Term Memory, 1997, section 5.
    """
    require_count("n", n, 1)
    require_count("length", length, 1)
    require_count("lag", lag, 0, length - 1)
    require_generator(rng)
    x = rng.choice([-1.0, 1.0], size=(n, length, 1))
    position = length - 1 - lag
    return LagMemory(x, (x[:, position, 0] > 0).astype(int), position)
