"""Does every command exist, explain itself, and start at once the second time?"""

import os
import re
import shutil
import subprocess

import pytest

STUDENTS, INSTRUCTORS = ["lab"], ["grade", "formgrader"]
AUTHORS = [
    "test",
    "test-all",
    "lint",
    "labs",
    "claims",
    "page",
    "bench",
    "mutants",
    "attacks",
    "parity",
    "badges",
    "lock",
]
TARGETS = [*STUDENTS, *INSTRUCTORS, *AUTHORS, "help"]

# Plays the interpreter that makes .venv: it notes every call and creates what a real one would.
STAND_IN = """#!/bin/sh
echo "$@" >> calls
case "$*" in
  *"-r binder/requirements.txt"*)
    [ ! -e killed ] || kill -KILL $PPID
    [ ! -e cancelled ] || { kill -TERM $PPID; exit 1; }
    [ ! -e no-network ] ;;
  *venv*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *--index-url*) [ ! -e no-network ] ;;
esac
"""


def make(folder, *arguments):
    """Run make as a user would, not as a child of the make that runs these tests."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    clean.pop("PYTHON", None)
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True)


@pytest.fixture
def checkout(root, tmp_path):
    """A copy of what make needs, with a stand-in for Python."""
    for name in ["Makefile", "pyproject.toml"]:
        shutil.copy(root / name, tmp_path)
    for name in [".ci", "binder"]:
        shutil.copytree(root / name, tmp_path / name)
    python = tmp_path / "python"
    python.write_text(STAND_IN)
    python.chmod(0o755)
    return tmp_path


def prepare(checkout):
    return make(checkout, ".venv/.ready", f"PYTHON={checkout}/python")


def test_help_is_the_default_and_lists_every_target(root):
    shown = make(root).stdout
    assert re.findall(r"^  make ([a-z-]+) ", shown, re.MULTILINE) == TARGETS
    assert shown == make(root, "help").stdout


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_can_be_made(root, target):
    dry = make(root, "-n", target)
    assert dry.returncode == 0, dry.stderr


def test_the_readme_names_only_targets_that_exist(root):
    readme = (root / "README.md").read_text()
    assert set(re.findall(r"`make ([a-z-]+)", readme)) <= set(TARGETS)


def test_the_environment_is_made_from_the_lock_and_then_left_alone(checkout):
    assert prepare(checkout).returncode == 0
    calls = (checkout / "calls").read_text()
    assert "-m venv --clear .venv" in calls
    assert "-r binder/requirements.txt" in calls
    assert "--no-deps --no-build-isolation -e ." in calls
    assert (checkout / ".venv/share/jupyter/lab/settings/overrides.json").exists()

    assert make(checkout, "-q", ".venv/.ready").returncode == 0
    prepare(checkout)
    assert (checkout / "calls").read_text() == calls


@pytest.mark.parametrize("name", ["binder/requirements.txt", "pyproject.toml"])
def test_a_changed_lock_or_project_renews_the_environment(checkout, name):
    prepare(checkout)
    later = (checkout / ".venv/.ready").stat().st_mtime + 10
    os.utime(checkout / name, (later, later))
    assert make(checkout, "-q", ".venv/.ready").returncode == 1


def test_a_moved_checkout_gets_a_new_environment(checkout):
    prepare(checkout)
    moved = checkout.rename(checkout.with_name("moved"))
    assert make(moved, "-q", ".venv/.ready").returncode == 1
    (moved / "calls").unlink()
    prepare(moved)
    assert "-m venv --clear .venv" in (moved / "calls").read_text()


def test_without_network_make_says_so_and_can_be_repeated(checkout):
    (checkout / "no-network").touch()
    failed = prepare(checkout)
    assert failed.returncode != 0
    assert "could not be installed" in failed.stderr
    assert not (checkout / ".venv/.ready").exists()

    (checkout / "no-network").unlink()
    (checkout / "calls").unlink()
    assert prepare(checkout).returncode == 0
    assert "-m venv" not in (checkout / "calls").read_text()  # what there is, stays


@pytest.mark.parametrize("how", ["killed", "cancelled"])
def test_an_interrupted_environment_is_made_anew(checkout, how):
    (checkout / how).touch()
    stopped = prepare(checkout)
    assert stopped.returncode != 0
    assert "could not be installed" not in stopped.stderr
    assert not (checkout / ".venv/.ready").exists()

    (checkout / how).unlink()
    (checkout / "calls").unlink()
    assert prepare(checkout).returncode == 0
    assert "-m venv --clear .venv" in (checkout / "calls").read_text()
    assert not (checkout / ".venv/.unfinished").exists()


def test_without_a_suitable_python_make_says_what_to_install(checkout):
    failed = make(checkout, ".venv/.ready", "PYTHON=/nonexistent/python")
    assert failed.returncode != 0
    assert "no Python 3.11 or newer found at /nonexistent/python" in failed.stderr


def tool(folder, name, script):
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def system(root, folder):
    """Run .ci/system.sh where only the tools in `folder` exist."""
    command = [shutil.which("bash"), root / ".ci/system.sh"]
    return subprocess.run(command, env={"PATH": str(folder)}, capture_output=True, text=True)


def test_missing_system_packages_cost_one_clear_line_each(root, tmp_path):
    tool(tmp_path, "id", "echo 1000")
    told = system(root, tmp_path)
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["Chromium", "bubblewrap"]
    assert all("skipped" in line and "apt-get install" in line for line in lines)


def test_system_packages_are_installed_where_that_is_allowed(root, tmp_path):
    tool(tmp_path, "id", "echo 0")
    tool(tmp_path, "env", 'shift; exec "$@"')
    tool(tmp_path, "apt-get", f'echo "$@" >> "{tmp_path}/calls"')
    assert system(root, tmp_path).stdout.startswith("make: installing chromium")
    assert re.search("install .*chromium.* bubblewrap", (tmp_path / "calls").read_text())

    tool(tmp_path, "chromium", "")
    tool(tmp_path, "bwrap", "")
    assert system(root, tmp_path).stdout == ""
