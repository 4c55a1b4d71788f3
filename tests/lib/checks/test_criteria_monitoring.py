"""Are event files read from their bytes, and are repairs judged, whatever comes?"""

import struct
import warnings

import numpy as np
import pytest

from deeptuning.checks.clinic_net import Net, cross_entropy
from deeptuning.checks.criteria import logged_run, named_and_repaired
from deeptuning.checks.drivers import drive
from deeptuning.monitoring import EventWriter

W = np.random.default_rng(0).normal(size=(2, 4, 5))
EXPECTED = {
    "scalars": {"loss": [[1, 2, 3, 4], [0.5, float("nan"), 0.25, 0.1]]},
    "histograms": {"w": [[2, 4], [[20, w.min(), w.max()] for w in W]]},
    "hparams": {"rate": 0.1, "units": 8, "optimizer": "adam", "dropout": True},
}


def log(folder, shift=0, steps=(1, 2, 3, 4), w=W, tag="loss", hparams=EXPECTED["hparams"]):
    with EventWriter(folder) as writer:
        writer.hparams(hparams)
        for step, value in zip(steps, EXPECTED["scalars"]["loss"][1], strict=True):
            writer.scalar(tag, value + shift, step)
        for step, each in zip((2, 4), w, strict=True):
            writer.histogram("w", each, step)


def found(subject, part):
    answer = drive("in_folder", subject, [{}])[0]
    finding = logged_run({}, EXPECTED | {"part": part}, answer)
    return finding.passed, finding.symptom


@pytest.mark.parametrize("part", ["scalars", "histograms", "hparams"])
def test_is_a_right_event_file_passed(part):
    assert found(log, part) == (True, "none")


@pytest.mark.parametrize("part", ["scalars", "histograms", "hparams"])
@pytest.mark.filterwarnings("ignore")
def test_does_torchs_own_writer_pass(part):
    from torch.utils.tensorboard import SummaryWriter

    def subject(folder):
        writer = SummaryWriter(str(folder))
        writer.add_hparams(EXPECTED["hparams"], {"last": 0.1}, run_name="settings")
        for step, value in zip(*EXPECTED["scalars"]["loss"], strict=True):
            writer.add_scalar("loss", value, step)
        for step, each in zip((2, 4), W, strict=True):
            writer.add_histogram("w", each, step)
        writer.close()

    assert found(subject, part) == (True, "none")


def also(**changes):
    return lambda folder: log(folder, **changes)


HPARAMS = EXPECTED["hparams"]


@pytest.mark.parametrize(
    ("subject", "part", "symptom"),
    [
        (lambda folder: None, "scalars", "no file"),
        (lambda folder: (folder / "a.txt").write_text("loss 0.5"), "scalars", "no file"),
        (lambda folder: (folder / "tfevents").write_text("loss 0.5"), "scalars", "missing"),
        (also(tag="train"), "scalars", "missing"),
        (also(steps=(0, 1, 2, 3)), "scalars", "from 0"),
        (also(steps=(2, 4, 6, 8)), "scalars", "other steps"),
        (also(shift=0.01), "scalars", "other values"),
        (also(w=[W[0].mean(0), W[1].mean(0)]), "histograms", "other values"),
        (also(hparams=HPARAMS | {"rate": 0.2}), "hparams", "other values"),
        (also(hparams=HPARAMS | {"rate": "0.1"}), "hparams", "other type"),
        (also(hparams=HPARAMS | {"units": True}), "hparams", "other type"),
        (also(hparams={"rate": 0.1}), "hparams", "missing"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_is_a_wrong_event_file_described(subject, part, symptom):
    assert found(subject, part) == (False, symptom)


def good_bytes():
    return drive("in_folder", log, [{}])[0]["returned"]["contents"][0]


def record(data):
    from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c

    length = struct.pack("<Q", len(data))
    sums = [struct.pack("<I", masked_crc32c(part)) for part in (length, data)]
    return length + sums[0] + data + sums[1]


def bomb(dims, plugin="scalars"):
    """An event that claims a tensor of any size, and holds one number."""
    from tensorboard.compat.proto.event_pb2 import Event

    event = Event(step=1)
    value = event.summary.value.add(tag="loss")
    value.metadata.plugin_data.plugin_name = plugin
    value.tensor.dtype = 1
    value.tensor.float_val.append(0.5)
    for size in dims:
        value.tensor.tensor_shape.dim.add(size=size)
    return np.frombuffer(record(event.SerializeToString()), np.uint8)


def hostile():
    good, rng = good_bytes(), np.random.default_rng(1)
    yield from (good[: len(good) // 2], good[5:], np.zeros(100, np.uint8), np.zeros(0, np.uint8))
    for _ in range(60):
        bad = good.copy()
        bad[rng.integers(0, len(bad), 3)] = rng.integers(0, 256, 3)
        yield bad
    for _ in range(60):  # the sums are right, the message is not
        bad = good[24:].copy()
        bad[rng.integers(0, len(bad), 5)] = rng.integers(0, 256, 5)
        yield np.frombuffer(record(bad.tobytes()), np.uint8)
    yield from (bomb([10**9, 10**9]), bomb([-1, -5]), bomb([10**12], "histograms"), bomb([7]))
    yield np.zeros(5_000_000, np.uint8)
    yield from ([1, 2, 300], "text", None, 3.0, np.full(10, np.nan), {"a": 1}, [[1], [2, 3]])


def test_do_no_bytes_break_the_reader():
    for content in hostile():
        returned = {"names": ["events.tfevents"], "contents": [content]}
        for part in ("scalars", "histograms", "hparams"):
            answer = {"status": "returned", "returned": returned}
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                finding = logged_run({}, EXPECTED | {"part": part}, answer)
            assert isinstance(finding.passed, bool)
            assert isinstance(finding.words + finding.numbers + finding.symptom, str)


@pytest.mark.parametrize("returned", [None, 1.0, [], {}, {"names": 3, "contents": [1]}, "a", [[]]])
def test_does_no_answer_break_a_criterion(returned):
    answer = {"status": "returned", "returned": returned}
    assert not logged_run({}, EXPECTED | {"part": "scalars"}, answer).passed
    for part in ("name", "repair"):
        assert clinic(returned, part) == (False, "no pair")
    raised = {"status": "raised", "error": {}}
    assert logged_run({}, EXPECTED, raised).symptom == "raised"
    assert named_and_repaired({}, {}, raised).symptom == "raised"


LABELS = np.arange(30) % 3


def clinic(returned, part):
    kept = {"labels": LABELS, "target": 0.9, "fault": "leak", "names": ["leak", "dead"]}
    answer = {"status": "returned", "returned": returned}
    finding = named_and_repaired({}, kept | {"part": part}, answer)
    return finding.passed, finding.symptom


@pytest.mark.parametrize(
    ("returned", "name", "repair"),
    [
        (["leak", LABELS], "none", "none"),
        (["leak", 0 * LABELS], "none", "not repaired"),
        (["dead", LABELS], "wrong name", "none"),
        (["a leak", LABELS], "unknown name", "none"),
        (["leak", "leak"], "none", "no pair"),
        (["leak", LABELS + 0.5], "none", "no pair"),
        ([LABELS, "leak"], "no pair", "no pair"),
        (["leak", LABELS, 1], "no pair", "no pair"),
    ],
)
def test_are_name_and_repair_judged_apart(returned, name, repair):
    assert clinic(returned, "name") == (name == "none", name)
    assert clinic(returned, "repair") == (repair == "none", repair)


def test_are_the_gradients_of_the_net_the_slopes_of_its_loss():
    rng = np.random.default_rng(3)
    net, x, y = Net(3, 6, 4, rng), rng.normal(size=(9, 3)), rng.integers(0, 4, 9)
    loss, slopes = cross_entropy(net(x), y)
    net.backward(slopes)
    for name, p in net.parameters.items():
        for i in np.ndindex(p.shape):
            p[i] += 1e-6
            up = cross_entropy(net(x), y)[0]
            p[i] -= 1e-6
            assert abs((up - loss) / 1e-6 - net.gradients[name][i]) < 1e-4
    assert cross_entropy(net(x), y, "sum")[0] == pytest.approx(9 * loss)


def test_do_gradients_add_up_until_they_are_emptied():
    rng = np.random.default_rng(3)
    net, x, y = Net(2, 4, 2, rng, dropout=0.5), rng.normal(size=(8, 2)), np.arange(8) % 2
    net.eval()
    slopes = cross_entropy(net(x), y)[1]
    net.backward(slopes)
    once = net.gradients["w1"]
    net.backward(slopes)
    assert np.allclose(net.gradients["w1"], 2 * once)
    net.zero_grad()
    assert not net.gradients["w1"].any()
    net.train()
    assert np.any(net(x) != net(x))  # the masks differ
