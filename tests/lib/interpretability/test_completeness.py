import numpy as np
import pytest

from deeptuning.interpretability import completeness_gap, exact_shapley
from tests.lib.interpretability.models import data, net, predict_of


def test_by_hand(agrees):
    agrees(
        "completeness_gap",
        "by hand",
        completeness_gap([[1.0, 2.0], [3.0, 4.0]], 12.5, 3.0),
        0.5,
        within=0,
    )
    batch = completeness_gap([[1.0, 2.0], [3.0, 4.0]], [3.0, 9.0], [0.0, 1.0])
    agrees("completeness_gap", "by hand", batch, [0.0, -1.0], within=0)
    assert completeness_gap([[1.0], [2.0]], [3.0, 4.0], 1.0).tolist() == [-1.0, -1.0]
    assert isinstance(completeness_gap([1.0], 1.0, 0.0), float)


def test_shapley_values_have_none():
    x, background = data()[0], data()[1:9]
    predict = predict_of(net())
    phi = exact_shapley(predict, x, background)
    gap = completeness_gap(phi.T, predict(x[None])[0], predict(background).mean(axis=0))
    assert gap.shape == (3,)
    assert np.abs(gap).max() < 1e-14


def test_what_is_refused():
    with pytest.raises(
        ValueError, match=r"`attribution` must begin with .* \(3,\). .*\(2, 3\). Put"
    ):
        completeness_gap(np.ones((2, 3)), np.ones(3), 0.0)
    with pytest.raises(ValueError, match=r"`reference` must have shape \(3,\). Received: .*\(2,\)"):
        completeness_gap(np.ones((3, 2)), np.ones(3), np.ones(2))
    with pytest.raises(ValueError, match="`output` must be finite. Received: output with nan"):
        completeness_gap([1.0], np.nan, 0.0)
