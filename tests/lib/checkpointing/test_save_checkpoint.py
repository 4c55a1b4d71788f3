import hashlib
import json
import os
import pickle
import stat
import subprocess
import sys
import zipfile

import numpy as np
import pytest
import safetensors
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save

from deeptuning.checkpointing import (
    CheckpointError,
    MissingCheckpointError,
    NewerCheckpointError,
    atomic_write,
    load_checkpoint,
    save_checkpoint,
)
from deeptuning.checkpointing._format import from_bytes, to_bytes
from tests.lib.checkpointing.states import arrays, example, identical, states


@pytest.fixture
def file(tmp_path):
    return tmp_path / "run.safetensors"


def forged(tree, tensors=None, **changes):
    """A file with a correct checksum, written without the library; a str is the entry as it is."""
    header = {"format": "deeptuning checkpoint", "version": 1, "sha256": "0" * 64, "state": tree}
    text = tree if isinstance(tree, str) else json.dumps(header | changes)
    data = save(tensors or {}, metadata={"checkpoint": text})
    return data.replace(b"0" * 64, hashlib.sha256(data).hexdigest().encode(), 1)


@given(states)
@settings(max_examples=200, deadline=None)
def test_any_state_comes_back_to_the_bit(state):
    assert identical(from_bytes(to_bytes(state)), state)


def test_through_a_file(file, agrees):
    state = example()
    save_checkpoint(file, state)
    back = load_checkpoint(str(file))
    assert identical(back, state)
    agrees("save_checkpoint", "by hand", back["model"][0]["w"], [[0, 3], [1, 4], [2, 5]], within=0)
    back["model"][0]["w"][0] = 9  # fresh arrays: training may write into them
    assert not identical(back, state)


@given(st.dictionaries(st.sampled_from("abc"), arrays.filter(lambda a: a.dtype.str[0] != ">")))
@settings(max_examples=50, deadline=None)
def test_arrays_are_plain_safetensors(tmp_path_factory, state):
    file = tmp_path_factory.mktemp("s") / "a.safetensors"
    save_checkpoint(file, state)
    theirs = load_file(file)
    assert sorted(theirs) == sorted(state)
    for name, array in state.items():
        if array.dtype.name == "complex128":  # stored as bytes
            assert theirs[name].tobytes() == array.tobytes()
        else:
            assert identical(np.ascontiguousarray(theirs[name]).reshape(array.shape), array)


def test_the_reader_of_safetensors_agrees(file, agrees):
    state = {"model": {"w": np.linspace(-1, 1, 6).reshape(2, 3).T, "b": np.array(3, np.int16)}}
    save_checkpoint(file, state)
    theirs = load_file(file)
    assert sorted(theirs) == ["model/b", "model/w"]
    for name in ("b", "w"):
        agrees(
            "save_checkpoint",
            "safetensors",
            state["model"][name],
            theirs[f"model/{name}"],
            within=0,
        )
        ours = load_checkpoint(file)["model"][name]
        agrees("load_checkpoint", "safetensors", ours, theirs[f"model/{name}"], within=0)


def test_the_same_state_gives_the_same_bytes():
    assert len({to_bytes(example()) for _ in range(5)}) == 1


def test_the_checksum_is_that_of_the_file_with_zeros_in_its_place(file, agrees):
    # also when the state itself contains the mark
    save_checkpoint(file, {"w": np.ones(3), '\\"sha256\\": \\"': 'sha256": "', "sha256": "a"})
    data = file.read_bytes()
    with safetensors.safe_open(file, framework="np") as reader:
        header = json.loads(reader.metadata()["checkpoint"])
    zeroed = data.replace(header["sha256"].encode(), b"0" * 64)
    ours = np.frombuffer(bytes.fromhex(header["sha256"]), np.uint8)
    theirs = np.frombuffer(hashlib.sha256(zeroed).digest(), np.uint8)
    agrees("save_checkpoint", "by hand", ours, theirs, within=0)
    assert list(header) == ["format", "version", "sha256", "state"]
    assert load_checkpoint(file)["sha256"] == "a"


def test_a_file_written_by_hand_is_read(agrees):
    tree = {
        "dict": [["w", {"array": "x", "dtype": "<f8", "shape": [2, 1], "order": "C"}], [3, [1]]]
    }
    state = from_bytes(forged(tree, {"x": np.array([[0.5], [2.0]])}))
    assert list(state) == ["w", 3]
    agrees("load_checkpoint", "by hand", state, {"w": [[0.5], [2.0]], 3: [1]}, within=0)


def test_memory_order_survives(file):
    """A product of matrices depends on it in the last bit."""
    ordered = {"c": np.ones((2, 3)), "f": np.asfortranarray(np.ones((2, 3)))}
    save_checkpoint(file, ordered | {"strided": np.ones((4, 6))[::2, ::2]})
    back = load_checkpoint(file)
    flags = {name: (a.flags.c_contiguous, a.flags.f_contiguous) for name, a in back.items()}
    assert flags == {"c": (True, False), "f": (False, True), "strided": (True, False)}


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"a": [{"b": object()}]}, "builtins.object at a/0/b"),
        ({"a": {1, 2}}, "builtins.set at a"),
        ({"a": np.array(["x"])}, "numpy.ndarray of dtype <U1 at a"),
        ({"a": np.array([None])}, "dtype object at a"),
        ({"a": np.zeros(2, "M8[s]")}, "dtype datetime64"),
        ({"a": np.ones(2, np.longdouble)}, "numpy.ndarray of dtype "),
        ({"a": np.longdouble(1)}, "numpy.longdouble of dtype "),
        ({"a": np.ma.ones(2)}, "MaskedArray"),
        ({"a": np.str_("x")}, "numpy.str_"),
        ({1.5: 1}, "builtins.float as a key of "),
        ({"a": {True: 1}}, "builtins.bool as a key of a"),
        ({"a": type("Sub", (dict,), {})()}, "Sub at a"),
        ([1], "must be a dict. Received: list"),
        (None, "must be a dict. Received: NoneType"),
    ],
)
def test_what_cannot_be_saved_exactly_is_refused(file, bad, message):
    with pytest.raises(TypeError, match="Argument `state` must") as error:
        save_checkpoint(file, bad)
    assert message in str(error.value)
    assert list(file.parent.iterdir()) == []


def test_a_tensor_is_refused_with_a_remedy(file):
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError, match=r"torch.Tensor of dtype torch.float32 at w.*tensor.numpy"):
        save_checkpoint(file, {"w": torch.ones(2)})


def nested(levels, wrap):
    state = 1
    for _ in range(levels):
        state = wrap(state)
    return {"a": state}


@pytest.mark.parametrize("wrap", [lambda v: [v], lambda v: (v,), lambda v: {"a": v}])
def test_depth_has_a_limit_and_a_cycle_is_not_followed(file, wrap):
    assert identical(from_bytes(to_bytes(nested(99, wrap))), nested(99, wrap))
    with pytest.raises(ValueError, match=r"deeper than 100 levels\. Received: more at a/[0a]/[0a]"):
        save_checkpoint(file, nested(100, wrap))
    cycle = {}
    cycle["self"] = cycle
    with pytest.raises(ValueError, match="break the cycle"):
        save_checkpoint(file, cycle)


def test_names_of_arrays_and_whole_numbers_for_other_readers(file):
    w, t = np.ones(1), 2**53
    save_checkpoint(file, {"a/b": w, "a": {"b": w}, "__metadata__": w, "t": [t, -t, t + 1, -t - 1]})
    assert sorted(load_file(file)) == ["__metadata__~2", "a/b", "a/b~2"]
    with safetensors.safe_open(file, framework="np") as reader:
        tree = json.loads(reader.metadata()["checkpoint"])["state"]
    numbers = dict(tree["dict"])["t"]
    assert numbers == [t, -t, {"int": "0x20000000000001"}, {"int": "-0x20000000000001"}]


def test_a_tree_that_safetensors_would_not_read_is_not_written(file, monkeypatch):
    state = {"a": [0.1] * 1000, "w": np.zeros(10_000)}
    header = int.from_bytes(to_bytes(state)[:8], "little")
    monkeypatch.setattr("deeptuning.checkpointing._format.LARGEST_HEADER", header)
    save_checkpoint(file, state)
    monkeypatch.setattr("deeptuning.checkpointing._format.LARGEST_HEADER", header - 1)
    with pytest.raises(ValueError, match=rf"at most {header - 1} .* Received: {header}\. .*arrays"):
        save_checkpoint(file, state | {"a": [0.2] * 1000})
    assert load_checkpoint(file)["a"][0] == 0.1


# Damage


def test_a_file_torn_anywhere_is_refused(file):
    data = to_bytes(example())
    for length in range(0, len(data), 7):
        with pytest.raises(CheckpointError):
            from_bytes(data[:length])
    for longer in (data + b"\0", data + data, b" " + data, data[1:]):
        with pytest.raises(CheckpointError):
            from_bytes(longer)


def test_a_flipped_bit_is_noticed_wherever_it_is(agrees):
    data = to_bytes({"w": np.arange(3.0), "t": 1, "s": "x"})
    noticed = 0
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            from_bytes(bytes(changed))
        except CheckpointError:
            noticed += 1
    agrees("CheckpointError", "by hand", noticed, 8 * len(data), within=0)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_any_damage_is_a_checkpoint_error(data):
    whole = to_bytes(example())
    start = data.draw(st.integers(0, len(whole) - 1))
    stop = data.draw(st.integers(start, min(start + 40, len(whole))))
    damaged = whole[:start] + data.draw(st.binary(max_size=40)) + whole[stop:]
    if damaged != whole:
        with pytest.raises(CheckpointError):
            from_bytes(damaged)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_noise_is_a_checkpoint_error(noise):
    with pytest.raises(CheckpointError):
        from_bytes(noise)


class Bomb:
    def __reduce__(self):
        return os._exit, (66,)


def write_pickle(file):
    file.write_bytes(pickle.dumps(Bomb()))


def write_torch(file):
    pytest.importorskip("torch").save({"w": Bomb()}, file)


def write_npz(file):
    np.savez(file.with_suffix(".npz"), w=np.ones(3))
    file.with_suffix(".npz").rename(file)


def write_npy(file):
    with file.open("wb") as opened:
        np.save(opened, np.ones(3))


def write_zip(file):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", "b")


WRITERS = {
    "a pickle, which would run": write_pickle,
    "a zip archive, as torch.save": write_torch,
    "as torch.save, numpy.savez": write_npz,
    "a zip archive": write_zip,
    "a single array of numpy.save": write_npy,
    "an HDF5 file": lambda file: file.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100)),
    "a safetensors file that save_checkpoint did not write": lambda file: file.write_bytes(
        save({"w": np.ones(3)})
    ),
    "that save_checkpoint did not write": lambda file: file.write_bytes(
        save({"w": np.ones(3)}, metadata={"checkpoint": '{"format": "other"}'})
    ),
    "save_checkpoint did not write": lambda file: file.write_bytes(
        save({"w": np.ones(3)}, metadata={"checkpoint": "[1]"})
    ),
    "an empty file": lambda file: file.write_bytes(b""),
    "a file of another format": lambda file: file.write_text("weights and biases"),
    "a torn file of 5 bytes": lambda file: file.write_bytes(b"\x10\0\0\0\0"),
    "a torn file of 9 bytes": lambda file: file.write_bytes(b"\x10" + bytes(7) + b"{"),
    "a torn file of 20 bytes": lambda file: file.write_bytes(b"\xff" * 8 + b"{" * 12),
    "a damaged header": lambda file: file.write_bytes(b"\x04" + bytes(7) + b"{}}}"),
}


@pytest.mark.parametrize("said", WRITERS)
def test_a_foreign_file_is_named_and_never_run(file, said):
    WRITERS[said](file)
    with pytest.raises(CheckpointError) as error:
        load_checkpoint(file)
    message = str(error.value)
    assert message.startswith(f"Checkpoint {str(file)!r} must be a whole checkpoint. Received: ")
    assert said in message
    assert message.endswith("write files with save_checkpoint.")


def test_a_header_may_begin_like_a_zip_archive():
    """Its length is what the first bytes say: 0x4b50 is "PK"."""
    for filling in range(20_000):
        data = to_bytes({"a": "x" * filling}) if filling > 18_900 else b""
        if data[:2] == b"PK":
            assert from_bytes(data) == {"a": "x" * filling}
            return
    pytest.fail("no header of that length")


def test_missing_folder_and_folder(file):
    for nowhere in (file, file / "x", file.parent / "a" / "b"):
        with pytest.raises(MissingCheckpointError, match=r"existing file\. Received: path='.*Save"):
            load_checkpoint(nowhere)
    file.write_bytes(b"")
    with pytest.raises(FileNotFoundError, match="which is not there"):
        load_checkpoint(file / "inside a file")
    with pytest.raises(CheckpointError, match="must be a file.*a folder"):
        load_checkpoint(file.parent)
    with pytest.raises(FileNotFoundError, match="Make the folder"):
        save_checkpoint(file.parent / "no" / "a", {})


def test_a_newer_version_is_told_from_damage(file, agrees):
    file.write_bytes(forged({"dict": []}, version=2))
    with pytest.raises(NewerCheckpointError, match=r"version 1 or earlier\. Received: version 2"):
        load_checkpoint(file)
    newer = 0
    for version in (2, 10**9, "1", None, 1.0, True):
        with pytest.raises(NewerCheckpointError):
            from_bytes(forged({"dict": []}, version=version))
        newer += 1
    agrees("NewerCheckpointError", "by hand", newer, 6, within=0)
    assert from_bytes(forged({"dict": []}, version=1)) == {}


DEEP = '{"format":"deeptuning checkpoint","state":' + "[" * 10**5 + "]" * 10**5 + "}"
ARRAY = {"array": "x", "dtype": "<f8", "shape": [2], "order": "C"}


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({"dict": [["a", {"array": "y", "dtype": "<f8", "shape": [2], "order": "C"}]]}, "'y'"),
        ({"dict": [["a", ARRAY], ["b", ARRAY]]}, "used twice"),
        ({"dict": []}, "name every array"),
        ({"dict": [["a", ARRAY | {"dtype": "<f4"}]]}, "as the tree says"),
        ({"dict": [["a", ARRAY | {"shape": [3]}]]}, "as the tree says"),
        ({"dict": [["a", ARRAY | {"shape": [-1]}]]}, "as the tree says"),
        ({"dict": [["a", ARRAY | {"shape": [-1, -2]}]]}, "malformed 'array'"),
        ({"dict": [["a", ARRAY | {"shape": None}]]}, "malformed 'array'"),
        ({"dict": [["a", ARRAY | {"dtype": "O"}]]}, "must hold numbers"),
        ({"dict": [["a", ARRAY | {"dtype": "longdouble"}]]}, "must hold numbers"),
        ({"dict": [["a", ARRAY | {"dtype": "nonsense"}]]}, "malformed 'array'"),
        ({"dict": [["a", ARRAY | {"order": "Q"}]]}, "malformed 'array'"),
        ({"dict": [["a", {"array": "x"}]]}, "malformed 'array'"),
        ({"dict": [["a", {"array": ["x"]}]]}, "malformed 'array'"),
        ({"dict": [["a", {"eval": "1"}]]}, "Received: 'eval'"),
        ({"dict": [["a", {}]]}, "Received: None"),
        ({"dict": [["a", {"int": "zz"}]]}, "malformed 'int'"),
        ({"dict": [["a", {"int": 3}]]}, "malformed 'int'"),
        ({"dict": [["a", {"float": "00"}]]}, "malformed 'float'"),
        ({"dict": [["a", {"tuple": 3}]]}, "malformed 'tuple'"),
        ({"dict": [["a"]]}, "malformed 'dict'"),
        ({"dict": [[None, 1]]}, "keys of type"),
        ({"dict": [[[1], 1]]}, "malformed 'dict'"),
        ({"dict": [["a", 1], ["a", 2]]}, "each once"),
        (ARRAY, "no dict, but a ndarray"),
        (None, "name every array"),
        (DEEP, "damaged header"),
        ("1" * 5000, "damaged header"),
    ],
)
def test_a_forged_tree_is_refused(tree, said):
    """With a checksum that fits: it is no signature."""
    with pytest.raises(CheckpointError) as error:
        from_bytes(forged(tree, {"x": np.ones(2)}))
    assert said in str(error.value)


def test_a_deep_tree_is_refused_without_running_out_of_stack():
    for shape in ("list", "tuple", "dict"):
        tree = 1
        for _ in range(150):
            tree = {"list": [tree], "tuple": {"tuple": [tree]}, "dict": {"dict": [["a", tree]]}}[
                shape
            ]
        with pytest.raises(CheckpointError, match="deeper than 100"):
            from_bytes(forged({"dict": [["a", tree]]}))


def test_arrays_that_safetensors_knows_and_numpy_does_not():
    header = json.loads(forged({"dict": []})[8:].rstrip())
    header["x"] = {"dtype": "BF16", "shape": [1], "data_offsets": [0, 2]}
    inner = json.loads(header["__metadata__"]["checkpoint"]) | {"sha256": "0" * 64}
    header["__metadata__"]["checkpoint"] = json.dumps(inner)
    text = json.dumps(header).encode()
    data = len(text).to_bytes(8, "little") + text + b"\0\0"
    data = data.replace(b"0" * 64, hashlib.sha256(data).hexdigest().encode())
    with pytest.raises(CheckpointError, match="arrays that safetensors cannot read"):
        from_bytes(data)
    short = data[:-2]
    short = short.replace(inner["sha256"].encode(), b"0" * 64)
    with pytest.raises(CheckpointError):
        from_bytes(short)


@pytest.mark.parametrize("error", [MissingCheckpointError, NewerCheckpointError])
def test_every_error_is_a_checkpoint_error_and_a_value_error(error, agrees):
    assert issubclass(error, CheckpointError)
    assert issubclass(error, ValueError)
    agrees(
        error.__name__,
        "by hand",
        issubclass(error, FileNotFoundError),
        "Missing" in error.__name__,
        within=0,
    )


# Writing


def test_atomic_write_by_hand(tmp_path, agrees):
    atomic_write(tmp_path / "a", b"old")
    atomic_write(str(tmp_path / "a"), b"new")
    written = np.frombuffer((tmp_path / "a").read_bytes(), np.uint8)
    agrees("atomic_write", "by hand", written, [110, 101, 119], within=0)
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_permissions_are_those_of_any_new_file(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    atomic_write(tmp_path / "a", b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode
    before = os.umask(0o077)
    try:
        atomic_write(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


class Killed(BaseException):
    """Not an Exception: nobody may catch it and carry on."""


class Faulty:
    """A file whose `write` puts half of the data on the disk and then fails."""

    def __init__(self, file, error):
        self.file, self.error = file, error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, data):
        self.file.write(data[: len(data) // 2])
        self.file.flush()
        raise self.error


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), Killed()])
@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_fault_at_any_step_leaves_the_old_file_and_no_litter(file, monkeypatch, step, error):
    save_checkpoint(file, example())

    def fail(*_, **__):
        raise error

    with monkeypatch.context() as patch:
        if step == "write":
            patch.setattr("builtins.open", lambda *a, real=open: Faulty(real(*a), error))
        elif step == "open":
            patch.setattr("builtins.open", fail)
        else:
            patch.setattr(os, step, fail)
        with pytest.raises(type(error)):
            save_checkpoint(file, example(scale=2.0))
    assert identical(load_checkpoint(file), example())
    assert [p.name for p in file.parent.iterdir()] == [file.name]


def test_order_of_the_steps(file, monkeypatch):
    """The data are on the disk before the name changes, and the name before we return."""
    steps = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, n=name, r=real: (steps.append((n, a)), r(*a))[1])
    sizes = []
    real_fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda f: (sizes.append(os.fstat(f)), real_fsync(f))[1])
    save_checkpoint(file, {"w": np.zeros(10)})
    assert [name for name, _ in steps] == ["fsync", "replace", "fsync"]
    assert sizes[0].st_size == file.stat().st_size  # flushed first
    assert stat.S_ISDIR(sizes[1].st_mode)
    source, target = steps[1][1]
    assert os.path.dirname(source) == os.path.dirname(target)


def test_a_failing_sync_of_the_folder_is_told_and_leaks_no_handle(file, monkeypatch):
    real = os.fsync

    def fail(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(5, "Input/output error")
        real(handle)

    before = len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="Input/output"):
            save_checkpoint(file, {"a": 1})
    assert load_checkpoint(file) == {"a": 1}
    if before:
        assert len(os.listdir("/proc/self/fd")) == before


SAVER = """
import sys, numpy as np
from deeptuning.checkpointing import save_checkpoint
count = 0
while True:
    count += 1
    save_checkpoint(sys.argv[1], {"count": count, "w": np.full(300_000, float(count))})
    print(count, flush=True)
"""


def test_killed_at_random_instants_the_file_is_always_whole(file):
    rng = np.random.default_rng(0)
    for _ in range(6):
        saver = subprocess.Popen([sys.executable, "-c", SAVER, file], stdout=subprocess.PIPE)
        try:
            said = int(saver.stdout.readline())  # the first one is written
            with pytest.raises(subprocess.TimeoutExpired):
                saver.wait(timeout=rng.uniform(0, 0.1))
        finally:
            saver.kill()  # SIGKILL
        rest = saver.communicate()[0].split()
        said = int(rest[-1]) if rest else said
        state = load_checkpoint(file)
        assert state["count"] in (said, said + 1)  # what was reported as saved is there
        assert (state["w"] == state["count"]).all()
