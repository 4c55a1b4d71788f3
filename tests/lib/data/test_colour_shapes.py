"""Do the pictures show what their factors say, and are they neither trivial nor hopeless?"""

import time

import numpy as np
import pytest
from matplotlib.colors import hsv_to_rgb
from sklearn.linear_model import LogisticRegression, RidgeClassifier

from deeptuning.data import colour_shapes
from deeptuning.data._drawing import rgb
from deeptuning.data._outlines import OUTLINES
from deeptuning.data.colour_shapes import CLASSES, corner_colours

PLAIN = colour_shapes(600, np.random.default_rng(0), noise=0.0, clutter=0)


def test_the_form():
    assert PLAIN.images.shape == (600, 32, 32, 3)
    assert PLAIN.images.dtype == np.uint8
    assert PLAIN.labels.dtype == np.int64
    assert PLAIN.classes == tuple(OUTLINES)
    assert PLAIN.factors.mask.dtype == bool
    assert np.bincount(PLAIN.labels, minlength=10).min() > 35
    assert (PLAIN.factors.corner == -1).all()
    assert colour_shapes(2, np.random.default_rng(0), size=48).images.shape == (2, 48, 48, 3)


def test_inside_the_shape_is_its_colour_and_outside_the_background(agrees):
    f = PLAIN.factors
    cores = np.array([eroded(mask) for mask in f.mask])
    keep = np.flatnonzero(cores.any(axis=(1, 2)))
    assert len(keep) > 450
    inside = np.array([np.median(PLAIN.images[i][cores[i]], axis=0) for i in keep]) / 255
    agrees("colour_shapes", "by hand", inside, f.colour[keep], within=0.51 / 255)
    apart = np.abs(f.colour - f.background).max(axis=1)
    assert apart.min() > 0.15
    light = [PLAIN.images[i][~eroded(~eroded(~mask))].mean(axis=0) for i, mask in enumerate(f.mask)]
    assert np.abs(np.array(light) / 255 - f.background).mean() < 0.15


def eroded(mask):
    """The pixels whose neighbours all belong to the mask."""
    inner = mask.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            inner &= np.roll(mask, step, axis)
    return inner


def test_masks_are_where_the_factors_say():
    """A mask's centre of mass is its position, and its area grows with the radius squared."""
    pixels = np.arange(32)
    for label, name in enumerate(CLASSES):
        rows = PLAIN.labels == label
        mask = PLAIN.factors.mask[rows].astype(float)
        area = mask.sum(axis=(1, 2))
        row = (mask.sum(axis=2) @ pixels) / area
        column = (mask.sum(axis=1) @ pixels) / area
        centre = np.stack([row, column], axis=1)
        off = np.abs(centre - PLAIN.factors.position[rows]).max()
        assert off < {"moon": 4.0, "heart": 2.1}.get(name, 1.2), name
        share = area / PLAIN.factors.radius[rows] ** 2
        assert share.std() < 0.12 * share.mean(), name


def lens(one, other, apart):
    """The area that two discs share."""
    a = (apart**2 + one**2 - other**2) / (2 * apart * one)
    b = (apart**2 + other**2 - one**2) / (2 * apart * other)
    kite = (one + other - apart) * (apart + one - other)
    kite *= (apart - one + other) * (apart + one + other)
    return one**2 * np.arccos(a) + other**2 * np.arccos(b) - kite**0.5 / 2


AREAS = {
    "disc": np.pi * 0.81,
    "ring": np.pi * (0.92**2 - 0.52**2),
    "square": 1.5**2,
    "triangle": 3 * 3**0.5 / 4,
    "star": 5 * 0.42 * np.sin(np.pi / 5),
    "cross": 4 * 0.95 * 0.6 - 0.36,
    "heart": 2 * 0.9**2 + 2 * np.pi * 0.2025,  # half of each disc lies inside the square
    "stripes": 3 * 1.7 * 0.3,
    "checks": 5 * 0.57**2 - 4 * (2 * 0.57 - 0.005) * 0.005,
    "moon": np.pi * 0.95**2 - lens(0.95, 0.75, 0.45),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_outlines_have_their_area_and_a_slope_of_one(name, agrees):
    line = np.linspace(-1.2, 1.2, 1201)
    u, v = np.meshgrid(line, line)
    outside = OUTLINES[name](u, v)
    found = (outside < 0).mean() * 2.4**2
    agrees("colour_shapes area", "by hand", found, AREAS[name], within=0.01)
    assert np.hypot(u, v)[outside < 0].max() <= 1.21
    edge = np.abs(outside) < 0.05
    slope = np.hypot(*np.gradient(outside, line, line))[edge]
    assert np.median(slope) == pytest.approx(1, abs=0.06)


def test_turning_is_against_the_clock():
    drawn = colour_shapes(1500, np.random.default_rng(3), turn=180, noise=0, clutter=0)
    moons = np.flatnonzero(drawn.labels == CLASSES.index("moon"))
    f = drawn.factors
    for i in moons[:100]:
        rows, columns = np.nonzero(f.mask[i])
        # The crescent opens to the right when it is not turned: its mass lies to the left.
        right = columns.mean() - f.position[i, 1]
        up = f.position[i, 0] - rows.mean()
        found = np.degrees(np.arctan2(-up, -right))
        assert abs((found - f.rotation[i] + 180) % 360 - 180) < 12
    assert np.abs(f.rotation).max() > 170
    assert np.abs(PLAIN.factors.rotation).max() <= 30
    assert np.abs(colour_shapes(50, np.random.default_rng(0), turn=0).factors.rotation).max() == 0


def test_factors_have_their_ranges_and_tell_nothing_of_the_class():
    drawn = colour_shapes(3000, np.random.default_rng(1))
    f = drawn.factors
    assert (f.radius.min(), f.radius.max()) == pytest.approx((6.4, 10.88), abs=0.05)
    assert f.rotation.std() == pytest.approx(30 / 3**0.5, rel=0.05)
    edge = np.minimum(f.position, 31 - f.position) - f.radius[:, None]
    assert edge.min() >= 0
    assert edge.min() < 0.05
    table = np.column_stack([f.colour, f.background, f.position, f.radius, f.rotation])
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    guess = LogisticRegression().fit(table[:2000], drawn.labels[:2000])
    assert guess.score(table[2000:], drawn.labels[2000:]) < 0.14


def test_colours_against_matplotlib(agrees):
    hsv = np.random.default_rng(0).random((500, 3))
    agrees("colour_shapes colour", "by hand", rgb(*hsv.T), hsv_to_rgb(hsv), within=1e-14)
    np.testing.assert_allclose(rgb(np.array([0, 1 / 3, 2 / 3]), 1.0, 1.0), np.eye(3), atol=1e-12)
    assert len(np.unique(corner_colours().round(6), axis=0)) == 10


@pytest.mark.parametrize("rate", [0.0, 0.6, 1.0])
def test_the_shortcut_tells_the_class_at_its_rate(rate):
    drawn = colour_shapes(2000, np.random.default_rng(0), shortcut=rate, noise=0.0)
    corner = drawn.factors.corner
    right = (corner == drawn.labels).mean()
    assert right == pytest.approx(rate + (1 - rate) / 10, abs=0.03)
    shown = drawn.images[:, :5, :5] / 255
    wanted = corner_colours()[corner][:, None, None, :]
    np.testing.assert_allclose(shown, np.broadcast_to(wanted, shown.shape), atol=0.003)
    beyond = np.abs(drawn.images[:, 5, 0] / 255 - wanted[:, 0, 0]).max(axis=1)
    assert np.median(beyond) > 0.3


def test_without_a_shortcut_nothing_else_changes():
    drawn = colour_shapes(50, np.random.default_rng(0), clutter=0, noise=0)
    marked = colour_shapes(50, np.random.default_rng(0), clutter=0, noise=0, shortcut=0.5)
    np.testing.assert_array_equal(drawn.images[:, 5:], marked.images[:, 5:])


def test_noise_and_clutter_do_what_they_say():
    calm = colour_shapes(200, np.random.default_rng(0), noise=0, clutter=0).images / 255
    noisy = colour_shapes(200, np.random.default_rng(0), noise=0.1, clutter=0).images / 255
    inner = (calm > 0.35) & (calm < 0.65)
    assert (noisy - calm)[inner].std() == pytest.approx(0.1, rel=0.03)
    f = colour_shapes(200, np.random.default_rng(0), noise=0, clutter=6)
    changed = np.abs(f.images / 255 - calm).max(axis=-1) > 0.02
    assert 0.03 < changed.mean() < 0.2
    # Blobs lie behind the shape.
    cores = np.array([eroded(mask) for mask in f.factors.mask])
    assert not changed[cores].any()


def test_a_line_is_at_a_loss_and_a_small_net_is_not():
    import torch
    from torch import nn

    torch.manual_seed(0)
    drawn = colour_shapes(1600, np.random.default_rng(0)).split(test=600)
    x, x_test = (
        torch.tensor(images).permute(0, 3, 1, 2).float() / 255 - 0.5
        for images in (drawn.train_images, drawn.test_images)
    )
    y = torch.tensor(drawn.train_labels)
    layers, before = [nn.AvgPool2d(2)], 3
    for width in (24, 48):
        layers += [nn.Conv2d(before, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU()]
        layers += [nn.MaxPool2d(2)] if width < 48 else [nn.AdaptiveMaxPool2d(1), nn.Flatten()]
        before = width
    net = nn.Sequential(*layers, nn.Linear(48, 10))
    optimizer = torch.optim.Adam(net.parameters(), 3e-3)
    for _ in range(8):
        for rows in torch.randperm(1000).split(50):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
            optimizer.step()
    with torch.no_grad():
        accuracy = (net.eval()(x_test).argmax(1).numpy() == drawn.test_labels).mean()
    assert 0.6 < accuracy < 0.97
    small = [t[:, :, ::2, ::2].flatten(1).numpy() for t in (x, x_test)]
    line = RidgeClassifier(alpha=300).fit(small[0], drawn.train_labels)
    assert line.score(small[1], drawn.test_labels) < 0.25


def test_two_thousand_pictures_are_quick():
    start = time.process_time()
    colour_shapes(2000, np.random.default_rng(0))
    assert time.process_time() - start < 2


def test_the_split_has_the_form_of_the_real_loader():
    split = PLAIN.split()
    assert (len(split.train_labels), len(split.test_labels)) == (500, 100)
    np.testing.assert_array_equal(split.test_images, PLAIN.images[500:])
    np.testing.assert_array_equal(split.train_labels, PLAIN.labels[:500])
    np.testing.assert_array_equal(split.test_labels, PLAIN.labels[500:])
    assert split.classes == CLASSES
    for test in (0, 600):
        with pytest.raises(ValueError, match="`test` must be a whole number, from 1 to 599"):
            PLAIN.split(test)


def test_bad_arguments():
    for bad in ({"size": 15}, {"noise": -1}, {"clutter": -1}, {"turn": 181}, {"shortcut": 1.5}):
        with pytest.raises(ValueError, match=f"`{next(iter(bad))}` must be"):
            colour_shapes(2, np.random.default_rng(0), **bad)
