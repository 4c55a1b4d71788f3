"""What is known of each submission lies in one file, under a safe name."""

import os
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.records import (
    FOLDER,
    Record,
    address_of,
    new_name,
    read_record,
    record_path,
    sweep,
    write_record,
)

FOLDER_NAMES = st.text(min_size=1, max_size=80).filter(
    lambda name: name not in (".", "..") and not set(name) & {"/", "\0"}
)


def test_does_a_record_come_back_as_it_was(tmp_path):
    record = Record("ada", "lab", "key", "graded", "", {"n": "{}"}, {"a": {"score": 1}}, {"b": "x"})
    write_record(tmp_path, record)
    assert read_record(tmp_path, "lab", "ada") == record
    assert (tmp_path / FOLDER).stat().st_mode & 0o777 == 0o700
    assert read_record(tmp_path, "lab", "boris") is None
    assert read_record(tmp_path, "other", "ada") is None


@settings(max_examples=200, deadline=None)
@given(FOLDER_NAMES, FOLDER_NAMES)
def test_has_every_name_of_a_folder_a_safe_file_of_its_own(tmp_path_factory, one, other):
    course = tmp_path_factory.getbasetemp()
    path = record_path(course, "lab", one)
    assert path.parent == course / FOLDER / "lab"
    assert not path.name.startswith(".")
    assert len(os.fsencode(path.name)) <= 255
    assert path.name.isprintable()
    assert (path == record_path(course, "lab", other)) == (one == other)


def test_do_names_that_people_have_stay_readable(tmp_path):
    for name in ("ada", "Ana María O'Neil", "李雷", "s1234567@uni.example", "-rf", "a.b"):
        assert record_path(tmp_path, "lab", name).name == f"{name}.json"


def test_is_a_name_of_any_bytes_kept(tmp_path):
    name = os.fsdecode(b"\xff\xfe")
    write_record(tmp_path, Record(name, "lab", "key"))
    assert read_record(tmp_path, "lab", name).student == name


def test_is_a_record_of_somebody_else_none(tmp_path):
    write_record(tmp_path, Record("ada", "lab", "key"))
    path = record_path(tmp_path, "lab", "ada")
    path.rename(record_path(tmp_path, "lab", "boris"))
    assert read_record(tmp_path, "lab", "boris") is None


def test_is_an_address_hidden_and_told_apart():
    one, other = "postgresql://me:secret@host/a", "postgresql://me:secret@host/b"
    assert "secret" not in address_of(one)
    assert address_of(one) == address_of(one) != address_of(other)


def test_is_swept_away_what_the_dead_left_and_nothing_else(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    for name in (f".new-{dead.pid}-abc", f".old-{dead.pid}-d_e"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    (tmp_path / f".new-{dead.pid}-file").write_text("x")
    stay = [
        f"{new_name()}abc",
        f".new-{os.getppid()}-x",
        ".new-",
        ".hidden",
        "ada.json",
        ".new-x-y",
    ]
    for name in stay:
        (tmp_path / name).write_text("x")
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(stay)
