"""Successive halving: give all a little, keep the best share, give those more."""

from __future__ import annotations

from deeptuning._validation import Choice, checked
from deeptuning.tuning._checks import Whole


@checked(trials=Whole(1), min_epochs=Whole(1), eta=Whole(2), keep=Choice("floor", "ceil"))
def halving_schedule(
    trials: int, min_epochs: int = 1, eta: int = 3, *, keep: str = "floor"
) -> list[tuple[int, int]]:
    r"""Return how many trials are trained for how long, rung by rung.

    $$n_{i+1} = \lfloor n_i / \eta \rfloor, \qquad r_i = r_0\,\eta^i, \qquad
      i = 0, \dots, \lfloor \log_\eta n_0 \rfloor$$

    A share of $1/\eta$ survives each rung: with $\eta = 3$ a third, not two thirds, and not half.
    `"floor"` is the papers' and Optuna's; scikit-learn rounds up, `"ceil"`, as does KerasTuner.

    Args:
        trials: $n_0$, trials at the start, 1 or more.
        min_epochs: $r_0$, epochs of the first rung, 1 or more.
        eta: $\eta$, whole, 2 or more.
        keep: how $n_i/\eta$ is rounded.

    Returns:
        Rungs (trials, epochs); the epochs count from the start of training.

    Raises:
        TypeError: an argument is no whole number.
        ValueError: an argument out of range.

    Example:
        >>> halving_schedule(27, min_epochs=1, eta=3)
        [(27, 1), (9, 3), (3, 9), (1, 27)]

    Source: Jamieson & Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
    Optimization, 2016.
    """
    rungs, n, epochs = [], trials, min_epochs
    for _ in range(whole_log(trials, eta) + 1):
        rungs.append((n, epochs))
        n = n // eta if keep == "floor" else -(-n // eta)
        epochs *= eta
    return rungs


def whole_log(n: int, eta: int) -> int:
    r"""Return $\lfloor \log_\eta n \rfloor$; by counting, since log(243)/log(3) is 4.9999…"""
    exponent = 0
    while eta ** (exponent + 1) <= n:
        exponent += 1
    return exponent
