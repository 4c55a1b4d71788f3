import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.normalization import running_statistics


# From mean 0 and variance 1; batch of 4 with mean 8 and biased variance 3 (unbiased 4).
@pytest.mark.parametrize(
    ("convention", "momentum", "first", "second"),
    [
        ("torch", 0.25, (2.0, 1.75), (3.5, 2.3125)),  # ¾·0 + ¼·8, ¾·1 + ¼·4; then again
        ("keras", 0.25, (6.0, 2.5), (7.5, 2.875)),  # ¼·0 + ¾·8, ¼·1 + ¾·3; then again
        ("torch", 1.0, (8.0, 4.0), (8.0, 4.0)),
        ("keras", 0.0, (8.0, 3.0), (8.0, 3.0)),
        ("keras", 1.0, (0.0, 1.0), (0.0, 1.0)),
    ],
)
def test_by_hand(convention, momentum, first, second, agrees):
    state = {}
    for expected in (first, second):
        state = running_statistics(state, 8.0, 3.0, 4, momentum=momentum, convention=convention)
        agrees(
            "running_statistics", "by hand", (state["mean"], state["variance"]), expected, within=0
        )


@given(st.floats(0, 1), st.floats(-1e3, 1e3), st.floats(0, 1e3), st.integers(2, 100))
@settings(max_examples=50, deadline=None)
def test_the_conventions_convert(gamma, mu, var, m):
    """Keras's momentum is one minus torch's, and its variance (m−1)/m of torch's."""
    torch = running_statistics({}, mu, var * (m - 1) / m, m, momentum=gamma, convention="torch")
    keras = running_statistics({}, mu, var, m, momentum=1 - gamma, convention="keras")
    assert torch["mean"] == pytest.approx(keras["mean"], rel=1e-9, abs=1e-9)
    assert torch["variance"] == pytest.approx(keras["variance"], rel=1e-9, abs=1e-9)


def test_a_single_value_has_no_unbiased_variance():
    with pytest.raises(ValueError, match="2 or more values .* 0/0. Received: 1 per feature"):
        running_statistics({}, 1.0, 0.0, 1, momentum=0.1)
    state = running_statistics({}, 1.0, 0.0, 1, momentum=0.5, convention="keras")
    assert state == {"mean": 0.5, "variance": 0.5}


def test_what_is_refused():
    with pytest.raises(
        ValueError, match=r"`momentum` must be in \[0, 1\]. Received: momentum=-0.1"
    ):
        running_statistics({}, 1.0, 1.0, 4, momentum=-0.1)
    with pytest.raises(ValueError, match="'torch', 'keras'"):
        running_statistics({}, 1.0, 1.0, 4, momentum=0.1, convention="caffe")
    with pytest.raises(ValueError, match=r"state with \['variance'\]"):
        running_statistics({"variance": 1.0}, 1.0, 1.0, 4, momentum=0.1)
    with pytest.raises(ValueError, match=r"state\['mean'\]` must have shape \(\)"):
        running_statistics({"mean": np.ones(2), "variance": 1.0}, 1.0, 1.0, 4, momentum=0.1)
