"""Event files: written by us and read by TensorBoard, written by others and read by us."""

import struct
import subprocess
import sys
import time
import warnings
import zlib

import numpy as np
import pytest

from deeptuning.monitoring import EventWriter, Run, Series, histogram, read_events

pytest.importorskip("tensorboard")
STEPS, VALUES = [0, 5, 10, 20], [2.302585, -1e-7, float("inf"), 3e5]
WEIGHTS = np.random.default_rng(0).normal(size=(50, 7)) * 10.0 ** np.arange(-3, 4)
HPARAMS = {"learning_rate": 0.015625, "optimizer": "adam", "layers": 3}


@pytest.fixture
def quiet():
    """TensorBoard and TensorFlow, whose imports warn of what others deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        yield


def accumulated(folder):
    """What TensorBoard itself reads."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    return EventAccumulator(str(folder), size_guidance={"scalars": 0, "histograms": 0}).Reload()


@pytest.fixture
def written(tmp_path):
    with EventWriter(tmp_path) as writer:
        writer.hparams({**HPARAMS, "nesterov": True}, metrics=["loss/validation"])
        for step, value in zip(STEPS, VALUES, strict=True):
            writer.scalar("loss/train", value, step)
        writer.scalar("loss/validation", np.array([[0.5]], dtype=np.float32), 20)
        writer.histogram("weights", WEIGHTS, 3)
        writer.text("note", "größer **is** not better", 7)
        writer.image("digit", np.eye(4, 6), 1)
    return tmp_path


@pytest.mark.usefixtures("quiet")
def test_tensorboard_reads_our_scalars(written, agrees):
    theirs = accumulated(written).Scalars("loss/train")
    assert [event.step for event in theirs] == STEPS
    agrees("EventWriter", "TensorBoard", [e.value for e in theirs], np.float32(VALUES), within=0)
    ours = read_events(written).scalars["loss/train"]
    agrees("read_events", "TensorBoard", ours.values, [e.value for e in theirs], within=0)
    agrees("Series", "TensorBoard", ours.wall_times, [e.wall_time for e in theirs], within=0)
    assert ours.steps.tolist() == STEPS
    assert abs(ours.wall_times - time.time()).max() < 600


@pytest.mark.usefixtures("quiet")
def test_tensorboard_reads_our_histograms(written, agrees):
    from tensorboard import data_compat
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
    from tensorboard.util.tensor_util import make_ndarray

    (event,) = accumulated(written).Histograms("weights")
    theirs = event.histogram_value
    moments = [theirs.min, theirs.max, theirs.num, theirs.sum, theirs.sum_squares]
    flat = WEIGHTS.ravel()
    hand = [flat.min(), flat.max(), 350, flat.sum(), np.sum(flat**2)]
    agrees("EventWriter", "TensorBoard", hand, moments, within=1e-14)
    ours = read_events(written).histograms["weights"].values[0]
    (file,) = written.iterdir()
    (migrated,) = [
        make_ndarray(value.tensor)
        for event in map(data_compat.migrate_event, EventFileLoader(str(file)).Load())
        for value in event.summary.value
        if value.tag == "weights"
    ]
    for column, (field, direct) in enumerate(zip(ours, histogram(WEIGHTS), strict=True)):
        agrees("read_events", "TensorBoard", field, migrated[:, column], within=1e-7)  # float32
        agrees("histogram", "TensorBoard", direct, migrated[:, column], within=1e-7)
        assert np.array_equal(field, direct)
    agrees("Histogram", "TensorBoard", ours.total, theirs.num, within=0)


@pytest.mark.usefixtures("quiet")
def test_tensorboard_reads_our_texts_images_and_hyperparameters(written):
    import io

    from PIL import Image
    from tensorboard.plugins.hparams import metadata
    from tensorboard.util.tensor_util import make_ndarray

    found = accumulated(written)
    (text,) = found.Tensors("note")
    assert make_ndarray(text.tensor_proto).item().decode() == "größer **is** not better"
    (image,) = found.Images("digit")
    assert (image.height, image.width, image.step) == (4, 6, 1)
    pixels = np.asarray(Image.open(io.BytesIO(image.encoded_image_string)))
    assert np.array_equal(pixels, 255 * np.eye(4, 6))
    content = found.summary_metadata["_hparams_/session_start_info"].plugin_data.content
    start = metadata.parse_session_start_info_plugin_data(content)
    assert start.hparams["learning_rate"].number_value == 0.015625
    assert start.hparams["nesterov"].bool_value is True
    content = found.summary_metadata["_hparams_/experiment"].plugin_data.content
    experiment = metadata.parse_experiment_plugin_data(content)
    types = {info.name: info.type for info in experiment.hparam_infos}
    assert types == {"learning_rate": 3, "layers": 3, "optimizer": 1, "nesterov": 2}
    assert [info.name.tag for info in experiment.metric_infos] == ["loss/validation"]


def test_everything_comes_back(written, agrees):
    run = read_events(written)
    assert run.hparams == {**HPARAMS, "nesterov": True}
    assert list(run.scalars) == ["loss/train", "loss/validation"]
    agrees("Run", "by hand", run.scalars["loss/validation"].values, [0.5], within=0)
    assert run.texts["note"].values == ["größer **is** not better"]
    assert run.texts["note"].steps.tolist() == [7]
    assert run.images["digit"].values[0][:2] == (4, 6)
    assert run.torn == ()


def test_a_colour_image_keeps_its_channels(tmp_path):
    import io

    from PIL import Image

    pixels = np.random.default_rng(0).integers(0, 256, size=(3, 5, 3), dtype=np.uint8)
    with EventWriter(tmp_path) as writer:
        writer.image("a", pixels, 0)
        writer.image("b", pixels[..., :1] / 255, 0)
    images = read_events(tmp_path).images
    assert np.array_equal(Image.open(io.BytesIO(images["a"].values[0].encoded)), pixels)
    grey = np.asarray(Image.open(io.BytesIO(images["b"].values[0].encoded)))
    assert np.array_equal(grey, pixels[..., 0])


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("new_style", [False, True])
def test_reads_what_torch_wrote(tmp_path, new_style, agrees):
    pytest.importorskip("torch")
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(tmp_path) as writer:
        for step, value in zip(STEPS, VALUES, strict=True):
            writer.add_scalar("loss/train", value, step, new_style=new_style)
        writer.add_histogram("weights", WEIGHTS, 3)
        writer.add_text("note", "hello", 2)
        writer.add_image("digit", np.zeros((1, 4, 6), dtype=np.uint8), 1)
        writer.add_hparams(HPARAMS, {"score": 0.25}, run_name="end")
    run = read_events(tmp_path)
    agrees("read_events", "torch", run.scalars["loss/train"].values, np.float32(VALUES), within=0)
    assert run.scalars["loss/train"].steps.tolist() == STEPS
    assert run.hparams == HPARAMS
    assert run.scalars["end/score"].values.tolist() == [0.25]
    assert run.texts["note/text_summary"].values == ["hello"]
    assert run.images["digit"].values[0][:2] == (4, 6)
    for theirs, ours in zip(run.histograms["weights"].values[0], histogram(WEIGHTS), strict=True):
        agrees("histogram", "torch", ours, theirs, within=0)


@pytest.mark.usefixtures("quiet")
def test_torch_writes_a_boolean_as_a_number_and_we_do_not(tmp_path):
    pytest.importorskip("torch")
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(tmp_path / "theirs") as writer:
        writer.add_hparams({"nesterov": True}, {}, run_name=".")
    with EventWriter(tmp_path / "ours") as writer:
        writer.hparams({"nesterov": np.bool_(True), "layers": np.int64(3), "rate": np.float32(0.5)})
    assert type(read_events(tmp_path / "theirs").hparams["nesterov"]) is float
    found = read_events(tmp_path / "ours").hparams
    assert found == {"nesterov": True, "layers": 3, "rate": 0.5}
    assert found["nesterov"] is True


@pytest.mark.usefixtures("quiet")
def test_reads_what_tensorflow_wrote(tmp_path, agrees):
    tf = pytest.importorskip("tensorflow")
    from tensorboard.plugins.hparams import api

    writer = tf.summary.create_file_writer(str(tmp_path))
    with writer.as_default():
        api.hparams({"learning_rate": 0.015625, "optimizer": "adam", "nesterov": True})
        for step, value in zip(STEPS, VALUES, strict=True):
            tf.summary.scalar("loss/train", value, step)
        tf.summary.histogram("weights", WEIGHTS, 3)
        tf.summary.histogram("zeros", np.zeros(5), 3)
        tf.summary.text("note", "hello", 2)
        tf.summary.image("digit", np.zeros((1, 4, 6, 1)), 1)
        tf.summary.audio("sound", np.zeros((1, 8, 1), dtype=np.float32), 8, 1)
    writer.close()
    run = read_events(tmp_path)
    found = run.scalars["loss/train"]
    agrees("read_events", "Keras", found.values, np.float32(VALUES), within=0)
    assert found.steps.tolist() == STEPS
    assert run.hparams == {"learning_rate": 0.015625, "optimizer": "adam", "nesterov": True}
    assert run.texts["note"].values == ["hello"]
    assert run.images["digit"].values[0][:2] == (4, 6)
    assert run.others == ("sound",)
    weights = run.histograms["weights"].values[0]
    count, edges = np.histogram(WEIGHTS, bins=30)
    agrees("read_events", "Keras", weights.count, count, within=0)
    agrees("read_events", "Keras", weights.left, edges[:-1], within=1e-12)
    agrees("read_events", "Keras", weights.right, edges[1:], within=1e-12)
    assert run.histograms["zeros"].values[0].zeros == 1.0


@pytest.mark.usefixtures("quiet")
def test_reads_what_keras_logged(tmp_path, agrees):
    keras = pytest.importorskip("keras")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, name="dense")])
    model.compile("sgd", "mse")
    x, y = np.ones((8, 3)), np.ones((8, 1))
    callback = keras.callbacks.TensorBoard(tmp_path, histogram_freq=1)
    with warnings.catch_warnings():  # h5py and the callback's graph, under NumPy 2
        warnings.simplefilter("ignore")
        history = model.fit(
            x, y, validation_data=(x, y), epochs=4, verbose=0, callbacks=[callback]
        ).history
    run = read_events(tmp_path)
    for tag, key in (("train/epoch_loss", "loss"), ("validation/epoch_loss", "val_loss")):
        assert run.scalars[tag].steps.tolist() == [0, 1, 2, 3]
        agrees("read_events", "Keras", run.scalars[tag].values, history[key], within=1e-6)
    kernels = [tag for tag in run.histograms if "kernel" in tag]
    assert kernels
    assert run.histograms[kernels[0]].values[-1].total == 3
    assert run.others


def test_a_step_written_twice_counts_as_last_written(tmp_path):
    with EventWriter(tmp_path) as writer:
        for step in range(4):
            writer.scalar("loss", step, step)
    with EventWriter(tmp_path) as writer:  # resumed from step 2
        for step in (2, 3, 4):
            writer.scalar("loss", 10 + step, step)
    assert len(list(tmp_path.iterdir())) == 2
    assert read_events(tmp_path).scalars["loss"].values.tolist() == [0, 1, 12, 13, 14]


def test_the_largest_numbers_have_a_bucket(tmp_path):
    with EventWriter(tmp_path) as writer:
        writer.histogram("weights", [-1e300, 1.0, 1e308, 1e308], 0)
    found = read_events(tmp_path).histograms["weights"].values[0]
    assert (found.total, found.left[0], found.right[-1]) == (4, -1e300, 1e308)


def test_steps_come_back_sorted(tmp_path):
    with EventWriter(tmp_path) as writer:
        for step in (3, 1, 2):
            writer.scalar("loss", 10 * step, step)
    assert read_events(tmp_path).scalars["loss"].values.tolist() == [10, 20, 30]


def test_what_is_flushed_can_be_read_while_the_run_goes_on(tmp_path):
    with EventWriter(tmp_path / "new" / "folder") as writer:
        writer.scalar("loss", 1.0, 0)
        writer.flush()
        assert read_events(writer.folder).scalars["loss"].values.tolist() == [1.0]
    with pytest.raises(ValueError, match=r"writer of '.*folder' is closed\. Write before"):
        writer.scalar("loss", 1.0, 1)
    writer.close()


@pytest.mark.parametrize(("error", "status"), [(None, 1), (KeyError, 2)])
def test_how_a_run_ended_is_noted(tmp_path, error, status):
    from tensorboard.plugins.hparams import metadata

    try:
        with EventWriter(tmp_path) as writer:
            writer.hparams({"a": 1})
            if error:
                raise error
    except KeyError:
        pass
    found = accumulated(tmp_path).summary_metadata["_hparams_/session_end_info"]
    end = metadata.parse_session_end_info_plugin_data(found.plugin_data.content)
    assert end.status == status


def only_file(folder):
    (file,) = folder.iterdir()
    return file


@pytest.mark.parametrize("cut", [1, 4, 5, 20])
def test_a_torn_last_record_is_left_out_and_named(tmp_path, cut):
    with EventWriter(tmp_path) as writer:
        for step in range(3):
            writer.scalar("loss", step, step)
    file = only_file(tmp_path)
    file.write_bytes(file.read_bytes()[:-cut])
    with pytest.warns(UserWarning, match=rf"last record of {file.name} is cut short"):
        run = read_events(tmp_path)
    assert run.torn == (file.name,)
    assert run.scalars["loss"].values.tolist() == [0.0, 1.0]


@pytest.mark.parametrize("tail", [b"\0" * 3, b"\0" * 40, struct.pack("<QI", 8, 1)[:9]])
def test_space_reserved_for_a_record_is_a_torn_record(tmp_path, tail):
    with EventWriter(tmp_path) as writer:
        writer.scalar("loss", 1.0, 0)
    with only_file(tmp_path).open("ab") as file:
        file.write(tail)
    with pytest.warns(UserWarning, match="cut short"):
        assert read_events(tmp_path).scalars["loss"].values.tolist() == [1.0]


def test_a_last_record_with_a_wrong_checksum_is_torn_and_any_other_is_damage(tmp_path):
    with EventWriter(tmp_path) as writer:
        for step in range(3):
            writer.scalar("loss", step, step)
    file = only_file(tmp_path)
    content = bytearray(file.read_bytes())
    last = content[:-5] + bytes([content[-5] ^ 1]) + content[-4:]
    file.write_bytes(last)
    with pytest.warns(UserWarning, match="cut short"):
        assert read_events(tmp_path).scalars["loss"].values.tolist() == [0.0, 1.0]
    for place in (12, 0, 8):  # data, length and checksum of the length of the first record
        damaged = bytearray(content)
        damaged[place] ^= 1
        file.write_bytes(damaged)
        with pytest.raises(ValueError, match=rf"{file.name} is damaged: its record at byte 0 does"):
            read_events(tmp_path)


def test_a_missing_folder_a_file_and_an_empty_folder_are_told_apart(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"`folder` must be the folder.*'.*nowhere'.*Pass"):
        read_events(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileNotFoundError, match="does not exist or is a file"):
        read_events(tmp_path / "file")
    with pytest.raises(FileNotFoundError, match=r"must hold event files.*has none\. Was the run"):
        read_events(tmp_path)


def test_folders_of_several_runs_are_not_mixed(tmp_path):
    for name, rate in (("a", 0.1), ("b", 0.2)):
        with EventWriter(tmp_path / name) as writer:
            writer.hparams({"rate": rate, "layers": 3})
            writer.scalar("loss", rate, 0)
    with pytest.raises(ValueError, match=r"'rate' is 0\.1 and 0\.2\. Read each run's own folder"):
        read_events(tmp_path)
    assert read_events(tmp_path / "a").hparams == {"rate": 0.1, "layers": 3.0}


@pytest.mark.parametrize(
    ("write", "error", "message"),
    [
        (lambda w: w.scalar("a", np.ones(2), 0), ValueError, r"one number.*\(2,\) for 'a'.*mean"),
        (lambda w: w.histogram("a", [], 0), ValueError, "at least one. Received: 0 numbers, 0 of"),
        (lambda w: w.histogram("a", [1, np.nan], 0), ValueError, "2 numbers, 1 of them NaN"),
        (lambda w: w.text("a", 5), TypeError, "`text` must be a text. Received: text=5 for 'a'"),
        (lambda w: w.hparams({"a": None}), TypeError, r"'a' must be a number.*None \(NoneType\)"),
        (lambda w: w.image("a", np.ones((2, 3, 4)), 0), ValueError, r"channels.*\(2, 3, 4\)"),
        (lambda w: w.image("a", np.ones(3), 0), ValueError, r"shape \(3,\)\. Move"),
        (lambda w: w.image("a", np.ones((0, 3)), 0), ValueError, r"shape \(0, 3\)"),
        (lambda w: w.image("a", np.full((2, 2), 1.5), 0), ValueError, r"\[0, 1\].*1\.5\. Scale"),
        (lambda w: w.image("a", np.full((2, 2), 256), 0), ValueError, r"\[0, 255\].*int.*256"),
        (lambda w: w.image("a", np.full((2, 2), -1), 0), ValueError, r"Received: -1 to -1"),
        (lambda w: w.image("a", np.full((2, 2), np.nan), 0), ValueError, r"nan to nan"),
    ],
)
def test_what_cannot_be_logged_is_refused(tmp_path, write, error, message):
    with EventWriter(tmp_path) as writer, pytest.raises(error, match=message):
        write(writer)
    assert read_events(tmp_path) == Run()


def test_neither_torch_nor_tensorflow_is_loaded():
    program = (
        "import sys, tempfile\n"
        "from deeptuning.monitoring import EventWriter, read_events\n"
        "with EventWriter(tempfile.mkdtemp()) as w:\n"
        "    w.scalar('a', 1, 0); w.histogram('b', [1, 2], 0); w.hparams({'c': 1})\n"
        "    w.text('d', 'e'); w.image('f', [[0.5]], 0)\n"
        "run = read_events(w.folder)\n"
        "assert run.scalars and run.histograms and run.hparams\n"
        "print([m for m in ('torch', 'tensorflow', 'keras', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_series_are_plain_tuples():
    assert Series._fields == ("steps", "values", "wall_times")


def test_png_is_valid_to_the_checksum(tmp_path):
    with EventWriter(tmp_path) as writer:
        writer.image("a", np.array([[0.0, 1.0], [0.5, 0.25]]), 0)
    encoded = read_events(tmp_path).images["a"].values[0].encoded
    assert encoded[:8] == b"\x89PNG\r\n\x1a\n"
    start = encoded.index(b"IDAT")
    (length,) = struct.unpack(">I", encoded[start - 4 : start])
    rows = zlib.decompress(encoded[start + 4 : start + 4 + length])
    assert rows == bytes([0, 0, 255, 0, 128, 64])
