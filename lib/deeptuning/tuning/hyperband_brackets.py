"""Hyperband: successive halving at several degrees of haste, since nobody knows the right one."""

from __future__ import annotations

from deeptuning._validation import Choice, checked
from deeptuning.tuning._checks import Whole
from deeptuning.tuning.halving_schedule import whole_log


@checked(max_epochs=Whole(1), eta=Whole(2), size=Choice("algorithm", "table"))
def hyperband_brackets(
    max_epochs: int, eta: int = 3, *, size: str = "algorithm"
) -> list[list[tuple[int, int]]]:
    r"""Return the brackets, each a list of rungs (trials, epochs), the hastiest first.

    $$s = s_\max, \dots, 0, \qquad s_\max = \lfloor \log_\eta R \rfloor$$
    $$n = \left\lceil \frac{s_\max + 1}{s + 1}\,\eta^s \right\rceil, \qquad
      n_i = \lfloor n\,\eta^{-i} \rfloor, \qquad r_i = R\,\eta^{i - s}, \qquad i = 0, \dots, s$$

    Bracket $s = 0$ is plain random search at full length. The paper's own table (R = 81) does not
    follow its algorithm 1, but $n = \lfloor (s_\max + 1)/(s + 1) \rfloor\,\eta^s$, which spends
    less in the middle brackets: `size="table"`. Optuna starts as many trials as `"algorithm"`;
    KerasTuner as well, but rounds $n_i$ and $r_i$ up.

    Args:
        max_epochs: $R$, epochs of a full training, 1 or more. Where it is no power of $\eta$,
            $r_i$ is rounded down; the last rung always gets R.
        eta: $\eta$, whole, 2 or more: a share of $1/\eta$ survives each rung.
        size: `"algorithm"` or `"table"`.

    Returns:
        $s_\max + 1$ brackets.

    Raises:
        TypeError: an argument is no whole number.
        ValueError: an argument out of range.

    Example:
        >>> for bracket in hyperband_brackets(9, eta=3):
        ...     print(bracket)
        [(9, 1), (3, 3), (1, 9)]
        [(5, 3), (1, 9)]
        [(3, 9)]

    Source: Li, Jamieson, DeSalvo, Rostamizadeh & Talwalkar, Hyperband: A Novel Bandit-Based
    Approach to Hyperparameter Optimization, 2018, algorithm 1 and table 1.
    """
    s_max = whole_log(max_epochs, eta)
    brackets = []
    for s in range(s_max, -1, -1):
        n = -(-(s_max + 1) * eta**s // (s + 1))
        if size == "table":
            n = (s_max + 1) // (s + 1) * eta**s
        brackets.append([(n // eta**i, max_epochs // eta ** (s - i)) for i in range(s + 1)])
    return brackets
