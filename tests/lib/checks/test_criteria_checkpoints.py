"""Are readers, writers and trainings that are killed judged by what they do?"""

import numpy as np
import pytest

from deeptuning.checks.criteria import file_read, finished_through_kills, survives_crash

HOSTILE = [
    None,
    1.0,
    "yes",
    [],
    {},
    [None] * 5,
    {"state": 1},
    np.zeros(3),
    [[1, 2, 3]],
    [["write"]],
]
TOLD = {"state": None, "error": None, "message": "", "intact": True, "ran": False}
REFUSED = {"error": "ValueError", "message": "a.ckpt is torn"}


def read(kind, **told):
    answer = {"status": "returned", "returned": TOLD | told}
    found = file_read({"name": "a.ckpt"}, {"kind": kind, "state": {"w": [1.0, 2.0]}}, answer)
    return found.passed, found.symptom


def test_is_a_right_reader_passed():
    assert read("whole", state={"w": [1.0, 2.0]}) == (True, "none")
    assert read("torn", **REFUSED) == (True, "none")


@pytest.mark.parametrize(
    ("kind", "told", "symptom"),
    [
        ("whole", REFUSED, "refused"),
        ("whole", {"state": {"w": [1.0, 2.0 + 1e-15]}}, "other state"),
        ("whole", {"state": None}, "other state"),
        ("torn", {"state": {"w": [1.0, 2.0]}}, "accepted"),
        ("torn", {}, "nothing"),
        ("torn", REFUSED | {"error": "KeyError"}, "other error"),
        ("torn", REFUSED | {"error": np.zeros(2)}, "other error"),
        ("torn", REFUSED | {"message": "torn"}, "no name"),
        ("foreign", REFUSED, "wrong word"),
        ("torn", REFUSED | {"message": "a.ckpt is torn or foreign or damaged"}, "wrong word"),
        ("torn", REFUSED | {"intact": False}, "file changed"),
        ("torn", REFUSED | {"intact": np.ones(2)}, "file changed"),
        ("foreign", {"ran": True}, "code run"),
        ("foreign", {"ran": [False]}, "code run"),
    ],
)
def test_is_a_wrong_reader_described(kind, told, symptom):
    assert read(kind, **told) == (False, symptom)


SAVE = [["write", "a.part", "new"], ["sync", "a.part", ""], ["rename", "a.part", "a"]]
FILES = {"a": "old", "b": "best"}


def crash(log, files=FILES):
    inputs = {"files": files, "name": "a", "text": "new"}
    found = survives_crash(inputs, {}, {"status": "returned", "returned": log})
    return found.passed, found.symptom


@pytest.mark.parametrize("files", [FILES, {"b": "best"}, FILES | {"a.part": "ne"}])
def test_is_the_safe_way_passed(files):
    assert crash(SAVE, files) == (True, "none")
    assert crash([*SAVE, ["sync", "a", ""]], files) == (True, "none")


@pytest.mark.parametrize(
    ("log", "symptom"),
    [
        ([], "untouched"),
        (SAVE[:2], "untouched"),
        ([["write", "a", "new"], ["sync", "a", ""]], "in place"),
        ([*SAVE[:2], ["write", "a", "new"]], "copied"),
        ([SAVE[0], SAVE[2]], "not synced"),
        ([SAVE[1], SAVE[0], SAVE[2]], "not synced"),
        ([SAVE[0], SAVE[2], ["sync", "a", ""]], "synced too late"),
        ([*SAVE[:2], ["delete", "a", ""], SAVE[2]], "gone for a moment"),
        ([["rename", "a", "c"], *SAVE], "gone for a moment"),
        ([*SAVE, ["rename", "a", "c"]], "gone for a moment"),
        ([["write", "a.part", "ne"], *SAVE[1:]], "other text"),
        ([*SAVE, ["delete", "b", ""]], "other files"),
        ([*SAVE, ["write", "c", "new"]], "other files"),
        ([*SAVE, ["write", "a.part", "new"]], "other files"),
        ([["rename", "b", "a"]], "other text"),
        ([["eat", "a", ""]], "no log"),
        ([SAVE[0]] * 500, "no log"),
    ],
)
def test_is_a_dangerous_way_described(log, symptom):
    assert crash(log) == (False, symptom)


LABELS = np.arange(20) % 2
KILLS = {"lives": [5, 5, 5], "steps": 12}


def finished(classes, ticks=(5, 5, 2)):
    answer = {"status": "returned", "returned": {"classes": classes, "ticks": np.array(ticks)}}
    found = finished_through_kills(KILLS, {"labels": LABELS, "target": 0.9}, answer)
    return found.passed, found.symptom


def test_is_a_training_that_ends_well_passed():
    assert finished(LABELS) == (True, "none")


@pytest.mark.parametrize(
    ("classes", "ticks", "symptom"),
    [
        (None, (5, 5, 5), "never finished"),
        (None, (9, 9), "not labels"),
        (LABELS, (5, 5, 1), "unannounced"),
        (LABELS, (0,), "unannounced"),
        (1 - LABELS, (5, 5, 2), "chance"),
        (0 * LABELS, (5, 5, 2), "one class"),
        ({"a": 1}, (5, 5, 2), "not labels"),
        (LABELS, (np.nan,), "no answer"),
        (LABELS, ((5, 5),), "no answer"),
    ],
)
def test_is_a_training_that_ends_badly_described(classes, ticks, symptom):
    assert finished(classes, ticks) == (False, symptom)


@pytest.mark.parametrize("returned", HOSTILE, ids=range(len(HOSTILE)))
def test_does_no_answer_break_a_criterion(returned):
    answer = {"status": "returned", "returned": returned}
    inputs = KILLS | {"name": "a", "text": "new", "files": FILES}
    expected = {"kind": "torn", "state": None, "labels": LABELS, "target": 0.9}
    for criterion in (file_read, survives_crash, finished_through_kills):
        assert not criterion(inputs, expected, answer).passed
        assert criterion(inputs, expected, {"status": "raised", "error": {}}).symptom == "raised"
