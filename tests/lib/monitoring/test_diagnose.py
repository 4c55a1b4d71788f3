"""Real runs, healthy and broken, diagnosed from their event files."""

import numpy as np
import pytest

from deeptuning.monitoring import Diagnosis, Finding, Run, Series, diagnose, histogram, read_events
from tests.lib.monitoring.runs import FAULTY, HEALTHY, train, write

seeds = pytest.mark.parametrize("seed", range(3))
# A run that explodes overflows; that is the point.
pytestmark = [
    pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning"),
]


@seeds
@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_run_is_called_healthy(name, seed, tmp_path, agrees):
    write(tmp_path, train(seed, **HEALTHY[name]))
    diagnosis = diagnose(read_events(tmp_path))
    assert diagnosis.faults == ()
    agrees("diagnose", "by hand", float(diagnosis.healthy), 1.0, within=0)
    assert len(diagnosis.findings) == 9
    assert str(diagnosis).startswith("healthy\n- initial loss: no (loss 2.")


@seeds
@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_named(name, seed, tmp_path, agrees):
    fault, recipe = FAULTY[name]
    write(tmp_path, train(seed, **recipe))
    diagnosis = diagnose(read_events(tmp_path))
    assert fault in diagnosis.faults
    agrees("diagnose", "by hand", float(diagnosis.healthy), 0.0, within=0)
    assert str(diagnosis).startswith("not healthy: ")


@seeds
@pytest.mark.parametrize("name", ["sigmoid", "few and noisy labels", "tiny rate"])
def test_other_faults_are_not_named(name, seed, tmp_path):
    fault, recipe = FAULTY[name]
    consequences = {
        "vanishing gradients": {"update ratio", "stalled"},
        "stalled": {"update ratio"},
    }
    write(tmp_path, train(seed, **recipe))
    found = set(diagnose(read_events(tmp_path)).faults)
    assert found <= {fault} | consequences.get(fault, set())


LOSS = {"loss/train": np.linspace(2.3, 0.5, 20)}


def test_causes_come_before_consequences():
    bad = {"gradient_norm/a": [1e-9] * 20, "gradient_norm/b": [1.0] * 20}
    run = {"loss/train": [2.3] * 20, "update_ratio/a": [1e-9] * 20, **bad}
    assert diagnose(run).faults == ("vanishing gradients", "update ratio", "stalled")


def test_what_was_not_logged_is_not_judged():
    names = [finding.name for finding in diagnose(LOSS).findings]
    assert names == ["diverged", "loss spikes", "stalled"]
    assert diagnose({"loss": [1.0]}) == Diagnosis(())
    one = diagnose({**LOSS, "gradient_norm/all": np.ones(20)}).findings
    assert one[0].name == "exploding gradients"
    assert "vanishing gradients" not in [f.name for f in one]


def test_after_an_explosion_norms_are_not_asked_whether_they_vanish():
    norms = {"gradient_norm/a": [1e-9, np.nan], "gradient_norm/b": [1.0, np.nan]}
    assert diagnose({"loss": [1.0, np.nan], **norms}).faults == ("exploding gradients", "diverged")


@pytest.mark.parametrize("tag", ["loss/train", "train/epoch_loss", "train/loss", "loss"])
def test_usual_tags_are_found(tag):
    assert diagnose({tag: [1.0, float("nan")]}).faults == ("diverged",)


def test_the_first_usual_tag_counts_and_a_name_beats_it():
    run = {"loss": [1.0, np.nan], "loss/train": [1.0, 0.5], "mine": [1.0, 1.0]}
    assert diagnose(run).healthy
    assert diagnose(run, train="mine").faults == ("stalled",)


@pytest.mark.parametrize("tag", ["loss/validation", "validation/epoch_loss", "val_loss"])
def test_validation_once_an_epoch_against_training_every_step(tag, agrees):
    steps, epochs = np.arange(40), np.arange(9, 40, 10)
    falling = Series(steps, np.repeat([2.0, 1.0, 0.5, 0.25], 10) + 0.001 * (-1) ** steps, steps)
    rising = Series(epochs, np.array([2.0, 1.5, 2.0, 2.5]), epochs)
    diagnosis = diagnose(Run(scalars={"loss/train": falling, tag: rising}))
    assert diagnosis.faults == ("overfitting",)
    (finding,) = [f for f in diagnosis.findings if f.fault]
    assert finding.evidence["best"] == 1
    # smoothed: validation 2, 2, 2, 2.5 ends 25 % above 2; training 2, 1, 0.5, 0.25 at a quarter
    agrees("overfitting", "by hand", finding.evidence["rise"], 0.25, within=1e-12)
    assert finding.evidence["train"] == pytest.approx(0.25, rel=1e-3)
    named = {"loss/train": falling, "other": rising}
    assert diagnose(Run(scalars=named)).healthy
    assert diagnose(Run(scalars=named), validation="other").faults == ("overfitting",)


def test_only_steps_that_all_layers_have_are_compared():
    a = Series(np.arange(4), np.array([np.nan, 1.0, 1.0, 1.0]), np.zeros(4))
    b = Series(np.arange(1, 4), np.ones(3), np.zeros(3))
    loss = Series(np.arange(2), np.array([2.0, 1.0]), np.zeros(2))
    scalars = {"loss": loss, "gradient_norm/a": a, "gradient_norm/b": b}
    assert diagnose(Run(scalars=scalars)).healthy


def test_dead_units_are_those_of_the_worst_layer_at_the_end():
    def activity(*last):
        return Series(np.arange(2), [histogram([0.0, 0.0, 0.0, 0.5]), histogram(last)], np.zeros(2))

    loss = {"loss": Series(np.arange(2), np.array([2.0, 1.0]), np.zeros(2))}
    fine, dead = activity(0.1, 0.0, 0.2, 0.3), activity(0.0, 0.0, 0.2, 0.3)
    assert diagnose(Run(scalars=loss, histograms={"activity/a": fine})).healthy
    for layers in (
        {"activity/a": fine, "activity/b": dead},
        {"activity/b": dead, "activity/a": fine},
    ):
        (finding, *_) = diagnose(Run(scalars=loss, histograms=layers)).findings
        assert (finding.fault, finding.evidence) == (True, {"dead": 0.5, "units": 4.0})
    assert diagnose(Run(scalars=loss, histograms={"weights/b": dead})).healthy


def test_the_first_loss_is_checked_where_classes_are_known():
    loss = Series(np.arange(2), np.array([4.0, 1.0]), np.zeros(2))
    assert diagnose(Run(scalars={"loss": loss})).healthy
    assert diagnose(Run(scalars={"loss": loss}, hparams={"classes": 10.0})).faults == (
        "initial loss",
    )
    assert diagnose(Run(scalars={"loss": loss}), classes=10).faults == ("initial loss",)
    assert diagnose(Run(scalars={"loss": loss}, hparams={"classes": 10.0}), classes=55).healthy


def test_a_run_without_a_loss_is_refused():
    with pytest.raises(
        ValueError, match=r"loss under loss/train or .*Received: scalars x, y\. Name"
    ):
        diagnose({"x": [1.0], "y": [2.0]})
    with pytest.raises(ValueError, match=r"under mine\. Received: scalars none"):
        diagnose({}, train="mine")


def test_a_diagnosis_reads_well(agrees):
    stalled = Finding("stalled", True, {"improvement": 0.00123}, "Raise the rate.")
    diagnosis = Diagnosis((Finding("diverged", False, {"factor": 1.0}, "Lower it."), stalled))
    assert str(diagnosis) == (
        "not healthy: stalled\n- diverged: no (factor 1).\n"
        "- stalled: FAULT (improvement 0.00123). Raise the rate."
    )
    agrees("Diagnosis", "by hand", float(diagnosis.healthy), 0.0, within=0)
    agrees("Finding", "by hand", stalled.evidence["improvement"], 0.00123, within=0)
