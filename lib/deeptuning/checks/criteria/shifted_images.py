"""Is each picture shifted by a draw of its own, and only for training?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array

BEYOND = 2  # pixels farther than allowed that are looked at


def shifted_images(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for pictures that are each moved by whole pixels, at most `most` in each direction.

    What comes in is 0. Without `training` all pictures must be as they were. A right answer for n
    pictures leaves one end of the range undrawn with a probability of about
    4 · (1 − 1 / (2 · most + 1))ⁿ.

    The symptoms of a failure: "not images" (another shape), "type", "validation changed",
    "wrapped", "no shift" (a picture that is no shifted one), "too far", "all alike", "one way",
    "end left out", "diagonal".
    """
    given, images, most = answer.get("returned"), inputs["images"], inputs["most"]
    new = as_array(given)
    if new is None or new.shape != images.shape:
        words = f"not an array of shape {images.shape}"
        return Finding(False, words, symptom="not images")
    if not isinstance(given, np.ndarray) or given.dtype != images.dtype:
        return Finding(False, f"not {images.dtype} any more", symptom="type")
    if not inputs["training"]:
        if np.array_equal(new, images):
            return Finding(True, "validation data stay as they are")
        return Finding(False, "validation data are changed", symptom="validation changed")
    shifts, found = _shifts(new, images, most + BEYOND, wrap=False)
    if not found.all():
        wrapped = _shifts(new, images, most, wrap=True)[1].all()
        words = "pixels come in on the other side" if wrapped else "a picture is no shifted one"
        return Finding(False, words, symptom="wrapped" if wrapped else "no shift")
    low, high = shifts.min(axis=0), shifts.max(axis=0)
    numbers = f"down {low[0]} to {high[0]}, right {low[1]} to {high[1]}"
    for symptom, words, wrong in (
        ("too far", "a picture is moved too far", max(*-low, *high) > most),
        ("all alike", "every picture is moved alike", np.all(low == high)),
        ("one way", "nothing is moved the other way", np.any((low == 0) | (high == 0))),
        ("end left out", "the largest shift never comes", np.any((low > -most) | (high < most))),
        ("diagonal", "down and right are the same draw", _tied(shifts)),
    ):
        if wrong:
            return Finding(False, words, numbers, symptom)
    return Finding(True, "every picture has a shift of its own", numbers)


def _tied(shifts: np.ndarray) -> bool:
    return bool(np.all(shifts[:, 0] == shifts[:, 1]) or np.all(shifts[:, 0] == -shifts[:, 1]))


def _shifts(
    new: np.ndarray, images: np.ndarray, reach: int, *, wrap: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return (down, right) of each picture, and whether there is any that explains it."""
    shifts, found = np.zeros((len(images), 2), int), np.zeros(len(images), bool)
    room = ((0, 0), (reach, reach), (reach, reach))
    paper = np.pad(images, room, mode="wrap") if wrap else np.pad(images, room)
    h, w = images.shape[1:]
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            moved = paper[:, reach - down : reach - down + h, reach - right : reach - right + w]
            fits = ~found & np.all(moved == new, axis=(1, 2))
            shifts[fits], found = (down, right), found | fits
    return shifts, found
