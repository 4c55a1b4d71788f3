"""Is the learned rate the one of the formula, and is a rate that stays the plain rule?"""

import numpy as np

from deeptuning.data.digits import load_digits
from deeptuning.experiments.learned_rate import learn_rate
from deeptuning.training.many import initial, loss_and_gradient


def test_the_first_two_rates_are_those_of_the_formula():
    data, rng = load_digits(), np.random.default_rng([3, 1])
    theta, rate, last, rates = initial([3]), 0.1, None, []
    for _ in range(4):
        rows = rng.choice(1200, 64, replace=False)
        g = loss_and_gradient(theta, data.train_images[rows], data.train_labels[rows])[1]
        rate = rate if last is None else rate + 0.05 * float((g * last).sum())
        theta, last = theta - rate * g, g
        rates.append(rate)
    loss = loss_and_gradient(theta, data.train_images, data.train_labels)[0][0]
    found, path = learn_rate(0.1, 0.05, seed=3, steps=4)
    np.testing.assert_allclose(path, rates, rtol=1e-4)
    np.testing.assert_allclose(found, loss, rtol=1e-4)


def test_a_rate_too_high_is_a_number_too():
    assert len(learn_rate(1e6, 1.0, seed=0, steps=3)[1]) == 3
