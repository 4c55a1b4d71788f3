"""Do the drivers with files play disks, kills and strangers' files as they say?"""

import pickle

import numpy as np
import pytest

from deeptuning.checks.drivers import drive
from deeptuning.checks.drivers_files import STRANGE, Disk
from deeptuning.checks.killable_run import Run

FILE = {"name": "a.ckpt", "content": np.frombuffer(b"some bytes", np.uint8)}


def on_file(subject, **changed):
    return drive("on_file", subject, [FILE | changed])[0]["returned"]


def test_is_a_file_with_the_bytes_of_the_case_handed_over():
    told = on_file(lambda path: [path.name, path.read_text()])
    assert told["state"] == ["a.ckpt", "some bytes"]
    assert (told["error"], told["intact"], told["ran"]) == (None, True, False)


def refuse(path):
    raise ValueError(f"{path.name} is bad")


def test_is_an_error_told_as_data():
    told = on_file(refuse)
    assert (told["error"], told["message"]) == ("ValueError", "a.ckpt is bad")
    assert told["state"] is None


def not_written(path):
    raise NotImplementedError


def test_is_an_unwritten_reader_not_attempted():
    assert drive("on_file", not_written, [FILE])[0]["status"] == "not attempted"


@pytest.mark.parametrize("tamper", [lambda path: path.unlink(), lambda path: path.write_text("")])
def test_is_a_changed_file_noticed(tamper):
    assert on_file(tamper)["intact"] is False


def test_does_a_strangers_file_tell_on_whoever_runs_it():
    def load(path):
        pickle.loads(path.read_bytes())

    assert on_file(lambda path: None, content=STRANGE)["ran"] is False
    assert on_file(load, content=STRANGE)["ran"] is True


def test_does_the_disk_do_what_it_is_told_and_take_it_down():
    disk = Disk({"a": "old"})
    disk.write("b", "new")
    disk.sync("b")
    disk.rename("b", "a")
    assert disk.names() == ["a"]
    disk.delete("a")
    assert disk.names() == []
    assert [op[0] for op in disk.log] == ["write", "sync", "rename", "delete"]


@pytest.mark.parametrize("act", [Disk.sync, Disk.delete, lambda disk, name: disk.rename(name, "b")])
def test_does_the_disk_know_its_files(act):
    with pytest.raises(FileNotFoundError, match="no file 'c'"):
        act(Disk({"a": "old"}), "c")


def test_does_a_driver_return_the_log():
    case = {"files": {"a": "old"}, "name": "a", "text": "new"}
    answer = drive("on_disk", lambda disk, name, text: disk.write(name, text), [case])[0]
    assert answer["returned"] == [["write", "a", "new"]]
    assert case["files"] == {"a": "old"}


RNG = np.random.default_rng(0)
RUN = {"x": RNG.normal(size=(70, 3)), "y": np.arange(70) % 3, "hidden": 4, "seed": 5}
RUN |= {"killed": 7, "steps": 12}


class Exact:
    """Pickles all that changes, with the generator."""

    def save(self, path, run):
        path.write_bytes(pickle.dumps(vars(run)))

    def restore(self, path, run):
        vars(run).update(pickle.loads(path.read_bytes()))


class Forgetful(Exact):
    """Restores nothing, and leaves the save of a later step in a variable."""

    def restore(self, path, run):
        assert list(path.parent.iterdir()) == [path] or path.name == "gift.npz"


def test_does_an_exact_resume_end_where_an_undisturbed_run_ends():
    resumed, went_on, ran = drive("resumed", Exact, [RUN])[0]["returned"]
    whole = Run(RUN["x"], RUN["y"], RUN["seed"], RUN["hidden"])
    for _ in range(RUN["steps"]):
        whole.step()
    for name, w in whole.weights.items():
        assert np.array_equal(resumed[name], w)
        assert np.array_equal(went_on[name], w)
    assert ran is True  # it unpickles what it gets


def test_does_a_forgetful_resume_end_elsewhere():
    resumed, went_on, ran = drive("resumed", Forgetful, [RUN])[0]["returned"]
    assert not np.allclose(resumed["w1"], went_on["w1"])
    assert ran is False


def count_up(folder, tick, steps):
    path = folder / "count"
    done = int(path.read_text()) if path.exists() else 0
    while done < steps:
        tick()
        done += 1
        path.write_text(str(done))
    return done


def test_does_only_the_folder_outlast_a_kill():
    case = {"lives": [2, 3, 9, 9], "steps": 7}
    told = drive("through_kills", count_up, [case])[0]["returned"]
    assert told["classes"] == 7
    assert told["ticks"].tolist() == [2, 3, 2]


def test_is_one_who_never_finishes_told_apart():
    case = {"lives": [2, 3], "steps": 7}
    told = drive("through_kills", count_up, [case])[0]["returned"]
    assert told["classes"] is None
    assert told["ticks"].tolist() == [2, 3]


def test_are_the_files_of_a_folder_sent_back_as_bytes():
    def subject(folder, text):
        (folder / "below").mkdir()
        (folder / "below/a").write_text(text)
        (folder / "b").write_bytes(b"\x00\xff")

    told = drive("in_folder", subject, [{"text": "hi"}])[0]["returned"]
    assert told["names"] == ["b", "below/a"]
    assert [bytes(content) for content in told["contents"]] == [b"\x00\xff", b"hi"]
