import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.optimizers import momentum, sgd

gradients = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=12)
coefficients = st.floats(0, 0.99)


def walk(gs, rates, **hyperparameters):
    theta, state, path = 0.0, {}, []
    for g, eta in zip(gs, rates, strict=True):
        theta, state = momentum(theta, g, state, learning_rate=eta, **hyperparameters)
        path.append(theta)
    return np.array(path)


# θ = 10, g = 4 then 2, η = 0.5 then 0.25, γ = 0.5.
@pytest.mark.parametrize(
    ("form", "first", "second"),
    [
        ("heavy_ball", (8.0, 4.0), (7.0, 4.0)),  # v = 4, then 0.5·4 + 2 = 4
        ("velocity", (8.0, 2.0), (6.5, 1.5)),  # v = 0.5·4 = 2, then 0.5·2 + 0.25·2 = 1.5
        ("average", (9.0, 2.0), (8.5, 2.0)),  # v = 0.5·4 = 2, then 0.5·2 + 0.5·2 = 2
    ],
)
def test_by_hand(form, first, second):
    theta, state = momentum(10.0, 4.0, {}, learning_rate=0.5, momentum=0.5, form=form)
    assert (theta, state["v"]) == first
    theta, state = momentum(theta, 2.0, state, learning_rate=0.25, momentum=0.5, form=form)
    assert (theta, state["v"]) == second


@given(gradients, coefficients, st.floats(1e-4, 10))
@settings(max_examples=60, deadline=None)
def test_forms_convert_at_a_constant_rate(gs, gamma, eta):
    same = [eta] * len(gs)
    larger = [eta / (1 - gamma)] * len(gs)
    heavy_ball = walk(gs, same, momentum=gamma)
    close = {"rtol": 1e-9, "atol": 1e-9 * eta * max(map(abs, gs)) / (1 - gamma)}
    np.testing.assert_allclose(walk(gs, same, momentum=gamma, form="velocity"), heavy_ball, **close)
    np.testing.assert_allclose(
        walk(gs, larger, momentum=gamma, form="average"), heavy_ball, **close
    )


def test_forms_part_when_the_rate_changes():
    gs, rates = [1.0, 0.0], [1.0, 0.5]
    assert walk(gs, rates, momentum=0.5).tolist() == [-1.0, -1.25]
    assert walk(gs, rates, momentum=0.5, form="velocity").tolist() == [-1.0, -1.5]


@given(gradients)
@settings(max_examples=30, deadline=None)
def test_without_memory_it_is_sgd(gs):
    for form in ("heavy_ball", "velocity", "average"):
        theta = 0.0
        for g, moved in zip(gs, walk(gs, [0.5] * len(gs), momentum=0.0, form=form), strict=True):
            theta, _ = sgd(theta, g, {}, learning_rate=0.5)
            assert moved == theta


def test_the_docstring_promises_which_forms_there_are():
    with pytest.raises(ValueError, match="'heavy_ball', 'velocity', 'average'"):
        momentum(1.0, 1.0, {}, form="polyak")
