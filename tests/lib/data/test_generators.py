"""Do the small generators draw what their docstrings say?"""

import inspect

import numpy as np
import pytest
import scipy.special
import scipy.stats
from sklearn.datasets import make_moons
from sklearn.linear_model import LogisticRegression

from deeptuning import data
from deeptuning.data import (
    blobs,
    different_scales,
    lag_memory,
    moons,
    noise_labels,
    overfit_set,
    polynomial,
    signals,
    sparse_features,
    spirals,
    surface,
)

CALLS = {
    "ab_test": None,
    "blobs": lambda n, rng: data.blobs(n, rng),
    "colour_shapes": lambda n, rng: data.colour_shapes(n, rng, shortcut=0.5),
    "different_scales": data.different_scales,
    "known_importance": lambda n, rng: data.known_importance(n, rng, "curved"),
    "lag_memory": lambda n, rng: data.lag_memory(n, 9, 4, rng),
    "moons": data.moons,
    "noise_labels": data.noise_labels,
    "open_shop": None,
    "overfit_set": data.overfit_set,
    "patches": None,
    "polynomial": data.polynomial,
    "shop_sessions": data.shop_sessions,
    "signals": data.signals,
    "sparse_features": data.sparse_features,
    "spirals": data.spirals,
    "written_reviews": lambda n, rng: data.written_reviews(n, rng, label_noise=0.2),
}
GENERATORS = [name for name, call in CALLS.items() if call]
every = pytest.mark.parametrize("name", GENERATORS)


def test_every_generator_is_in_the_table():
    functions = [name for name in data.__all__ if inspect.isfunction(getattr(data, name))]
    takes = [f for f in functions if "rng" in inspect.signature(getattr(data, f)).parameters]
    assert sorted(takes) == sorted(CALLS)


@every
def test_the_generator_decides_everything(name):
    one, same, other = (CALLS[name](30, np.random.default_rng(s)) for s in (5, 5, 6))
    for a, b in zip(leaves(one), leaves(same), strict=True):
        np.testing.assert_array_equal(a, b)
    assert any(
        a.shape != b.shape or (a != b).any()
        for a, b in zip(leaves(one), leaves(other), strict=True)
    )


def leaves(drawn):
    """Every array of a result, and of the tuples within."""
    for value in drawn:
        if isinstance(value, np.ndarray):
            yield value
        elif hasattr(value, "_fields"):
            yield from leaves(value)


@every
def test_bad_counts_and_generators_are_refused(name):
    for n in (0, -1):
        with pytest.raises(ValueError, match=f"`n` must be a whole number, 1 or more.*n={n}"):
            CALLS[name](n, np.random.default_rng(0))
    for n in (2.0, True, "3"):
        with pytest.raises(TypeError, match="`n` must be a whole number, 1 or more"):
            CALLS[name](n, np.random.default_rng(0))
    for rng in (0, None, np.random):
        with pytest.raises(TypeError, match=r"`rng` must be a NumPy Generator.*default_rng"):
            CALLS[name](3, rng)


@every
def test_one_example_is_enough(name):
    CALLS[name](1, np.random.default_rng(0))


def test_polynomial(agrees):
    drawn = polynomial(20000, np.random.default_rng(0), 0.3, (1.0, -2.0, 0.5, 0.0, 3.0))
    theirs = np.polynomial.polynomial.polyval(drawn.x, drawn.coefficients)
    agrees("polynomial", "by hand", drawn.clean, theirs, within=1e-14)
    noise = drawn.y - drawn.clean
    assert abs(noise.mean()) < 0.01
    assert noise.std() == pytest.approx(0.3, rel=0.03)
    assert (drawn.x.min(), drawn.x.max()) == pytest.approx((-1, 1), abs=0.01)
    exact = polynomial(9, np.random.default_rng(0), noise=0)
    np.testing.assert_array_equal(exact.y, exact.clean)
    np.testing.assert_array_equal(exact.coefficients, [0.3, -1.4, -0.6, 2.0])
    with pytest.raises(ValueError, match=r"`noise` must be in \[0, inf\)"):
        polynomial(9, np.random.default_rng(0), noise=-1)
    with pytest.raises(ValueError, match="`len.coefficients.` must be a whole number, 1 or more"):
        polynomial(9, np.random.default_rng(0), coefficients=())


def test_moons_lie_on_the_curves_of_scikit_learn(agrees):
    drawn = moons(500, np.random.default_rng(0), noise=0.2)
    for label, centre, sign in ((0, (0, 0), 1), (1, (1, 0.5), -1)):
        ours = drawn.clean[drawn.labels == label]
        curve, labels = make_moons(20001, shuffle=False, noise=None)
        curve = curve[labels == label]
        nearest = curve[np.argmin(((ours[:, None, 0] - curve[None, :, 0]) ** 2), axis=1)]
        agrees("moons", "scikit-learn", ours, nearest, within=0.02)
        radius = np.hypot(*(ours - centre).T)
        agrees("moons", "by hand", radius, np.ones(len(ours)), within=1e-14)
        assert (sign * (ours[:, 1] - centre[1]) >= 0).all()
        assert ours[:, 0].std() == pytest.approx(0.5**0.5, rel=0.1)
    noise = drawn.points - drawn.clean
    assert noise.std() == pytest.approx(0.2, rel=0.1)


def test_blobs_have_their_centres_and_the_best_accuracy(agrees):
    drawn = blobs(4000, np.random.default_rng(0), classes=4, noise=1.0)
    centres = np.array([[2, 0], [0, 2], [-2, 0], [0, -2]])
    agrees("blobs", "by hand", drawn.clean, centres[drawn.labels].astype(float), within=1e-15)
    assert (drawn.points - drawn.clean).std() == pytest.approx(1.0, rel=0.05)
    nearest = ((drawn.points[:, None] - centres) ** 2).sum(-1).argmin(1)
    # Right when both turned coordinates stay on their side: Φ(2 / √2)².
    best = scipy.stats.norm.cdf(2**0.5) ** 2
    assert (nearest == drawn.labels).mean() == pytest.approx(best, abs=0.02)
    assert np.bincount(drawn.labels).min() > 900


def test_spirals_need_more_than_a_line(agrees):
    drawn = spirals(3000, np.random.default_rng(0), classes=3, turns=1.25)
    radius = np.hypot(*drawn.clean.T)
    angle = 2 * np.pi * (drawn.labels / 3 + 1.25 * radius)
    theirs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    agrees("spirals", "by hand", drawn.clean, theirs, within=1e-12)
    assert radius.min() == pytest.approx(0.1, abs=0.01)
    assert np.median(radius**2) == pytest.approx(0.505, abs=0.02)
    assert (drawn.points - drawn.clean).std() == pytest.approx(0.05, rel=0.05)
    assert LogisticRegression().fit(drawn.points, drawn.labels).score(*drawn[:2]) < 0.5
    assert radius.max() <= 1


@pytest.mark.parametrize("make", [blobs, moons, spirals])
def test_bad_planes(make):
    with pytest.raises(ValueError, match="`noise` must be in"):
        make(5, np.random.default_rng(0), noise=-0.1)
    if make is not moons:
        with pytest.raises(ValueError, match="`classes` must be a whole number, 1 or more"):
            make(5, np.random.default_rng(0), classes=0)
        assert set(make(5, np.random.default_rng(0), classes=1).labels) == {0}


def test_noise_labels_tell_nothing(agrees):
    drawn = noise_labels(4000, np.random.default_rng(0), features=5, classes=4)
    agrees("noise_labels", "by hand", drawn.best_accuracy, 0.25, within=0)
    assert drawn.features.shape == (4000, 5)
    half = LogisticRegression().fit(drawn.features[:2000], drawn.labels[:2000])
    assert half.score(drawn.features[2000:], drawn.labels[2000:]) < 0.29
    assert np.bincount(drawn.labels).min() > 900
    for option, least in (("features", 1), ("classes", 2)):
        with pytest.raises(ValueError, match=f"`{option}` must be a whole number, {least} or more"):
            noise_labels(5, np.random.default_rng(0), **{option: least - 1})
        noise_labels(5, np.random.default_rng(0), **{option: least})


@pytest.mark.parametrize("lag", [0, 3, 11])
def test_lag_memory_depends_on_one_step(lag, agrees):
    drawn = lag_memory(3000, 12, lag, np.random.default_rng(0))
    by_hand = np.where(drawn.sequences[:, ::-1][:, lag, 0] > 0, 1, 0)
    agrees("lag_memory", "by hand", drawn.labels, by_hand, within=0)
    assert drawn.position == 11 - lag
    assert set(np.unique(drawn.sequences)) == {-1, 1}
    signs = 2 * drawn.labels - 1
    correlation = np.abs(signs @ drawn.sequences[..., 0]) / 3000
    assert (np.delete(correlation, drawn.position) < 0.08).all()


def test_a_lag_before_the_first_step_is_refused():
    for lag in (-1, 12):
        with pytest.raises(ValueError, match="`lag` must be a whole number, from 0 to 11"):
            lag_memory(3, 12, lag, np.random.default_rng(0))
    assert lag_memory(3, 1, 0, np.random.default_rng(0)).position == 0
    with pytest.raises(ValueError, match="`length` must be a whole number, 1 or more"):
        lag_memory(3, 0, 0, np.random.default_rng(0))


def test_signals_hold_one_frequency_each(agrees):
    drawn = signals(2000, np.random.default_rng(0), classes=3, length=20)
    spectrum = np.abs(np.fft.rfft(drawn.clean[..., 0], axis=1))
    agrees("signals", "by hand", spectrum.argmax(axis=1), drawn.labels + 2, within=0)
    t = np.arange(20) / 20
    wave = np.sin(2 * np.pi * drawn.frequencies[drawn.labels[7]] * t + drawn.phases[7])
    agrees("signals", "by hand", drawn.clean[7, :, 0], wave, within=1e-13)
    assert (drawn.waves - drawn.clean).std() == pytest.approx(0.5, rel=0.03)
    assert drawn.phases.mean() == pytest.approx(np.pi, abs=0.15)
    flat = drawn.waves[..., 0]
    line = LogisticRegression(max_iter=500).fit(flat[:1000], drawn.labels[:1000])
    assert line.score(flat[1000:], drawn.labels[1000:]) < 0.45
    power = np.abs(np.fft.rfft(flat, axis=1))[:, 2:5].argmax(axis=1)
    assert (power == drawn.labels).mean() > 0.95
    with pytest.raises(ValueError, match="`length` must be a whole number, 10 or more"):
        signals(5, np.random.default_rng(0), classes=3, length=9)
    signals(5, np.random.default_rng(0), classes=3, length=10)
    with pytest.raises(ValueError, match="`classes` must be a whole number, 1 or more"):
        signals(5, np.random.default_rng(0), classes=0)


def test_scales_differ_and_both_features_matter_alike(agrees):
    drawn = different_scales(6000, np.random.default_rng(0))
    uniform = scipy.stats.uniform(0, [20, 300_000])
    agrees("different_scales", "SciPy", drawn.mean, uniform.mean(), within=1e-15)
    agrees("different_scales", "SciPy", drawn.scale, uniform.std(), within=1e-15)
    z = (drawn.features - uniform.mean()) / uniform.std()
    theirs = scipy.special.expit(2 * z[:, 0] + 2 * z[:, 1])
    agrees("different_scales", "SciPy", drawn.probability, theirs, within=1e-14)
    np.testing.assert_allclose(drawn.features.std(axis=0), drawn.scale, rtol=0.02)
    found = LogisticRegression(C=1e4).fit(z, drawn.labels).coef_[0]
    np.testing.assert_allclose(found, drawn.weights, rtol=0.1)
    assert drawn.labels.mean() == pytest.approx(0.5, abs=0.03)


def test_rare_features_tell_most(agrees):
    drawn = sparse_features(20000, np.random.default_rng(0), common=4, rare=6, rate=0.05)
    theirs = scipy.special.expit(drawn.features @ drawn.weights)
    agrees("sparse_features", "SciPy", drawn.probability, theirs, within=1e-14)
    np.testing.assert_array_equal(drawn.rates, [0.5] * 4 + [0.05] * 6)
    np.testing.assert_array_equal(drawn.weights, [0.1, -0.1, 0.1, -0.1] + [4, -4] * 3)
    np.testing.assert_allclose(drawn.features.mean(axis=0), drawn.rates, atol=0.015)
    assert drawn.labels.mean() == pytest.approx(drawn.probability.mean(), abs=0.01)
    for j in (4, 5):
        on = drawn.features[:, j] == 1
        assert drawn.labels[on].mean() == pytest.approx(drawn.probability[on].mean(), abs=0.03)
    assert drawn.labels[drawn.features[:, 4] == 1].mean() > 0.9
    rng = np.random.default_rng(0)
    assert sparse_features(5, rng, common=0, rare=1).features.shape == (5, 1)
    for bad in ({"common": -1}, {"rare": 0}, {"rate": 0}, {"rate": 1.0}):
        with pytest.raises(ValueError, match=f"`{next(iter(bad))}` must be"):
            sparse_features(5, rng, **bad)


def test_overfit_set_is_overfitted(agrees):
    drawn = overfit_set(60, np.random.default_rng(0), noise=0.1)
    clean = (drawn.train_features @ drawn.weights > 0).astype(int)
    by_hand = np.where(drawn.flipped, 1 - clean, clean)
    agrees("overfit_set", "by hand", drawn.train_labels, by_hand, within=0)
    agrees("overfit_set", "by hand", np.linalg.norm(drawn.weights), 1.0, within=1e-15)
    assert drawn.weights.nonzero()[0].tolist() == [0, 1, 2]
    assert drawn.test_features.shape == (2000, 30)
    best = ((drawn.test_features @ drawn.weights > 0) == drawn.test_labels).mean()
    assert best == pytest.approx(drawn.best_accuracy, abs=0.02)
    free = LogisticRegression(C=1e6, max_iter=5000).fit(drawn.train_features, drawn.train_labels)
    kept = LogisticRegression(C=0.03).fit(drawn.train_features, drawn.train_labels)
    assert free.score(drawn.train_features, drawn.train_labels) > 0.95
    test = (drawn.test_features, drawn.test_labels)
    assert free.score(*test) < best - 0.1
    assert kept.score(*test) > free.score(*test) + 0.02


def test_overfit_set_without_noise_and_out_of_range():
    rng = np.random.default_rng(0)
    exact = overfit_set(50, rng, features=4, informative=4, noise=0, test=1)
    assert not exact.flipped.any()
    assert exact.best_accuracy == 1
    assert len(exact.test_labels) == 1
    np.testing.assert_allclose(exact.weights, 0.5)
    for bad in ({"informative": 31}, {"informative": 0}, {"noise": 0.5}, {"test": 0}):
        with pytest.raises(ValueError, match=f"`{next(iter(bad))}` must be"):
            overfit_set(50, rng, **bad)


def test_surface_gradients(agrees):
    points = np.random.default_rng(0).uniform(-1, 1, (9, 2))
    place, h = surface("banana"), 1e-6
    steps = h * np.eye(2)
    slopes = [(place.loss(points + s) - place.loss(points - s)) / (2 * h) for s in steps]
    differences = np.stack(slopes, axis=-1)
    agrees(
        "surface gradient", "finite differences", place.gradient(points), differences, within=1e-7
    )
