"""Are the two warnings silent, and no other?"""

import warnings

import pytest

from deeptuning.experiments.quiet_tuner import quiet_tuner


def test_only_the_two_named_warnings_are_silenced():
    with quiet_tuner():
        warnings.warn("The optimal value found for dimension 0 of parameter", stacklevel=1)
        warnings.warn("Skipping variable loading for optimizer 'sgd'", stacklevel=1)
    with pytest.warns(UserWarning, match="anything else"), quiet_tuner():
        warnings.warn("anything else", stacklevel=1)
