"""Are changed pictures and texts judged by what they show, whatever the draw?"""

import numpy as np
import pytest
import torch

from deeptuning.checks.criteria import CRITERIA
from deeptuning.checks.criteria.chosen_changes import reading_accuracy

BYTES = np.random.default_rng(0).integers(1, 256, (150, 6, 5)).astype(np.uint8)
FLOATS = (BYTES / 255).astype(np.float32)
TEXTS = [list("abcdefgh") for _ in range(100)]


def judge(criterion, inputs, expected, returned):
    answer = {"status": "returned", "returned": returned}
    return CRITERIA[criterion](inputs, expected, answer)


@pytest.mark.parametrize(
    ("returned", "symptom"),
    [
        (BYTES, "none"),
        (np.where(np.arange(5) == 0, BYTES, BYTES), "none"),
        (BYTES.astype(float), "type"),
        (BYTES.tolist(), "type"),
        (BYTES[::-1], "mirrored"),
        (BYTES // 2, "pixels"),
        (BYTES[:, :-1], "shape"),
        ("pictures", "not images"),
        (FLOATS * np.nan, "not images"),
        ([[1, 2], [3]], "not images"),
        (None, "not images"),
        (0.0, "not images"),
    ],
)
def test_are_bytes_compared(returned, symptom):
    expected = {"images": BYTES, "others": {"mirrored": BYTES[::-1]}}
    finding = judge("same_images", {}, expected, returned)
    assert (finding.passed, finding.symptom) == (symptom == "none", symptom)


@pytest.mark.parametrize(
    ("returned", "symptom"),
    [
        (FLOATS + np.float32(1e-6), "none"),
        (FLOATS + np.float32(0.5), "range"),
        (FLOATS / np.float32(2), "pixels"),
        (FLOATS.astype(np.float64), "type"),
    ],
)
def test_are_numbers_from_0_to_1_compared(returned, symptom):
    finding = judge("same_images", {}, {"images": FLOATS, "others": {}}, returned)
    assert (finding.passed, finding.symptom) == (symptom == "none", symptom)


def shifted(draws, images=BYTES):
    new = np.zeros_like(images)
    h, w = images.shape[1:]
    paper = np.pad(images, ((0, 0), (9, 9), (9, 9)))
    for i, (down, right) in enumerate(draws):
        new[i] = paper[i, 9 - down : 9 - down + h, 9 - right : 9 - right + w]
    return new


def draws(low=-2, high=2, seed=0):
    return np.random.default_rng(seed).integers(low, high, (150, 2), endpoint=True)


@pytest.mark.parametrize("images", [BYTES, FLOATS])
@pytest.mark.parametrize("seed", range(10))
def test_do_right_shifts_pass(images, seed):
    inputs = {"images": images, "most": 2, "training": True}
    assert judge("shifted_images", inputs, {}, shifted(draws(seed=seed), images)).passed


@pytest.mark.parametrize(
    ("returned", "symptom"),
    [
        (shifted(draws(-3, 3)), "too far"),
        (shifted(draws(0, 2)), "one way"),
        (shifted(draws(-2, 1)), "end left out"),
        (shifted(np.repeat(draws()[:, :1], 2, axis=1)), "diagonal"),
        (shifted(np.tile([1, -2], (150, 1))), "all alike"),
        (BYTES, "all alike"),
        (shifted(draws()).astype(float), "type"),
        (np.stack([np.roll(x, d, (0, 1)) for x, d in zip(BYTES, draws(), strict=True)]), "wrapped"),
        (BYTES[::-1], "no shift"),
        (BYTES[:5], "not images"),
        (None, "not images"),
        ("x", "not images"),
    ],
)
def test_are_wrong_shifts_described(returned, symptom):
    inputs = {"images": BYTES, "most": 2, "training": True}
    finding = judge("shifted_images", inputs, {}, returned)
    assert (finding.passed, finding.symptom) == (False, symptom)


def test_must_validation_data_stay():
    inputs = {"images": BYTES, "most": 2, "training": False}
    assert judge("shifted_images", inputs, {}, BYTES).passed
    finding = judge("shifted_images", inputs, {}, shifted(draws()))
    assert (finding.passed, finding.symptom) == (False, "validation changed")


def changed(share, seed=0, swap=True, texts=TEXTS):
    rng, new = np.random.default_rng(seed), []
    for text in texts:
        kept = [w for w in text if rng.random() >= share] or text[-1:]
        if len(kept) > 1 and swap:
            i, j = rng.choice(len(kept), 2, replace=False)
            kept[i], kept[j] = kept[j], kept[i]
        new.append(kept)
    return new


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.8])
@pytest.mark.parametrize("seed", range(10))
def test_do_right_texts_pass(share, seed):
    short = [list("abc")[: 1 + i % 3] for i in range(90)]
    if share > 0:
        assert judge(
            "changed_words", {"texts": TEXTS, "share": share}, {}, changed(share, seed)
        ).passed
    if share == 0.8:
        returned = changed(share, seed, texts=short)
        assert judge("changed_words", {"texts": short, "share": share}, {}, returned).passed


RIGHT = changed(0.3)


@pytest.mark.parametrize(
    ("returned", "symptom"),
    [
        (changed(0.3, swap=False), "not swapped"),
        (changed(0.7), "exchanged"),
        (changed(0.5), "share"),
        ([[], *RIGHT[1:]], "empty text"),
        ([["b", "a", "b"], *RIGHT[1:]], "other words"),
        ([["z", "a"], *RIGHT[1:]], "other words"),
        ([["a", "b"], *RIGHT[1:]], "sometimes swapped"),
        ([["c", "b", "a", "e", "d"], *RIGHT[1:]], "shuffled"),
        ([list("bacdef") for _ in TEXTS], "neighbours"),
        ([list("dbcaef") for _ in TEXTS], "same places"),
        (RIGHT[1:], "not texts"),
        ([1, *RIGHT[1:]], "not texts"),
        ([[1], *RIGHT[1:]], "not texts"),
        (None, "not texts"),
        (0.0, "not texts"),
        ("abc", "not texts"),
    ],
)
def test_are_wrong_texts_described(returned, symptom):
    finding = judge("changed_words", {"texts": TEXTS, "share": 0.3}, {}, returned)
    assert (finding.passed, finding.symptom) == (False, symptom)


def test_is_a_fixed_number_of_words_described():
    rng, new = np.random.default_rng(0), []
    for text in TEXTS:
        kept = [text[i] for i in np.sort(rng.permutation(8)[:6])]
        kept[0], kept[4] = kept[4], kept[0]
        new.append(kept)
    finding = judge("changed_words", {"texts": TEXTS, "share": 0.25}, {}, new)
    assert (finding.passed, finding.symptom) == (False, "fixed number")


CHOICE = {"mirror": False, "upside_down": False, "turn": 0, "shift": 0}


def bars(n, rng):
    """Draw bright columns on the left (class 0) or on the right (class 1), in some noise."""
    labels = np.arange(n) % 2
    x = rng.integers(0, 60, (n, 12, 12))
    x[np.arange(n), :, 3 + 5 * labels] = 255
    return x.astype(np.uint8), labels


def data(room):
    rng = np.random.default_rng(0)
    (x, y), (x_new, labels) = bars(20, rng), bars(60, rng)
    return {"x": x, "y": y, "x_new": x_new, "labels": labels, "right": CHOICE, "room": room}


def test_does_a_net_learn_what_it_is_shown():
    assert reading_accuracy(CHOICE, data(0.05)) > 0.95
    assert reading_accuracy(CHOICE | {"upside_down": True}, data(0.05)) > 0.95
    assert reading_accuracy(CHOICE | {"mirror": True}, data(0.05)) < 0.8


@pytest.mark.parametrize(
    ("change", "room", "symptom"),
    [
        ({}, 0.05, "none"),
        ({"mirror": True}, 0.05, "mirror"),
        ({"upside_down": True}, -1, "upside down"),
        ({"turn": 180.0}, -1, "any turn"),
        ({}, -1, "nothing"),
        ({"turn": 5}, -1, "short"),
        ({"turn": -5}, 0.05, "not changes"),
        ({"turn": float("nan")}, 0.05, "not changes"),
        ({"shift": 10**400}, 0.05, "not changes"),
        ({"shift": True}, 0.05, "not changes"),
        ({"mirror": 1}, 0.05, "not changes"),
        ({"mirror": np.ones(3)}, 0.05, "not changes"),
        ({"zoom": 1}, 0.05, "not changes"),
    ],
)
def test_are_choices_judged_by_what_a_net_reads(change, room, symptom):
    finding = judge("chosen_changes", {}, data(room), CHOICE | change)
    assert (finding.passed, finding.symptom) == (symptom == "none", symptom)


@pytest.mark.parametrize("returned", [None, 0.0, "mirror", ["mirror"], {}, torch.ones(2).numpy()])
def test_is_anything_else_no_choice(returned):
    assert judge("chosen_changes", {}, data(0.05), returned).symptom == "not changes"
