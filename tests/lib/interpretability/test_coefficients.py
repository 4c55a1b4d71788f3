# ruff: noqa: N806  (X is the matrix of features)
import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler

from deeptuning.interpretability import standardized_coefficients
from tests.lib.interpretability.models import data, rng


@pytest.mark.parametrize("outputs", [(), (3,)])
def test_what_a_fit_to_standardised_features_finds(agrees, outputs):
    X, y = data(), rng().normal(size=(40, *outputs))
    raw, scaled = LinearRegression().fit(X, y), StandardScaler().fit_transform(X)
    theirs = LinearRegression().fit(scaled, y).coef_.T
    found = standardized_coefficients(raw.coef_.T, X)
    agrees("standardized_coefficients", "scikit-learn", found, theirs, within=1e-12)


def test_units_do_not_matter_and_a_constant_gets_zero(agrees):
    X, w = data(), np.array([1.0, -2.0, 0.5, 3.0, 1.0])
    units = np.array([1000.0, 1.0, 0.01, 1.0, 1.0])
    found = standardized_coefficients(w, X)
    agrees(
        "standardized_coefficients",
        "by hand",
        standardized_coefficients(w / units, X * units),
        found,
        within=1e-13,
    )
    X[:, 3] = 8.0
    assert standardized_coefficients(w, X)[3] == 0.0


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"`X` must have shape \(4, 3\). Received: X .*\(4, 2\)"):
        standardized_coefficients(np.ones(3), np.ones((4, 2)))
    with pytest.raises(ValueError, match="`weights` must be finite"):
        standardized_coefficients([np.inf], np.ones((4, 1)))
