"""Are the changes those of the library's own functions?"""

import numpy as np
import torch

from deeptuning.augmentation import affine, brightness, contrast, flip, rotate, shear, shift, zoom
from deeptuning.experiments.image_changes import DRAWS, KINDS
from deeptuning.experiments.image_making import coloured, erased, moved, resampled

IMAGES = np.random.default_rng(0).random((8, 9, 7, 3))
BATCH = torch.tensor(IMAGES).permute(0, 3, 1, 2)[None].float()
SPREAD = torch.linspace(0.02, 0.98, 8)[None]  # eight draws
AMOUNT = 2 * SPREAD[0].double().numpy() - 1


def made(make, **limits):
    """Make one kind of change with the draws of SPREAD; back as (n, height, width, channels)."""
    drawn = {kind: torch.full((1, 8), 0.5) for kind in DRAWS} | dict.fromkeys(limits, SPREAD)
    zeros = {kind: torch.zeros(1, 1) for kind in KINDS}
    given = {kind: torch.full((1, 1), float(value)) for kind, value in limits.items()}
    return make(BATCH, zeros | given, drawn)[0].permute(0, 2, 3, 1).numpy()


def test_resampled_is_the_affine_of_the_library():
    rng = np.random.default_rng(0)
    images, matrix = rng.random((5, 7, 9, 2)), rng.normal(0, 1, (5, 2, 3))
    found = resampled(torch.tensor(images).permute(0, 3, 1, 2).float(), torch.tensor(matrix))
    wanted = affine(images, matrix, fill="constant")
    np.testing.assert_allclose(found.permute(0, 2, 3, 1).numpy(), wanted, atol=1e-5)


def test_geometry_is_the_library_s():
    black = {"fill": "constant"}
    for found, wanted in (
        (made(moved, degrees=25), rotate(IMAGES, 25 * AMOUNT, **black)),
        (made(moved, shift=2), shift(IMAGES, right=2 * AMOUNT, **black)),
        (made(moved, zoom=0.3), zoom(IMAGES, 1 + 0.3 * AMOUNT, **black)),
        (made(moved, shear=30), shear(IMAGES, 30 * AMOUNT, **black)),
        (made(moved, mirror=0.5), flip(IMAGES, AMOUNT < 0, False)),
        (made(moved, upside_down=0.5), flip(IMAGES, False, AMOUNT < 0)),
    ):
        np.testing.assert_allclose(found, wanted, atol=1e-4)


def test_light_is_the_library_s():
    np.testing.assert_allclose(
        made(coloured, brightness=0.4), brightness(IMAGES, 0.4 * AMOUNT), atol=1e-5
    )
    np.testing.assert_allclose(
        made(coloured, contrast=0.6), contrast(IMAGES, 1 + 0.6 * AMOUNT), atol=1e-5
    )


def test_the_square_has_its_side_and_place():
    gone = made(erased, erase=1 / 3) == 0  # places in the middle of 9 by 7: sides 3 and 2
    assert (gone == gone[:1]).all()
    assert np.argwhere(gone[0].all(axis=2)).tolist() == [[r, c] for r in (3, 4, 5) for c in (3, 4)]
