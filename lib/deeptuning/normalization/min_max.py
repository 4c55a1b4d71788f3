"""Min-max normalization: every feature between two bounds, as seen in training."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, Range, checked
from deeptuning.normalization._features import (
    constant_features,
    floats,
    require_features,
    training_data,
)

finite = Range(float("-inf"), float("inf"), closed="neither")


@checked(low=finite, high=finite, constant=Choice("error", "zero"))
def fit(x: Any, *, low: float = 0.0, high: float = 1.0, constant: str = "error") -> dict[str, Any]:
    r"""Find the smallest and the largest value of every feature.

    Args:
        x: training data only, shape (N, features…), finite.
        low: where the smallest value goes.
        high: where the largest value goes, above `low`.
        constant: what to do with a feature that never varies, which has no range: `"error"`, or
            `"zero"`: count it as 0 above the minimum, so that it becomes `low` (scikit-learn,
            without saying so).

    Returns:
        The parameters `min` and `range`, each of shape (features…), and `low` and `high`.

    Raises:
        ValueError: no data, data that are not finite, a constant feature, or bounds out
            of order.

    Example:
        >>> parameters = fit([[20.0, 1000.0], [40.0, 5000.0]])
        >>> parameters["min"], parameters["range"]
        (array([  20., 1000.]), array([  20., 4000.]))

    Source: Han, Kamber & Pei, Data Mining: Concepts and Techniques, 2011, section 3.5.2.
    """
    if not low < high:
        raise ValueError(
            f"Argument `high` must be above `low`. Received: low={low!r}, high={high!r}. "
            "Swap them or widen the interval."
        )
    x = training_data(x)
    xp = array_namespace(x)
    smallest, largest = xp.min(x, axis=0), xp.max(x, axis=0)
    same = constant_features(smallest, largest, constant)
    width = xp.where(same, xp.ones_like(largest), largest - smallest)
    return {"min": smallest, "range": width, "low": low, "high": high}


def transform(x: Any, parameters: dict[str, Any]) -> Any:
    r"""Map the range of the training data onto the interval from `low` to `high`.

    $$z = \text{low} + (\text{high} - \text{low})\,
      \frac{x - \min}{\max - \min}$$

    New data may fall outside the interval, which is the honest answer: nothing is clipped.

    Args:
        x: training or new data, shape (N, features…).
        parameters: what `fit` returned for the training data.

    Returns:
        $z$, shape of `x`.

    Raises:
        ValueError: other features than those fitted.

    Example:
        >>> transform([[30.0], [60.0]], fit([[20.0], [40.0]])).tolist()
        [[0.5], [2.0]]
    """
    x, low, high = floats(x), parameters["low"], parameters["high"]
    require_features("x", x, parameters["min"])
    return low + (high - low) * (x - parameters["min"]) / parameters["range"]


def inverse(z: Any, parameters: dict[str, Any]) -> Any:
    r"""Return to the original units.

    $$x = \min + (\max - \min)\,\frac{z - \text{low}}{\text{high} - \text{low}}$$

    Args:
        z: normalized data, shape (N, features…).
        parameters: what `fit` returned.

    Returns:
        $x$, shape of `z`.

    Raises:
        ValueError: other features than those fitted.

    Example:
        >>> inverse([[2.0]], fit([[20.0], [40.0]])).tolist()
        [[60.0]]
    """
    z, low, high = floats(z), parameters["low"], parameters["high"]
    require_features("z", z, parameters["min"])
    return parameters["min"] + parameters["range"] * (z - low) / (high - low)
