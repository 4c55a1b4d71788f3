"""Does a lesson's setup cell work where torch and TensorFlow already are, and leave them alone?

A fresh environment is given hard links to every installed package but ours and what only we bring.
The setup cell's own command then installs this checkout there, and the lesson runs.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from .snapshot import clone_working_tree

LESSON = "lessons/01_foundations/02_backpropagation.ipynb"
FRAMEWORKS = ["torch", "tensorflow", "keras", "numpy"]
BROUGHT_BY_US = {"deeptuning", "autograder", "jupyterquiz"}
BROUGHT_BY_VENV = {"pip", "setuptools", "_distutils_hack"}


def setup_command(root):
    """The lesson's `%pip install …` line, as arguments."""
    cells = json.loads((root / LESSON).read_text())["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    [line] = re.findall(r"^\s*%pip (install .*)$", code, re.MULTILINE)
    return shlex.split(line)


def package_of(entry):
    """`numpy-2.4.6.dist-info` → `numpy`; `__editable__…` and `.pth` files have none."""
    return re.split(r"[-.]", entry.name)[0].lower()


def link_packages(source, target):
    for entry in source.iterdir():
        ours = BROUGHT_BY_US | BROUGHT_BY_VENV
        if package_of(entry) in ours or "editable" in entry.name or entry.suffix == ".pth":
            continue
        if entry.is_dir():
            shutil.copytree(entry, target / entry.name, copy_function=link)
        else:
            link(entry, target / entry.name)


def link(source, target):
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def fingerprint(site):
    """Version folders, and every file's size and time, of the frameworks."""
    found = {}
    for name in FRAMEWORKS:
        for path in [*site.glob(f"{name}-*.dist-info"), site / name]:
            for file in path.rglob("*"):
                if file.is_file() and "__pycache__" not in file.parts:
                    stat = file.stat()
                    found[str(file.relative_to(site))] = (stat.st_size, stat.st_mtime_ns)
    return found


@pytest.fixture(scope="module")
def colab(root):
    """A fresh environment with the frameworks and without us, on the same file system."""
    if not (root / LESSON).exists():
        pytest.skip(f"{LESSON} is not written yet")
    folder = root / f"build/colab-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    paths = sysconfig.get_paths(vars={"base": str(folder / "venv")})
    site = Path(paths["purelib"])
    link_packages(Path(sysconfig.get_paths()["purelib"]), site)
    yield folder, site
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def installed(colab, root):
    """Run the setup cell's command, with the address of this checkout; return pip's report."""
    folder, site = colab
    before = fingerprint(site)
    checkout = clone_working_tree(root, folder / "checkout")
    command = [
        re.sub(r"git\+https://\S+", f"git+file://localhost{checkout}", word)
        for word in setup_command(root)
    ]
    report = folder / "report.json"
    python = folder / "venv/bin/python"
    done = subprocess.run(
        [python, "-m", "pip", *command, "--report", report], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    changes = json.loads(report.read_text())["install"]
    return before, {change["metadata"]["name"].lower() for change in changes}


def test_the_setup_cell_installs_from_this_projects_address(root):
    if not (root / LESSON).exists():
        pytest.skip(f"{LESSON} is not written yet")
    requirement = setup_command(root)[-1]
    assert re.fullmatch(r"deeptuning @ git\+https://github\.com/[\w.-]+/[\w-]+", requirement)


def test_pip_brings_only_what_is_missing(installed):
    _, names = installed
    assert names == {"deeptuning", "jupyterquiz"}


def test_the_frameworks_are_not_touched(colab, installed):
    _, site = colab
    before, _ = installed
    assert {Path(name).parts[0] for name in before} >= set(FRAMEWORKS)
    assert fingerprint(site) == before


def test_the_lesson_runs_there(colab, installed):
    folder, site = colab
    lesson = folder / "checkout" / LESSON
    code = "import deeptuning; print(deeptuning.__file__)"
    where = subprocess.check_output([folder / "venv/bin/python", "-c", code], cwd="/", text=True)
    assert where.startswith(str(site)), "the lesson would run on another copy of the library"
    run = [folder / "venv/bin/python", "-m", "papermill", "-k", "python3", "--no-progress-bar"]
    done = subprocess.run(
        [*run, lesson, folder / "executed.ipynb"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
