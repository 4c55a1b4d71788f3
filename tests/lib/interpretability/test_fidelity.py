import numpy as np
import pytest
from sklearn.metrics import r2_score

from deeptuning.interpretability import fidelity
from tests.lib.interpretability.models import rng


def test_scikit_learn(agrees):
    f = 5 + rng().normal(size=(30, 3))
    g = f + 0.3 * rng(1).normal(size=(30, 3))
    weights = rng(2).uniform(0, 2, size=30)
    for w in (None, weights):
        theirs = r2_score(f, g, sample_weight=w, multioutput="raw_values")
        agrees("fidelity", "scikit-learn", fidelity(f, g, w), theirs, within=1e-13)
        one = r2_score(f[:, 0], g[:, 0], sample_weight=w)
        agrees("fidelity", "scikit-learn", fidelity(f[:, 0], g[:, 0], w), one, within=1e-13)
    assert isinstance(fidelity(f[:, 0], g[:, 0]), float)


def test_the_limits():
    f = np.array([1.0, 2.0, 4.0])
    assert fidelity(f, f) == 1.0
    assert fidelity(f, np.full(3, f.mean())) == pytest.approx(0, abs=1e-15)
    assert fidelity(f, -f) < 0
    assert fidelity([3.0, 3.0], [3.0, 3.0]) == 1.0  # a constant model, matched
    assert fidelity([3.0, 3.0], [3.0, 4.0]) == 0.0  # and missed
    assert fidelity([3.0, 9.0], [3.0, 0.0], [1.0, 0.0]) == 1.0  # what weighs nothing counts nothing


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"`surrogate` must have shape \(3,\). Rec.*\(2,\). Pred"):
        fidelity(np.ones(3), np.ones(2))
    with pytest.raises(ValueError, match=r"`weights` must have shape \(3,\). Received: .*\(2,\)"):
        fidelity(np.ones(3), np.ones(3), np.ones(2))
    with pytest.raises(
        ValueError, match="`weights` must be 0 or more.*weight of -1 and a sum of 1"
    ):
        fidelity(np.ones(3), np.ones(3), [1, 1, -1])
    with pytest.raises(ValueError, match="`weights` must be 0 or more.*sum of 0. Widen the kernel"):
        fidelity(np.ones(3), np.ones(3), np.zeros(3))
    with pytest.raises(ValueError, match="`model` must be finite. Received: model with nan"):
        fidelity([np.nan], [1.0])
