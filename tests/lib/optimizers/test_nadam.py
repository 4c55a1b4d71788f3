import pytest

from deeptuning.optimizers import nadam


def test_first_step_by_hand():
    """ψ = 0: μ = β₁/2 throughout, so every number can be worked out on paper."""
    # β₁ = 0.5 → μ = 0.25, Πμ = 0.25, Πμ·μ₂ = 0.0625; g = 4: m = 2, v = 4, v̂ = 16
    # m̂ = 0.25·2/(1 − 0.0625) + 0.75·4/(1 − 0.25) = 0.5/0.9375 + 4
    theta, state = nadam(
        10.0, 4.0, {}, learning_rate=0.5, beta1=0.5, beta2=0.75, eps=1.0, momentum_decay=0.0
    )
    assert theta == pytest.approx(10 - 0.5 * (0.5 / 0.9375 + 4) / (4 + 1), rel=1e-15)
    assert state == {"t": 1, "product": 0.25, "m": 2.0, "v": 4.0}


def test_second_step_by_hand():
    # m = 0.5·2 + 0.5·2 = 2, v = 0.75·4 + 0.25·4 = 4, Πμ = 0.0625, Πμ·μ₃ = 0.015625
    state = {"t": 1, "product": 0.25, "m": 2.0, "v": 4.0}
    theta, state = nadam(
        10.0, 2.0, state, learning_rate=0.5, beta1=0.5, beta2=0.75, eps=0.0, momentum_decay=0.0
    )
    m_hat = 0.25 * 2 / (1 - 0.015625) + 0.75 * 2 / (1 - 0.0625)
    assert theta == pytest.approx(10 - 0.5 * m_hat / (4 / (1 - 0.5625)) ** 0.5, rel=1e-15)
    assert state == {"t": 2, "product": 0.0625, "m": 2.0, "v": 4.0}


@pytest.mark.parametrize(("psi", "half_way"), [(0.004, 4245), (1.0, 17)])
def test_the_momentum_warms_up_as_fast_as_the_docstring_says(psi, half_way):
    """Half way from β₁/2 to β₁ is ¾β₁; the product of the μ tells each of them."""

    def momentum_at(step):
        _, state = nadam(0.0, 1.0, {"t": step - 1, "product": 1.0}, momentum_decay=psi)
        return state["product"]

    assert momentum_at(half_way - 1) < 0.75 * 0.9 <= momentum_at(half_way + 1)
    assert momentum_at(10**6) == pytest.approx(0.9)


def test_decay_of_the_momentum_must_not_be_negative():
    with pytest.raises(ValueError, match=r"`momentum_decay` must be in \[0, inf\)"):
        nadam(1.0, 1.0, {}, momentum_decay=-0.1)
