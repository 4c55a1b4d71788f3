"""Where a reference infers what the cases were made from: does it find just that?"""

import numpy as np
import pytest

from autograder.checks.optimizers import read_trajectories
from autograder.checks.schedules import read_curves


class Spy:
    """A generator that remembers the order in which it put things."""

    def __init__(self, seed):
        self.rng, self.orders = np.random.default_rng(seed), []

    def __getattr__(self, name):
        return getattr(self.rng, name)

    def permutation(self, n):
        self.orders.append(self.rng.permutation(n))
        return self.orders[-1]


@pytest.mark.parametrize("seed", range(200))
@pytest.mark.parametrize(
    ("module", "function", "words"),
    [
        (read_trajectories, "read_trajectories", read_trajectories.NAMES),
        (read_curves, "read_curves", read_curves.KINDS),
    ],
    ids=["trajectories", "curves"],
)
def test_does_the_reference_find_what_was_drawn(module, function, words, seed):
    spy = Spy(seed)
    cases = list(module.cases(spy))
    found = [getattr(module, function)(**case.inputs) for case in cases]
    assert found == [[words[i] for i in order] for order in spy.orders]
