import numpy as np
import pytest

from deeptuning.optimizers import rmsprop


# γ = 0.75, g = 4: s = 0.25·16 = 4.
@pytest.mark.parametrize(
    ("place", "eps", "moved"),
    [
        ("outside", 2.0, 0.5 * 4 / (2 + 2)),
        ("inside", 12.0, 0.5 * 4 / 4),
        ("outside", 0.0, 0.5 * 4 / 2),
        ("inside", 0.0, 0.5 * 4 / 2),
    ],
)
def test_by_hand(place, eps, moved):
    theta, state = rmsprop(10.0, 4.0, {}, learning_rate=0.5, rho=0.75, eps=eps, eps_place=place)
    assert (theta, state) == (10 - moved, {"s": 4.0})


def test_second_step_by_hand():
    # s = 0.75·4 + 0.25·36 = 12, θ = 10 + 0.5·6/√12
    theta, state = rmsprop(10.0, -6.0, {"s": 4.0}, learning_rate=0.5, rho=0.75, eps=0.0)
    assert state == {"s": 12.0}
    assert theta == pytest.approx(10 + 3 / 12**0.5, rel=1e-15)


def test_eps_inside_acts_like_its_root_outside():
    """Where the gradient is far below both, 1e-8 inside steps as 1e-4 outside."""
    tiny = 1e-9
    inside, _ = rmsprop(0.0, tiny, {}, learning_rate=1.0, eps=1e-8, eps_place="inside")
    outside, _ = rmsprop(0.0, tiny, {}, learning_rate=1.0, eps=1e-4)
    assert inside == pytest.approx(outside, rel=1e-4)
    assert inside == pytest.approx(-tiny / 1e-4, rel=1e-4)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e5])
def test_first_step_is_the_same_for_every_gradient(size):
    theta, _ = rmsprop(0.0, size, {}, learning_rate=0.1, rho=0.9, eps=0.0)
    assert theta == pytest.approx(-0.1 / 0.1**0.5, rel=1e-12)


def test_without_eps_a_gradient_that_was_always_zero_gives_nan():
    with np.errstate(invalid="ignore"):
        theta, _ = rmsprop(np.ones(1), np.zeros(1), {}, eps=0.0)
    assert np.isnan(theta).all()
