"""Against scikit-learn's own scalers."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from deeptuning.data import load_breast_cancer
from deeptuning.experiments.scaling_leak import scaling_protocols
from deeptuning.normalization import min_max, standardizer

TABLE = load_breast_cancer()


@pytest.mark.parametrize(
    ("scaler", "oracle"), [(standardizer, StandardScaler), (min_max, MinMaxScaler)]
)
def test_protocols_against_scikit_learn(scaler, oracle):
    order = np.random.default_rng(3).permutation(len(TABLE.labels))
    (x, y), rows, new = (TABLE.features[order], TABLE.labels[order]), slice(60), slice(60, None)
    found = scaling_protocols(TABLE, 3, train=60, groups=(7,), scaler=scaler)

    def score(fitted_on, test_fitted_on):
        scale, other = oracle().fit(fitted_on), oracle().fit(test_fitted_on)
        model = LogisticRegression(max_iter=500).fit(scale.transform(x[rows]), y[rows])
        return lambda x, y: model.score(other.transform(x), y)

    assert found["training rows"] == score(x[rows], x[rows])(x[new], y[new])
    assert found["all rows"] == score(x, x)(x[new], y[new])
    assert found["test rows"] == score(x[rows], x[new])(x[new], y[new])
    zero = x[new][y[new] == 0]
    assert found["only class 0, by itself"] == score(x[rows], zero)(zero, np.zeros(len(zero)))
    assert found["only class 0"] == score(x[rows], x[rows])(zero, np.zeros(len(zero)))
    parts = [slice(60 + 7 * i, 67 + 7 * i) for i in range(50)]
    sevens = [score(x[rows], x[part])(x[part], y[part]) for part in parts]
    assert found["7"] == pytest.approx(np.mean(sevens))
