import numpy as np
import pytest
import scipy.stats

from deeptuning.augmentation import augmix, draw_augmix, random_augmix, random_chain
from tests.lib.augmentation.inputs import pictures, rng

X = pictures(3)
CHAINS = [pictures(3, seed=s) for s in (1, 2, 3)]
WEIGHTS = rng(1).dirichlet([1, 1, 1], 3)
M = np.array([0.2, 0.0, 0.9])


def by_loops(x, chains, weights, m):
    y = np.empty_like(x)
    for i in range(len(x)):
        mixture = np.zeros_like(x[i])
        for k, chain in enumerate(chains):
            mixture += weights[i][k] * chain[i]
        y[i] = m[i] * x[i] + (1 - m[i]) * mixture
    return y


def test_by_loops(agrees):
    agrees("augmix", "by hand", augmix(X, CHAINS, WEIGHTS, M), by_loops(X, CHAINS, WEIGHTS, M),
           within=1e-15)  # fmt: skip
    expected = by_loops(X, CHAINS, [WEIGHTS[0]] * 3, [0.3] * 3)
    agrees("augmix", "by hand", augmix(X, CHAINS, WEIGHTS[0], 0.3), expected, within=1e-15)


def test_keras_with_chains_of_its_own_layers(agrees):
    keras = pytest.importorskip("keras")
    layer = keras.layers.AugMix(value_range=(0, 1), dtype="float64")
    shifts = [keras.ops.convert_to_tensor(np.full((3, 1, 1, 1), s)) for s in (-0.2, 0.1, 0.3)]
    transformation = {
        "chain_mixing_weights": keras.ops.convert_to_tensor(WEIGHTS[0]),
        "weight_sample": keras.ops.convert_to_tensor(np.float64(0.3)),
        "chain_transforms": [
            [{"layer_name": "random_brightness", "transformation": {"rgb_delta": s}}]
            for s in shifts
        ],
    }
    theirs = layer.transform_images(X, transformation)
    chains = [np.clip(X + s, 0, 1) for s in (-0.2, 0.1, 0.3)]
    agrees("augmix", "Keras", augmix(X, chains, WEIGHTS[0], 0.3), theirs, within=1e-12)


def test_bytes_are_rounded_once():
    x = np.full((1, 1, 1, 1), 10, np.uint8)
    chains = [np.full_like(x, v) for v in (11, 11, 11)]
    thirds = np.full(3, 1 / 3)
    assert augmix(x, chains, thirds, 0.0).item() == 11
    assert augmix(x, chains, thirds, 0.6).item() == 10


def test_draws(agrees):
    generator = rng(3)
    expected = [generator.dirichlet([0.5] * 4, 30), generator.beta(0.5, 0.5, 30)]
    agrees("draw_augmix", "by hand", list(draw_augmix(30, rng(3), 4, 0.5)), expected, within=0)
    weights, m = draw_augmix(4000, rng())
    assert weights.shape == (4000, 3)
    # One of three weights of a flat Dirichlet is Beta(1, 2), the share of the original uniform.
    assert scipy.stats.kstest(weights[:, 1], scipy.stats.beta(1, 2).cdf).pvalue > 1e-4
    assert scipy.stats.kstest(m, "uniform").pvalue > 1e-4


def halve(images, rng):
    return images / 2


def invert(images, rng):
    return 1 - images


def chain_by_loops(x, generator, operations, depth):
    """One image at a time, with the numbers drawn in advance."""
    depths = generator.integers(1, depth + 1, len(x))
    choices = [generator.integers(0, len(operations), len(x)) for _ in range(depth)]
    y = x.copy()
    for i in range(len(x)):
        for step in range(depths[i]):
            y[i] = operations[choices[step][i]](y[i], None)
    return y


def test_a_chain_for_each_image(agrees):
    x = pictures(50, 2, 2, 1)
    for depth in (1, 3):
        ours = random_chain(x, rng(2), [halve, invert], depth)
        expected = chain_by_loops(x, rng(2), [halve, invert], depth)
        agrees("random_chain", "by hand", ours, expected, within=0)
    ones = np.ones((300, 1, 1, 1))
    assert set(random_chain(ones, rng(), [halve]).ravel()) == {0.5, 0.25, 0.125}
    assert (ones == 1).all()


def test_random_augmix(agrees):
    x = pictures(20)
    generator = rng(4)
    weights, m = generator.dirichlet([0.7, 0.7], 20), generator.beta(0.7, 0.7, 20)
    chains = [chain_by_loops(x, generator, [halve, invert], 2) for _ in range(2)]
    ours = random_augmix(x, rng(4), [halve, invert], width=2, depth=2, alpha=0.7)
    agrees("random_augmix", "by hand", ours, by_loops(x, chains, weights, m), within=1e-15)
    generator = rng(4)
    weights, m = generator.dirichlet([1, 1, 1], 20), generator.beta(1, 1, 20)
    chains = [chain_by_loops(x, generator, [halve, invert], 3) for _ in range(3)]
    ours = random_augmix(x, rng(4), [halve, invert])
    agrees("random_augmix", "by hand", ours, by_loops(x, chains, weights, m), within=1e-15)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"chains": CHAINS[:2]}, r"`weights` must have shape \(K,\) or \(3, K\).*for 2 chains"),
        ({"chains": []}, "for 0 chains"),
        ({"chains": [c[:2] for c in CHAINS]}, "`chains` must hold versions of `images`"),
        ({"chains": [c.astype(np.float32) for c in CHAINS]}, "float32"),
        ({"weights": np.ones(3)}, "`weights` must be 0 or more, in rows that sum to 1"),
        ({"weights": [1.5, -0.5, 0.0]}, "`weights` must be 0 or more"),
        ({"weights": [np.nan, 0.5, 0.5]}, "`weights` must be 0 or more"),
        ({"m": 1.1}, r"`m` must be in \[0, 1\]"),
    ],
)
def test_what_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        augmix(**{"images": X, "chains": CHAINS, "weights": WEIGHTS, "m": M} | change)


def test_draws_that_are_refused():
    random_augmix(X, rng(), [halve], width=1, depth=1)
    for call, message in (
        (lambda: draw_augmix(3, rng(), 0), r"`width` must be in \[1, 101\)"),
        (lambda: draw_augmix(3, rng(), 1.5), "`width` must be whole"),
        (lambda: draw_augmix(3, rng(), alpha=0), r"`alpha` must be in \(0, inf\)"),
        (lambda: draw_augmix(-1, rng()), r"`n` must be in \[0"),
        (lambda: random_chain(X, rng(), [halve], 0), r"`depth` must be in \[1, 101\)"),
        (lambda: random_chain(X, rng(), [halve], 1.5), "`depth` must be whole"),
        (lambda: random_chain(X, rng(), []), "`operations` must hold at least one"),
        (lambda: random_augmix(X, rng(), [halve], 0), "`width` must be in"),
        (lambda: random_augmix(X, rng(), [halve], depth=0), "`depth` must be in"),
        (lambda: random_augmix(X, rng(), [halve], alpha=-1), "`alpha` must be in"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
