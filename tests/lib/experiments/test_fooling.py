"""Do the functions fool as they say, with the gradients of what they compute?"""

import numpy as np

from deeptuning.experiments import fooling

PLAIN = fooling.Explained(lambda x: x**2 @ np.array([1.0, 2.0, 0.0]), lambda x: x * [2.0, 4.0, 0.0])


def numeric(function, x):
    step = 1e-7 * np.eye(x.shape[1])
    return np.stack([(function(x + e) - function(x - e)) / 2e-7 for e in step], axis=-1)


def test_a_ripple_moves_the_output_by_its_size_and_the_slope_by_far_more():
    x = np.random.default_rng(0).random((400, 3))
    fooled = fooling.rippled(PLAIN, 2, size=0.01, frequency=500.0)
    moved = np.abs(fooled.predict(x) - PLAIN.predict(x))
    assert 0.0099 < moved.max() <= 0.01
    np.testing.assert_allclose(fooled.gradient(x), numeric(fooled.predict, x), atol=1e-4)
    np.testing.assert_array_equal(fooled.gradient(x)[:, :2], PLAIN.gradient(x)[:, :2])
    assert np.abs(fooled.gradient(x)[:, 2]).max() > 4.9


def test_the_two_faced_function_tells_real_rows_from_others():
    model = fooling.two_faced(used=0, shown=1, pair=(2, 3), tolerance=0.2)
    x = np.array([[0.3, 0.9, 0.5, 0.6], [0.3, 0.9, 0.5, 0.8]])
    np.testing.assert_allclose(model.predict(x), [3.0, 9.0])
    np.testing.assert_allclose(model.gradient(x), [[10, 0, 0, 0], [0, 10, 0, 0]])
    np.testing.assert_allclose(model.gradient(x), numeric(model.predict, x), atol=1e-6)


def test_counted_counts_rows_of_outputs_and_gradients():
    model, rows = fooling.counted(PLAIN)
    x = np.ones((5, 3))
    np.testing.assert_array_equal(model.predict(x), PLAIN.predict(x))
    np.testing.assert_array_equal(model.gradient(x[:2]), PLAIN.gradient(x[:2]))
    assert rows == [5, 2]
