"""The arguments of Keras's legacy `ImageDataGenerator` as today's preprocessing layers."""

from __future__ import annotations

from math import radians, sin
from typing import Any

from deeptuning._validation import Range, checked

try:
    from keras import layers
except ImportError as error:
    raise ImportError(
        "deeptuning.adapters.keras_augmentation needs Keras and TensorFlow, which are not "
        "installed. Run: pip install tensorflow"
    ) from error

FRACTION = Range(0, 1)


@checked(
    rotation_range=Range(0, 360, closed="both"),
    width_shift_range=FRACTION,
    height_shift_range=FRACTION,
    shear_range=Range(0, 90),
)
def image_layers(
    *,
    rotation_range: float = 0.0,
    width_shift_range: float = 0.0,
    height_shift_range: float = 0.0,
    shear_range: float = 0.0,
    zoom_range: float | tuple[float, float] = 0.0,
    horizontal_flip: bool = False,
    vertical_flip: bool = False,
    brightness_range: tuple[float, float] | None = None,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    value_range: tuple[float, float] = (0, 255),
    seed: int | None = None,
) -> list[Any]:
    r"""Return the layers that draw from the ranges a legacy generator drew from.

    | legacy argument | today's layer |
    |---|---|
    | `rotation_range` $d$, degrees | `RandomRotation(d / 360)`, a share of a full turn |
    | `width_shift_range`, `height_shift_range`, shares | `RandomTranslation(height, width)` |
    | `shear_range` $\phi$, degrees | `RandomShear(x_factor=(0, sin φ))`; its sign is drawn too |
    | `zoom_range` $z$ or $(l, u)$, 1 is no change | `RandomZoom((l − 1, u − 1), (l − 1, u − 1))` |
    | `horizontal_flip`, `vertical_flip` | one `RandomFlip` each |
    | `brightness_range` $(l, u)$, 1 is no change | `RandomBrightness((l − 1, u − 1))` |

    What is not the same: the legacy generator changed images one by one in Python and resampled
    once; each layer resamples again. `RandomShear` slides about the top left corner, not about
    the centre, and does not squeeze the rows by $\cos\phi$. `RandomBrightness` *adds*
    $(b - 1)\cdot 255$, the legacy generator *multiplied* by $b$: they agree on white pixels only.
    Keras 3's copy of the legacy generator swaps width and height shifts. One
    `RandomFlip("horizontal_and_vertical")` would toss a single coin for both.

    Args:
        rotation_range: $d$ in degrees, 0 to 360.
        width_shift_range: share of the width, in [0, 1).
        height_shift_range: share of the height, in [0, 1).
        shear_range: $\phi$ in degrees, in [0, 90).
        zoom_range: $z$ in [0, 1) for (1 − z, 1 + z), or (l, u) in (0, 2]; above 1 zooms *out*,
            each axis on its own.
        horizontal_flip: whether to mirror every other image, left to right.
        vertical_flip: whether to turn every other image upside down.
        brightness_range: (l, u) in [0, 2], or None.
        fill_mode: "nearest" as the legacy generator; the layers' own default is "reflect".
        cval: the fill of "constant".
        value_range: darkest and brightest pixel, (0, 1) for images divided by 255.
        seed: a whole number makes the draws repeatable; every layer gets another one from it.

    Returns:
        A list of layers, in the legacy order; those that would change nothing are left out. Put
        them in front of the model or map them over a training set; they do nothing at test.

    Raises:
        TypeError: a shift or an angle that is no number.
        ValueError: a range out of range, such as a shift in pixels.

    Example:
        >>> for layer in image_layers(rotation_range=36, horizontal_flip=True):
        ...     print(type(layer).__name__)
        RandomRotation
        RandomFlip

    Source: Keras, `keras/src/legacy/preprocessing/image.py`, `get_random_transform`.
    """
    low, high = require_pair("zoom_range", spread(zoom_range), Range(0, 2, closed="right"))
    zoom, shift = (low - 1, high - 1), (height_shift_range, width_shift_range)
    sine = sin(radians(shear_range))
    fill = {"fill_mode": fill_mode, "fill_value": cval}
    wanted = [
        (rotation_range, layers.RandomRotation, (rotation_range / 360,), fill),
        (any(shift), layers.RandomTranslation, shift, fill),
        (shear_range, layers.RandomShear, ((0.0, sine), 0.0), fill),
        (any(zoom), layers.RandomZoom, (zoom, zoom), fill),
        (horizontal_flip, layers.RandomFlip, ("horizontal",), {}),
        (vertical_flip, layers.RandomFlip, ("vertical",), {}),
    ]
    if brightness_range is not None:
        low, high = require_pair("brightness_range", brightness_range, Range(0, 2, closed="both"))
        wanted.append((True, layers.RandomBrightness, ((low - 1, high - 1), value_range), {}))
    # With one seed for all, each layer would draw the same numbers: two flips, or none.
    return [
        layer(*factors, **how, seed=None if seed is None else seed + i)
        for i, (asked, layer, factors, how) in enumerate(wanted)
        if asked
    ]


def spread(zoom_range: Any) -> Any:
    """Return (1 − z, 1 + z) for a number z, as the legacy generator read it."""
    if isinstance(zoom_range, tuple | list):
        return zoom_range
    Range(0, 1).check("zoom_range", zoom_range)
    return 1 - zoom_range, 1 + zoom_range


def require_pair(name: str, pair: Any, legal: Range) -> tuple[float, float]:
    """Return the two limits; raise unless they are legal and in order."""
    low, high = pair if isinstance(pair, tuple | list) and len(pair) == 2 else (1, 0)
    if not (low in legal and high in legal and low <= high):
        raise ValueError(
            f"Argument `{name}` must be two numbers in {legal}, the smaller first. "
            f"Received: {name}={pair!r}. Pass (lowest, highest), where 1 changes nothing."
        )
    return low, high
