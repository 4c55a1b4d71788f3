"""Is dropout judged by what it does, whatever the draw?"""

import numpy as np
import pytest
import torch

from deeptuning.checks.criteria import dropped_units

X = np.random.default_rng(0).uniform(1, 2, size=(80, 60))


def judge(returned, rate=0.2):
    answer = {"status": "returned", "returned": returned}
    return dropped_units({"x": X, "rate": rate}, {}, answer)


def mask(rate, seed=0, shape=X.shape, value=None):
    kept = np.random.default_rng(seed).random(shape) >= rate
    return np.broadcast_to(kept, X.shape) * (1 / (1 - rate) if value is None else value)


@pytest.mark.parametrize("rate", [0.0, 0.05, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("seed", range(10))
def test_does_right_dropout_pass(rate, seed):
    m = mask(rate, seed)
    assert judge([X * m, m], rate).passed
    torch.manual_seed(seed)
    m = torch.nn.functional.dropout(torch.ones(X.shape), rate).numpy()
    assert judge([X * m, m.tolist()], rate).passed


M = mask(0.2)


@pytest.mark.parametrize(
    ("returned", "symptom"),
    [
        ([X * (M > 0), M > 0], "not rescaled"),
        ([X * mask(0.2, value=0.8), mask(0.2, value=0.8)], "scaled down"),
        ([X * mask(0.2, value=1.2), mask(0.2, value=1.2)], "values"),
        ([X * mask(0.8), mask(0.8)], "exchanged"),
        ([X * mask(0.4), mask(0.4)], "share"),
        ([X * mask(0.2, shape=(1, 60)), mask(0.2, shape=(1, 60))], "same for all examples"),
        ([X * mask(0.2, shape=(80, 1)), mask(0.2, shape=(80, 1))], "whole examples"),
        ([X, np.ones(X.shape)], "same for all examples"),
        ([X * M, mask(0.2, seed=1)], "other mask"),
        ([X, M], "other mask"),
        ([X * np.nan, M * np.nan], "other mask"),
        ([X * M, M[:-1]], "not a pair"),
        ([X * M], "not a pair"),
        (X * M, "not a pair"),
        ({"y": X * M, "mask": M}, "not a pair"),
        (["a", "b"], "not a pair"),
        (None, "not a pair"),
        (1.0, "not a pair"),
        ([10**400, 10**400], "not a pair"),
    ],
)
def test_is_wrong_dropout_described(returned, symptom):
    finding = judge(returned)
    assert (finding.passed, finding.symptom) == (False, symptom)
