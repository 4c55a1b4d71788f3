import itertools
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.checkpointing import (
    CheckpointError,
    Keeper,
    NewerCheckpointError,
    load_checkpoint,
    save_checkpoint,
)
from tests.lib.checkpointing.test_save_checkpoint import forged


def steps(keeper):
    return sorted(load_checkpoint(path)["step"] for path in keeper.folder.iterdir())


def save_all(keeper, values):
    for step, value in enumerate(values, 1):
        keeper.save(step, {"step": step}, value)


def kept_by_hand(values, last, best, every, mode):
    """A slow twin: which steps (counted from 1) stay in the end, by replaying every save."""
    kept = set()
    for step in range(1, len(values) + 1):
        kept.add(step)
        ranked = [s for s in kept if values[s - 1] is not None and values[s - 1] == values[s - 1]]
        ranked.sort(key=lambda s: (values[s - 1] * (-1 if mode == "max" else 1), s))
        stay = set(sorted(kept)[-last:]) | set(ranked[:best])
        kept = stay | {s for s in kept if every and s % every == 0}
    return sorted(kept)


values = st.none() | st.sampled_from([0.0, -0.0, 0.5, math.inf, -math.inf, math.nan]) | st.floats()


@given(
    st.lists(values, max_size=7),
    st.integers(1, 3),
    st.integers(0, 3),
    st.none() | st.integers(1, 4),
    st.sampled_from(["min", "max"]),
)
@settings(max_examples=25, deadline=None)
def test_what_stays_is_what_was_asked_for(tmp_path_factory, values, last, best, every, mode):
    keeper = Keeper(tmp_path_factory.mktemp("k"), last, best, every, mode)
    save_all(keeper, values)
    assert steps(keeper) == kept_by_hand(values, last, best, every, mode)


@pytest.mark.parametrize(
    ("arguments", "stay", "best"),
    [
        ({}, [3, 6], 3),
        ({"mode": "max"}, [1, 6], 1),
        ({"last": 2}, [3, 5, 6], 3),
        ({"best": 2}, [2, 3, 6], 3),
        ({"best": 0}, [6], None),
        ({"every": 2}, [2, 3, 4, 6], 3),
        ({"last": 9}, [1, 2, 3, 4, 5, 6], 3),
    ],
)
def test_by_hand(tmp_path, arguments, stay, best, agrees):
    keeper = Keeper(tmp_path / "new" / "folder", **arguments)
    save_all(keeper, [0.9, 0.3, 0.2, math.nan, 0.4, 0.7])
    agrees("Keeper", "by hand", steps(keeper), stay, within=0)
    assert load_checkpoint(keeper.latest()) == {"step": 6} == keeper.load_latest()
    if best:
        assert load_checkpoint(keeper.best()) == {"step": best}
    else:
        assert load_checkpoint(keeper.best()) == {"step": 6}  # the best of what is there


def test_an_empty_folder(tmp_path):
    keeper = Keeper(tmp_path)
    assert (keeper.latest(), keeper.best(), keeper.load_latest()) == (None, None, None)


def test_nan_is_never_best_and_no_value_neither(tmp_path):
    keeper = Keeper(tmp_path, last=9)
    save_all(keeper, [math.nan, None])
    assert keeper.best() is None
    keeper.save(3, {"step": 3}, math.inf)
    assert load_checkpoint(keeper.best())["step"] == 3


def test_a_tie_goes_to_the_earlier_one(tmp_path):
    for mode in ("min", "max"):
        keeper = Keeper(tmp_path / mode, last=1, mode=mode)
        save_all(keeper, [0.0, -0.0, 0.0])
        assert steps(keeper) == [1, 3]


def test_a_new_keeper_knows_what_the_old_one_saved(tmp_path):
    """A restart must not forget the best value; the index is in the names."""
    save_all(Keeper(tmp_path), [0.1 + 0.2, 1e-300, 5.0])
    keeper = Keeper(str(tmp_path))
    keeper.save(4, {"step": 4}, np.float32(0.25))
    assert steps(keeper) == [2, 4]
    assert keeper.best().name == "save-000002_step-2_value-1e-300.safetensors"
    assert keeper.latest().name == "save-000004_step-4_value-0.25.safetensors"


def test_every_value_is_read_back_from_its_name(tmp_path):
    for value in (0.1, -2.5, 1e22, -1e-300, 1.5e300, math.inf, -math.inf, 5e-324, 0, np.int64(3)):
        keeper = Keeper(tmp_path / str(value))
        path = keeper.save(10**12, {}, value)
        assert keeper.best() == path == keeper.latest()
        assert keeper._saved()[0].value == value


def test_going_back_to_an_old_step_and_training_on(tmp_path):
    """The newest is what was saved last, whatever its step."""
    keeper = Keeper(tmp_path, last=2, best=0)
    for step in (10, 20, 30, 11):
        path = keeper.save(step, {"step": step})
    assert keeper.latest() == path
    assert steps(keeper) == [11, 30]


def test_a_step_saved_again_replaces_the_old_file(tmp_path):
    keeper = Keeper(tmp_path, last=3, best=3, every=1)
    keeper.save(1, {"step": 1, "run": "a"}, 0.1)
    keeper.save(2, {"step": 2}, 0.2)
    keeper.save(1, {"step": 1, "run": "b"}, 0.3)
    assert steps(keeper) == [1, 2]
    assert keeper.load_latest()["run"] == "b"


def test_other_files_are_left_alone(tmp_path):
    others = [
        "notes.txt",
        "save-1_step-1.pt",
        "save-1_step-1_value-1.2.3.safetensors",
        ".hidden.tmp",
    ]
    others += ["save-1_step-x.safetensors", "asave-1_step-1.safetensors", ".save-1.safetensors.tmp"]
    for name in others:
        (tmp_path / name).write_text("mine")
    keeper = Keeper(tmp_path)
    save_all(keeper, [1.0, 2.0, 3.0])
    assert {p.name for p in tmp_path.iterdir()} - set(others) == {
        "save-000001_step-1_value-1.0.safetensors",
        "save-000003_step-3_value-3.0.safetensors",
    }
    assert all((tmp_path / name).read_text() == "mine" for name in others)


def test_a_damaged_file_is_passed_over_with_a_warning(tmp_path):
    keeper = Keeper(tmp_path, last=3)
    save_all(keeper, [1.0, 2.0, 3.0])
    torn = keeper.latest()
    torn.write_bytes(torn.read_bytes()[:-1])
    with pytest.warns(UserWarning, match=rf"Passed over {torn.name}: Checkpoint .* Received: "):
        assert keeper.load_latest() == {"step": 2}
    keeper.save(3, {"step": 3, "again": True}, 3.0)  # the run goes on, and the torn file goes
    assert keeper.load_latest() == {"step": 3, "again": True}
    assert not torn.exists()


def test_only_damaged_files_are_an_error_and_not_a_fresh_start(tmp_path):
    keeper = Keeper(tmp_path, last=2)
    save_all(keeper, [1.0, 2.0])
    for path in tmp_path.iterdir():
        path.write_bytes(b"")
    with (
        pytest.warns(UserWarning, match="an empty file") as warned,
        pytest.raises(CheckpointError, match="2, all of them"),
    ):
        keeper.load_latest()
    assert len(warned) == 2


def test_a_newer_version_is_not_passed_over(tmp_path):
    keeper = Keeper(tmp_path, last=2)
    save_all(keeper, [1.0, 2.0])
    keeper.latest().write_bytes(forged({"dict": []}, version=2))
    with pytest.raises(NewerCheckpointError):
        keeper.load_latest()


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"last": 0}, ValueError, "`last` must be a whole number, 1 or more. Received: last=0"),
        ({"best": -1}, ValueError, "`best` must be a whole number, 0 or more"),
        ({"every": 0}, ValueError, "`every` must be a whole number, 1 or more"),
        ({"last": 1.5}, TypeError, "last=1.5 (float). Pass an int"),
        ({"best": True}, TypeError, "`best`"),
        ({"best": None}, TypeError, "`best`"),
        ({"mode": "auto"}, ValueError, "`mode` must be one of 'min', 'max'"),
    ],
)
def test_wrong_arguments(tmp_path, arguments, error, said):
    with pytest.raises(error) as raised:
        Keeper(tmp_path / "k", **arguments)
    assert said in str(raised.value)
    assert not (tmp_path / "k").exists()


def test_wrong_steps_and_values(tmp_path):
    keeper = Keeper(tmp_path)
    with pytest.raises(ValueError, match="`step` must be a whole number, 0 or more"):
        keeper.save(-1, {})
    with pytest.raises(TypeError, match="`step`"):
        keeper.save(1.0, {})
    for value in ("0.5", True, np.ones(1), 1j):
        with pytest.raises(TypeError, match="`value` must be one number or None"):
            keeper.save(1, {}, value)
    assert list(tmp_path.iterdir()) == []
    keeper.save(np.int64(0), {}, 1)
    assert keeper.latest().name == "save-000001_step-0_value-1.0.safetensors"


class Killed(BaseException):
    """Not an Exception: nobody may catch it and carry on."""


STEPS = ((os, "fsync"), (os, "replace"), (Path, "unlink"))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fatal", range(1, 20))
def test_killed_at_every_step_the_last_and_the_best_survive(tmp_path, monkeypatch, fatal, after):
    """At the n-th system call, before or after it, everything stops: cleaning up as well."""
    keeper = Keeper(tmp_path, last=1, best=1)
    calls = itertools.count(1)
    saved, best = 0, 0
    loss = [0.5, 0.2, 0.4, 0.1]

    def deadly(real):
        def call(*args, **kwargs):
            number = next(calls)
            if number > fatal:
                raise Killed
            if after or number < fatal:
                result = real(*args, **kwargs)
            if number == fatal:
                raise Killed
            return result

        return call

    with monkeypatch.context() as patch:
        for owner, name in STEPS:
            patch.setattr(owner, name, deadly(getattr(owner, name)))
        try:
            for step, value in enumerate(loss, 1):
                keeper.save(step, {"step": step, "w": np.full(100, step)}, value)
                saved = step
                best = min(range(1, step + 1), key=lambda s: loss[s - 1])
        except Killed:
            pass
    revived = Keeper(tmp_path, last=1, best=1)
    state = revived.load_latest()  # a warning would be an error
    assert (state["step"] if state else 0) in (saved, saved + 1)
    if saved:
        found = load_checkpoint(revived.best())["step"]
        assert found == best or loss[found - 1] < loss[best - 1]
    revived.save(9, {"step": 9}, 9.0)
    assert len(list(tmp_path.iterdir())) <= 2  # nothing is left lying about


SAVER = """
import sys, numpy as np
from deeptuning.checkpointing import Keeper
keeper = Keeper(sys.argv[1], last=2, best=1)
state = keeper.load_latest() or {"step": 0}
while True:
    step = state["step"] + 1
    state = {"step": step, "w": np.full(100_000, float(step))}
    keeper.save(step, state, value=abs(step - 5.25))
    print(step, flush=True)
"""


def test_killed_at_random_instants_and_started_again(tmp_path):
    rng = np.random.default_rng(1)
    reached = 0
    for _ in range(5):
        saver = subprocess.Popen([sys.executable, "-c", SAVER, tmp_path], stdout=subprocess.PIPE)
        try:
            first = int(saver.stdout.readline())
            assert first in (reached + 1, reached + 2)  # goes on where the killed one was
            with pytest.raises(subprocess.TimeoutExpired):
                saver.wait(timeout=rng.uniform(0, 0.1))
        finally:
            saver.kill()  # SIGKILL
        rest = saver.communicate()[0].split()
        reached = int(rest[-1]) if rest else first
        keeper = Keeper(tmp_path)
        assert keeper.load_latest()["step"] in (reached, reached + 1)
        best = load_checkpoint(keeper.best())["step"]
        assert best == 5 or reached < 5


def test_the_best_alone_does_not_make_the_newest(tmp_path):
    """Saving every epoch over the best is the slip; so is resuming from the best."""
    keeper = Keeper(tmp_path)
    save_all(keeper, [0.1, 0.9])
    assert keeper.latest() != keeper.best()
    save_checkpoint(tmp_path / "mine.safetensors", {})
    assert keeper.load_latest() == {"step": 2}
