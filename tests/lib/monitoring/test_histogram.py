import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.monitoring import Histogram, bucket_limits, histogram


@pytest.fixture(scope="module")
def torchs_limits(tmp_path_factory):
    """The bins of a `SummaryWriter`, whose import warns of what others deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        tensorboard = pytest.importorskip("torch.utils.tensorboard")
        with tensorboard.SummaryWriter(tmp_path_factory.mktemp("run")) as writer:
            return writer.default_bins


def test_the_limits_are_torchs_and_the_largest_float(torchs_limits, agrees):
    limits, largest = bucket_limits(), np.finfo(float).max
    agrees("bucket_limits", "torch", limits[1:-1], torchs_limits, within=0)
    agrees("bucket_limits", "by hand", limits[[0, -1]], [-largest, largest], within=0)
    with pytest.raises(ValueError, match="read-only"):
        limits[0] = 1.0


@pytest.mark.parametrize(
    "values",
    [
        [1.0],
        [0.0, 0.0],
        [-1e-12, 1e-12, 5e-13, -5e-13, 0.0],
        [1e-12 * 1.1, -1e-12 * 1.1, 1.0],
        np.random.default_rng(0).normal(size=(40, 50)),
        np.random.default_rng(1).normal(size=500)
        * 10.0 ** np.random.default_rng(2).integers(-15, 15, 500),
    ],
)
def test_counts_equal_torchs(values, torchs_limits, agrees):
    from torch.utils.tensorboard.summary import make_histogram

    proto = make_histogram(np.asarray(values), torchs_limits)
    theirs = np.array(proto.bucket)
    theirs = theirs[np.flatnonzero(theirs)[0] :]
    ours = histogram(values)
    agrees("histogram", "torch", ours.count, theirs, within=0)
    agrees("histogram", "torch", [ours.left[0], ours.right[-1]], [proto.min, proto.max], within=0)
    agrees("histogram", "torch", ours.right[:-1], proto.bucket_limit[-len(theirs) : -1], within=0)
    agrees("Histogram", "torch", ours.total, proto.num, within=0)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=50))
@settings(max_examples=100, deadline=None)
def test_every_value_is_in_its_bucket(values):
    found = histogram(values)
    assert found.total == len(values)
    assert (found.left[0], found.right[-1]) == (min(values), max(values))
    assert np.array_equal(found.left[1:], found.right[:-1])
    assert found.count[0] > 0
    assert found.count[-1] > 0
    for k in range(1, len(found.count) - 1):
        inside = sum(found.left[k] <= value < found.right[k] for value in values)
        assert found.count[k] == inside


def test_torch_loses_what_is_beyond_1e20_and_we_do_not(torchs_limits):
    from torch.utils.tensorboard.summary import make_histogram

    values = np.array([1.0, 1e30, -1e100])
    assert sum(make_histogram(values, torchs_limits).bucket) == 1
    assert histogram(values).total == 3


def test_zeros_are_told_from_small_values():
    assert histogram([0.0, 0.0, 2e-12, 1.0]).zeros == 0.5
    assert histogram([0.0]).zeros == 1.0
    assert histogram([1.0]).zeros == 0.0
    assert histogram([-1.0, 0.0, -2e-12, 1.0]).zeros == 0.25
    equal_width = Histogram(np.array([0.0, 0.5]), np.array([0.5, 1.0]), np.array([3.0, 1.0]))
    assert equal_width.zeros == 0.0
    assert Histogram(np.zeros(0), np.zeros(0), np.zeros(0)).zeros == 0.0


@pytest.mark.parametrize("values", [[], [np.nan], [1.0, np.inf], [[-np.inf]]])
def test_what_has_no_histogram_is_refused(values):
    with pytest.raises(ValueError, match=r"`values` must hold finite numbers.*as a scalar"):
        histogram(values)
