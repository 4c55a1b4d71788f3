"""Is the protocol judged by what was asked and recorded, and are tests and texts what they say?"""

import numpy as np
import pytest

from deeptuning.checks.criteria import protocol_followed
from deeptuning.checks.drivers import drive
from deeptuning.checks.sealed_oracle import MOST, SealedOracle
from deeptuning.checks.text_cnn import text_cnn

EXPECTED = {"target": 0.8, "chance": 0.1}
SETTINGS = [{"rate": rate, "units": 32} for rate in (0.001, 0.01, 0.1, 1.0, 10.0)]
LOSSES = [2.0, 0.7, 0.3, float("nan"), 9.0]


def record(settings=SETTINGS, losses=LOSSES, selected=SETTINGS[2]):
    pairs = zip(settings, losses, strict=True)
    return {"trials": [{"settings": s, "loss": v} for s, v in pairs], "selected": selected}


def judge(returned, scores=(0.85,), one_class=False):
    answer = {"status": "returned", "returned": returned, "looks": len(scores)}
    answer |= {"scores": list(scores), "one_class": one_class}
    return protocol_followed({}, EXPECTED, answer)


def test_does_the_protocol_pass():
    assert judge(record()).passed
    losses = [np.float32(2), np.array([0.7]), 0, np.nan, np.inf]
    arrays = [{name: np.array(value) for name, value in s.items()} for s in SETTINGS]
    assert judge(record(arrays, losses, SETTINGS[2])).passed
    assert judge(record() | {"predicted": [1, 2]}).passed


@pytest.mark.parametrize("selected", SETTINGS[1:3])
def test_may_any_of_equal_settings_be_selected(selected):
    assert judge(record(losses=[2.0, 0.3, 0.3, np.nan, 9.0], selected=selected)).passed


@pytest.mark.parametrize(
    ("finding", "symptom"),
    [
        (judge(record(), scores=()), "never tested"),
        (judge(record(), scores=(0.9, 0.9)), "looked again"),
        (judge(None, scores=(0.9, 0.9)), "looked again"),
        (judge(record(SETTINGS[:4], LOSSES[:4])), "few trials"),
        (judge(record([SETTINGS[2]] * 9, [0.3] * 9)), "few trials"),
        (judge(record(selected=SETTINGS[1])), "not the best"),
        (judge(record(selected={"rate": 0.1})), "not the best"),
        (judge(record(), scores=(0.1,), one_class=True), "one class"),
        (judge(record(), scores=(0.2,)), "chance"),
        (judge(record(), scores=(0.7,)), "short"),
        (judge(record() | {"selected": None}), "no record"),
        (judge(record() | {"trials": {}}), "no record"),
        (judge(record() | {"trials": []}), "no record"),
        (judge(record() | {"trials": [1, 2]}), "no record"),
        (judge(record(losses=["low"] * 5)), "no record"),
        (judge(record(losses=[10**400] * 5)), "no record"),
        (judge(record(losses=[[1, 2]] * 5)), "no record"),
        (judge({"trials": [{"loss": 1.0}], "selected": {}}), "no record"),
        *((judge(value), "no record") for value in (None, 1.0, "abc", [], np.zeros(3))),
    ],
)
def test_is_every_breach_described(finding, symptom):
    assert (finding.passed, finding.symptom) == (False, symptom)


def test_are_looks_counted():
    sealed = SealedOracle({"labels": np.array([0, 1, 2, 2])})
    assert sealed.counted == {"looks": 0, "scores": [], "one_class": False}
    assert sealed.ask({"predicted": np.array([2, 2, 2, 2])}) == {"score": 0.5}
    assert sealed.counted == {"looks": 1, "scores": [0.5], "one_class": True}
    assert sealed.score([0, 1, 2, 0]) == 0.75
    assert sealed.counted == {"looks": 2, "scores": [0.5, 0.75], "one_class": False}


@pytest.mark.parametrize("predicted", [None, "abc", [0, 1], [[0, 1, 2, 2]], ["a"] * 4])
def test_is_what_is_no_prediction_refused_and_not_counted(predicted):
    sealed = SealedOracle({"labels": np.array([0, 1, 2, 2])})
    with pytest.raises(ValueError, match="One class number for each of 4"):
        sealed.score(predicted)
    assert sealed.counted["looks"] == 0


def test_does_looking_end_somewhere():
    sealed = SealedOracle({"labels": np.array([0])})
    for _ in range(MOST):
        sealed.score([0])
    with pytest.raises(ValueError, match="too often"):
        sealed.score([0])


def test_does_a_driver_hand_out_a_sealed_test():
    def subject(x, score_test, rng):
        return [score_test(x), rng.random()]

    inputs = {"x": np.array([0, 1]), "problem": {"labels": np.array([0, 0])}, "seed": 3}
    (found,) = drive("with_sealed", subject, [inputs])
    assert found["returned"] == [0.5, np.random.default_rng(3).random()]
    assert (found["looks"], found["scores"]) == (1, [0.5])


def test_is_the_text_cnn_what_torch_computes():
    import torch

    rng = np.random.default_rng(0)
    model = {
        "embedding": rng.normal(size=(9, 3)),
        "filters": rng.normal(size=(5, 6)),
        "weights": rng.normal(size=5),
        "bias": 0.3,
    }
    words = [3, 1, 4, 1, 5]
    x = torch.tensor(model["embedding"][words]).T[None]  # (1, channels, time)
    kernel = torch.tensor(model["filters"]).reshape(5, 2, 3).transpose(1, 2)
    found = torch.nn.functional.conv1d(x, kernel).relu().amax(dim=2)[0]
    p = torch.sigmoid(found @ torch.tensor(model["weights"]) + 0.3).item()
    assert text_cnn(model)(words) == pytest.approx(p)
    assert text_cnn(model)(torch.tensor(words)) == pytest.approx(p)
    (answer,) = drive("with_text_model", lambda words, score: score(words), [
        {"words": np.array(words), "model": model}
    ])  # fmt: skip
    assert answer["returned"] == pytest.approx(p)
    with pytest.raises(ValueError, match="two words"):
        text_cnn(model)([1])
