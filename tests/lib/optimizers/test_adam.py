import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.optimizers import adam

sizes = st.floats(1e-3, 1e3)
gradients = st.lists(
    st.builds(lambda s, sign: s * sign, sizes, st.sampled_from([-1, 1])), min_size=1
)


def walk(gs, **hyperparameters):
    theta, state = 1.0, {}
    for g in gs:
        theta, state = adam(theta, g, state, **hyperparameters)
    return theta


# β₁ = 0.5, β₂ = 0.75, g = 4: m = 2, v = 4, so m̂ = 4, v̂ = 16, √v̂ = 4 and 1 − β₂ = 1/4.
@pytest.mark.parametrize(
    ("place", "eps", "root"),
    [("outside", 4.0, 8.0), ("hat", 4.0, 4 + 4 / 0.5), ("inside", 9.0, 5.0), ("outside", 0.0, 4.0)],
)
def test_first_step_by_hand(place, eps, root):
    theta, state = adam(
        10.0, 4.0, {}, learning_rate=0.5, beta1=0.5, beta2=0.75, eps=eps, eps_place=place
    )
    assert theta == pytest.approx(10 - 0.5 * 4 / root, rel=1e-15)
    assert state == {"t": 1, "m": 2.0, "v": 4.0}


def test_second_step_by_hand():
    # m = 0.5·2 + 0.5·(−2) = 0; v = 0.75·4 + 0.25·4 = 4: it stands still, for one step
    state = {"t": 1, "m": 2.0, "v": 4.0}
    theta, state = adam(10.0, -2.0, state, learning_rate=0.5, beta1=0.5, beta2=0.75)
    assert (theta, state) == (10.0, {"t": 2, "m": 0.0, "v": 4.0})
    # m = 1, v = 0.75·4 + 0.25·4 = 4; m̂ = 1/(1 − 1/8), v̂ = 4/(1 − 27/64)
    theta, state = adam(10.0, 2.0, state, learning_rate=0.5, beta1=0.5, beta2=0.75, eps=0.0)
    assert state == {"t": 3, "m": 1.0, "v": 4.0}
    assert theta == pytest.approx(10 - 0.5 * (8 / 7) / (4 * 64 / 37) ** 0.5, rel=1e-15)


@given(gradients, st.floats(1e-3, 1e3), st.sampled_from(["outside", "hat", "inside"]))
@settings(max_examples=60, deadline=None)
def test_the_scale_of_the_gradient_does_not_matter_without_eps(gs, scale, place):
    settings_ = {"learning_rate": 0.1, "eps": 0.0, "eps_place": place}
    plain, scaled = walk(gs, **settings_), walk([scale * g for g in gs], **settings_)
    assert scaled == pytest.approx(plain, rel=1e-9, abs=1e-9)


@given(gradients)
@settings(max_examples=30, deadline=None)
def test_with_eps_it_does(gs):
    """A small gradient is then damped: the first step is shorter than η."""
    short, full = walk(gs[:1], eps=1.0), walk(gs[:1], eps=0.0)
    assert abs(short - 1) < abs(full - 1)


@pytest.mark.parametrize("g", [1e-6, 1.0, -1e6])
def test_first_step_is_the_rate(g):
    theta, _ = adam(np.zeros(1), np.array([g]), {}, learning_rate=0.1, eps=0.0)
    assert theta[0] == pytest.approx(-0.1 * np.sign(g), rel=1e-12)


def test_eps_in_the_paper_s_faster_form_weighs_more_early_and_the_same_late():
    g, eps = 1e-3, 1e-3
    early = [adam(0.0, g, {}, eps=eps, eps_place=place)[0] for place in ("outside", "hat")]
    assert early[0] / early[1] > 10
    state = {"t": 10**5, "m": g, "v": g**2}
    late = [adam(0.0, g, dict(state), eps=eps, eps_place=p)[0] for p in ("outside", "hat")]
    assert late[0] == pytest.approx(late[1], rel=1e-12)
