"""Initializers against torch's and Keras's: fans exactly, distributions by their statistics."""

import keras
import numpy as np
import pytest
import torch
from scipy import stats

from deeptuning.gradients import (
    constant,
    fans,
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    lecun_normal,
    lecun_uniform,
    normal,
    orthogonal,
    truncated_normal,
)

SHAPES = [(300, 200), (3, 5, 40, 60), (4, 60, 90)]
VARIANCES = {
    "glorot": lambda n_in, n_out: 2 / (n_in + n_out),
    "he": lambda n_in, n_out: 2 / n_in,
    "lecun": lambda n_in, n_out: 1 / n_in,
}
NORMAL = {"glorot": glorot_normal, "he": he_normal, "lecun": lecun_normal}
UNIFORM = {"glorot": glorot_uniform, "he": he_uniform, "lecun": lecun_uniform}
ALL = [*NORMAL.values(), *UNIFORM.values()]


def rng(seed=0):
    return np.random.default_rng(seed)


def to_torch(shape):
    """(*kernel, in, out) → (out, in, *kernel)."""
    return (shape[-1], shape[-2], *shape[:-2])


@pytest.mark.parametrize("shape", [*SHAPES, (1, 7), (3, 3, 1, 1), (2, 3, 4, 5, 6)])
def test_fans_equal_both_frameworks(shape, agrees):
    twin = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(to_torch(shape)))
    agrees("fans", "torch", fans(to_torch(shape), layout="torch"), tuple(twin), within=0)
    from keras.src.initializers.random_initializers import compute_fans

    agrees("fans", "Keras", fans(shape), compute_fans(shape), within=0)


def test_keras_gives_a_vector_fans_and_torch_and_this_library_do_not():
    from keras.src.initializers.random_initializers import compute_fans

    assert compute_fans((7,)) == (7, 7)
    with pytest.raises(ValueError, match="fewer than 2 dimensions"):
        torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(7))
    with pytest.raises(ValueError, match=r"`shape` must have two axes or more.*shape=\(7,\)"):
        fans((7,))


@pytest.mark.parametrize("shape", [(0, 3), (2, -1), (2.5, 2), (2, "3")])
@pytest.mark.parametrize("initializer", [*ALL, normal, truncated_normal, orthogonal, constant])
def test_an_illegal_size_is_named(initializer, shape):
    with pytest.raises(ValueError, match="`shape` must hold whole numbers of at least 1") as caught:
        initializer(shape, rng())
    assert f"shape={shape}" in str(caught.value)


@pytest.mark.parametrize("initializer", [*ALL, orthogonal])
def test_an_unknown_layout_is_named(initializer):
    with pytest.raises(ValueError, match="`layout` must be one of 'keras', 'torch'.*'jax'"):
        initializer((2, 3), rng(), layout="jax")


@pytest.mark.parametrize("layout", ["keras", "torch"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", VARIANCES)
def test_the_distribution_is_the_one_of_the_paper(name, shape, layout):
    given = shape if layout == "keras" else to_torch(shape)
    variance = VARIANCES[name](*fans(shape))
    std, bound = variance**0.5, (3 * variance) ** 0.5
    w = NORMAL[name](given, rng(), layout=layout)
    assert w.shape == given
    assert stats.kstest(w.ravel(), stats.norm(0, std).cdf).pvalue > 1e-3
    assert w.std() == pytest.approx(std, rel=0.02)
    assert abs(w).max() > 3 * std
    w = UNIFORM[name](given, rng(), layout=layout)
    assert w.shape == given
    assert stats.kstest(w.ravel(), stats.uniform(-bound, 2 * bound).cdf).pvalue > 1e-3
    assert w.std() == pytest.approx(std, rel=0.02)
    assert 0.999 * bound < abs(w).max() <= bound


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", VARIANCES)
def test_weights_by_hand_from_the_same_standard_numbers(name, shape, agrees):
    std = VARIANCES[name](*fans(shape)) ** 0.5
    by_hand = std * rng().standard_normal(shape)
    agrees(f"{name}_normal", "by hand", NORMAL[name](shape, rng()), by_hand, within=1e-15)
    by_hand = 3**0.5 * std * (2 * rng().random(shape) - 1)
    agrees(f"{name}_uniform", "by hand", UNIFORM[name](shape, rng()), by_hand, within=1e-15)


def test_normal_and_truncated_normal_by_hand_from_the_same_standard_numbers(agrees):
    by_hand = 0.5 * rng().standard_normal((6, 7))
    agrees("normal", "by hand", normal((6, 7), rng(), std=0.5), by_hand, within=0)
    source = rng()
    drawn = source.standard_normal(42)
    while any(abs(drawn) > 2):  # those outside are drawn again, in order
        drawn[abs(drawn) > 2] = source.standard_normal(sum(abs(drawn) > 2))
    w = truncated_normal((6, 7), rng(), std=0.5)
    agrees("truncated_normal", "by hand", w, 0.5 * drawn.reshape(6, 7), within=0)


@pytest.mark.parametrize("name", VARIANCES)
def test_keras_draws_the_same_distributions_cut_at_two_deviations(name):
    shape = (3, 5, 40, 60)
    ours = NORMAL[name](shape, rng(), truncated=True)
    theirs = np.asarray(getattr(keras.initializers, f"{name.title()}Normal")(seed=1)(shape))
    assert stats.ks_2samp(ours.ravel(), theirs.ravel()).pvalue > 1e-3
    std = VARIANCES[name](*fans(shape)) ** 0.5
    assert ours.std() == pytest.approx(std, rel=0.02)
    cut = 2 * std / 0.87962566103423978
    assert 0.999 * cut < abs(ours).max() <= cut
    assert 0.999 * cut < abs(theirs).max() <= cut * (1 + 1e-6)
    uncut = NORMAL[name](shape, rng())
    assert stats.ks_2samp(uncut.ravel(), theirs.ravel()).pvalue < 1e-3
    ours = UNIFORM[name](shape, rng())
    theirs = np.asarray(getattr(keras.initializers, f"{name.title()}Uniform")(seed=1)(shape))
    assert stats.ks_2samp(ours.ravel(), theirs.ravel()).pvalue > 1e-3


@pytest.mark.parametrize(
    ("ours", "twin"),
    [
        (glorot_normal, torch.nn.init.xavier_normal_),
        (glorot_uniform, torch.nn.init.xavier_uniform_),
        (he_normal, torch.nn.init.kaiming_normal_),
        (he_uniform, torch.nn.init.kaiming_uniform_),
        (lecun_normal, lambda w, **k: torch.nn.init.kaiming_normal_(w, nonlinearity="linear", **k)),
    ],
)
def test_torch_draws_the_same_distributions(ours, twin):
    shape = (60, 40, 3, 5)
    theirs = twin(torch.empty(shape), generator=torch.Generator().manual_seed(1)).numpy()
    assert stats.ks_2samp(ours(shape, rng(), layout="torch").ravel(), theirs.ravel()).pvalue > 1e-3


def test_he_s_slope_is_torch_s():
    """torch's linear layers start from it with a = √5."""
    shape = (200, 300)
    for initializer, twin in (
        (he_normal, torch.nn.init.kaiming_normal_),
        (he_uniform, torch.nn.init.kaiming_uniform_),
    ):
        ours = initializer(shape, rng(), layout="torch", negative_slope=5**0.5)
        theirs = twin(torch.empty(shape), a=5**0.5, generator=torch.Generator().manual_seed(1))
        assert ours.std() == pytest.approx((1 / (3 * 300)) ** 0.5, rel=0.02)
        assert stats.ks_2samp(ours.ravel(), theirs.numpy().ravel()).pvalue > 1e-3
        with pytest.raises(ValueError, match="`negative_slope` must be in"):
            initializer(shape, rng(), negative_slope=-1.0)


def test_he_and_lecun_notice_swapped_fans(agrees):
    a, b = he_normal((1000, 10), rng()), he_normal((1000, 10), rng(), layout="torch")
    agrees("he_normal", "by hand", b.std() / a.std(), 10, within=1e-12)


def test_truncated_normal_is_scipy_s_and_keras_s():
    w = truncated_normal((200, 300), rng(), std=0.5)
    assert stats.kstest(w.ravel() / 0.5, stats.truncnorm(-2, 2).cdf).pvalue > 1e-3
    assert w.std() == pytest.approx(0.5 * stats.truncnorm(-2, 2).std(), rel=0.01)
    theirs = np.asarray(keras.initializers.TruncatedNormal(stddev=0.5, seed=1)((200, 300)))
    assert stats.ks_2samp(w.ravel(), theirs.ravel()).pvalue > 1e-3
    torch_s = torch.nn.init.trunc_normal_(torch.empty(200, 300), std=0.5)
    assert torch_s.abs().max() > 1.5  # cut at 2, not at 2 · 0.5


class Two(np.random.Generator):
    """Draws the number at which the tails are cut, and no other."""

    def standard_normal(self, shape):
        return np.full(shape, 2.0)


@pytest.mark.timeout(20)
def test_truncated_normal_keeps_what_lies_on_the_cut():
    assert (truncated_normal((2, 3), Two(np.random.PCG64()), std=0.5) == 1.0).all()


def test_normal_and_constant(agrees):
    w = normal((200, 300), rng())
    assert stats.kstest(w.ravel(), stats.norm.cdf).pvalue > 1e-3
    assert normal((200, 300), rng(), std=0.5).std() == pytest.approx(0.5, rel=0.01)
    agrees("constant", "by hand", constant((2, 3), value=0.5), np.full((2, 3), 0.5), within=0)
    agrees("constant", "by hand", constant((4,)), np.zeros(4), within=0)
    assert constant((4,), value=1).dtype == np.float64


@pytest.mark.parametrize("initializer", [*ALL, normal, truncated_normal, orthogonal])
def test_the_generator_decides(initializer):
    first, again, other = (initializer((4, 5), rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).all()
    both = rng(1)
    assert (initializer((4, 5), both) != initializer((4, 5), both)).all()


@pytest.mark.parametrize("call", [normal, truncated_normal])
def test_a_negative_std_is_named(call):
    with pytest.raises(ValueError, match=r"`std` must be in \[0, inf\)\. Received: std=-1"):
        call((2, 2), rng(), std=-1.0)


def test_a_constant_must_be_finite():
    with pytest.raises(ValueError, match="`value` must be in.*value=nan"):
        constant((2,), value=float("nan"))


@pytest.mark.parametrize("shape", [(5, 5), (7, 3), (3, 7), (2, 3, 4, 5), (3, 3, 2, 40)])
@pytest.mark.parametrize("layout", ["keras", "torch"])
def test_orthogonal_has_equal_singular_values(shape, layout, agrees):
    given = shape if layout == "keras" else to_torch(shape)
    w = orthogonal(given, rng(), gain=1.5, layout=layout)
    assert w.shape == given
    flat = w.reshape(-1, shape[-1]) if layout == "keras" else w.reshape(shape[-1], -1)
    values = np.linalg.svd(flat, compute_uv=False)
    agrees("orthogonal", "by hand", values, np.full(values.shape, 1.5), within=1e-12)


@pytest.mark.parametrize("shape", [(5, 5), (7, 3), (3, 7)])
def test_orthogonal_by_hand_from_the_same_standard_numbers(shape, agrees):
    """A = QR with a positive diagonal is unique, and RᵀR = AᵀA is Cholesky's factorization."""
    tall = (max(shape), min(shape))
    a = rng().standard_normal(tall)
    q = a @ np.linalg.inv(np.linalg.cholesky(a.T @ a)).T
    by_hand = q if shape == tall else q.T
    agrees("orthogonal", "by hand", orthogonal(shape, rng()), by_hand, within=1e-12)
    ours = orthogonal(shape, rng(), layout="torch")
    agrees("orthogonal", "by hand", ours, by_hand, within=1e-12)


def test_orthogonal_flattens_like_both_frameworks():
    ours = orthogonal((2, 3, 4, 5), rng())
    theirs = np.asarray(keras.initializers.Orthogonal(seed=1)((2, 3, 4, 5)))
    for w in (ours, theirs):
        np.testing.assert_allclose(w.reshape(24, 5).T @ w.reshape(24, 5), np.eye(5), atol=1e-6)
    ours = orthogonal((5, 4, 2, 3), rng(), layout="torch")
    theirs = torch.nn.init.orthogonal_(torch.empty(5, 4, 2, 3)).numpy()
    for w in (ours, theirs):
        np.testing.assert_allclose(w.reshape(5, 24) @ w.reshape(5, 24).T, np.eye(5), atol=1e-6)


def test_orthogonal_draws_every_turn_alike():
    """Without the signs of R, QR always returns the same sign in the first column."""
    source = rng()
    draws = np.array([orthogonal((3, 3), source) for _ in range(3000)])
    haar = stats.ortho_group.rvs(3, size=3000, random_state=np.random.RandomState(1))
    for i, j in np.ndindex(3, 3):
        assert stats.ks_2samp(draws[:, i, j], haar[:, i, j]).pvalue > 1e-3
    assert np.mean(np.linalg.det(draws) > 0) == pytest.approx(0.5, abs=0.05)


def test_orthogonal_refuses_vectors_and_negative_gain():
    with pytest.raises(ValueError, match="two axes or more"):
        orthogonal((7,), rng())
    with pytest.raises(ValueError, match="`gain` must be in"):
        orthogonal((2, 2), rng(), gain=-1.0)
