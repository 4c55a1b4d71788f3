"""Standardization: every feature with mean 0 and standard deviation 1, as seen in training."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, checked
from deeptuning.normalization._features import (
    constant_features,
    floats,
    require_features,
    training_data,
)
from deeptuning.normalization._moments import moments


@checked(constant=Choice("error", "zero"))
def fit(x: Any, *, constant: str = "error") -> dict[str, Any]:
    r"""Measure the mean and the standard deviation of every feature.

    $$\mu = \frac1N \sum_i x_i \qquad \sigma^2 = \frac1N \sum_i (x_i - \mu)^2$$

    The variance is the biased one, over $N$, as in scikit-learn and Keras. pandas and `torch.std`
    divide by $N - 1$.

    Args:
        x: training data only, shape (N, features…), finite.
        constant: what to do with a feature that never varies, which has no scale: `"error"`, or
            `"zero"`: set $\sigma = 1$, so that it becomes 0 (scikit-learn, without saying so).

    Returns:
        The parameters `mean` and `std`, each of shape (features…).

    Raises:
        ValueError: no data, data that are not finite, or a constant feature.

    Example:
        >>> parameters = fit([[20.0, 1000.0], [40.0, 5000.0]])
        >>> parameters["mean"], parameters["std"]
        (array([  30., 3000.]), array([  10., 2000.]))

    Source: LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998, section 4.3.
    """
    x = training_data(x)
    xp = array_namespace(x)
    same = constant_features(xp.min(x, axis=0), xp.max(x, axis=0), constant)
    mu, var = (xp.squeeze(v, axis=0) for v in moments(x, (0,)))
    sigma = xp.where(same, xp.ones_like(var), var**0.5)
    # The mean of equal numbers is that number; a rounded sum would leave a trace.
    mu = xp.where(same, x[0, ...], mu)
    return {"mean": mu, "std": sigma}


def transform(x: Any, parameters: dict[str, Any]) -> Any:
    r"""Express `x` in standard deviations from the mean of the training data.

    $$z = \frac{x - \mu}{\sigma}$$

    Args:
        x: training or new data, shape (N, features…).
        parameters: what `fit` returned for the training data.

    Returns:
        $z$, shape of `x`.

    Raises:
        ValueError: other features than those fitted.

    Example:
        >>> parameters = fit([[20.0], [40.0]])
        >>> transform([[30.0], [60.0]], parameters).tolist()
        [[0.0], [3.0]]
    """
    x, mu, sigma = floats(x), parameters["mean"], parameters["std"]
    require_features("x", x, mu)
    return (x - mu) / sigma


def inverse(z: Any, parameters: dict[str, Any]) -> Any:
    r"""Return to the original units.

    $$x = \mu + \sigma z$$

    Args:
        z: standardized data, shape (N, features…).
        parameters: what `fit` returned.

    Returns:
        $x$, shape of `z`.

    Raises:
        ValueError: other features than those fitted.

    Example:
        >>> inverse([[3.0]], fit([[20.0], [40.0]])).tolist()
        [[60.0]]
    """
    z, mu, sigma = floats(z), parameters["mean"], parameters["std"]
    require_features("z", z, mu)
    return mu + sigma * z
