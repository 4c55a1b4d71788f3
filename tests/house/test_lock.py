"""Is binder/requirements.txt one exact lock that fits pyproject.toml and this environment?"""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, version

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version


@pytest.fixture(scope="module")
def lines(root):
    text = (root / "binder/requirements.txt").read_text()
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.fixture(scope="module")
def lock(lines):
    return {canonicalize_name(name): pin for name, pin in (line.split("==") for line in lines)}


@pytest.fixture(scope="module")
def ranges(root):
    """Every requirement of pyproject.toml; TensorFlow is locked as its CPU build."""
    pyproject = tomllib.loads((root / "pyproject.toml").read_text())
    project = pyproject["project"]
    wanted = project["dependencies"] + pyproject["build-system"]["requires"]
    wanted += [line for extra in project["optional-dependencies"].values() for line in extra]
    return [Requirement(re.sub(r"^tensorflow\b", "tensorflow-cpu", line)) for line in wanted]


def test_every_line_is_one_exact_public_version(lines):
    inexact = [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)]
    assert not inexact


def test_lines_are_sorted_and_unique(lines, lock):
    assert lines == sorted(lines)
    assert len(lines) == len(lock)


def test_the_lock_fits_the_ranges(lock, ranges):
    unfit = [
        f"{wanted} is locked at {lock.get(canonicalize_name(wanted.name))}"
        for wanted in ranges
        if not wanted.specifier.contains(lock.get(canonicalize_name(wanted.name), "0"))
    ]
    assert not unfit, "run `make lock`"


def test_the_oldest_python_that_we_promise_can_install_it(root, lock):
    """pip looks only at the Python it runs on, and Debian 12 has 3.11.2."""
    allowed = tomllib.loads((root / "pyproject.toml").read_text())["project"]["requires-python"]
    oldest = re.fullmatch(r">=(3\.\d+)", allowed)[1] + ".0"
    demands = {name: metadata(name).get("Requires-Python") or "" for name in lock}
    unfit = {n: demand for n, demand in demands.items() if oldest not in SpecifierSet(demand)}
    assert not unfit, "run `make lock`"


def test_the_project_itself_is_not_in_its_lock(lock):
    assert "deeptuning" not in lock


def test_this_environment_is_the_lock(lock):
    different = {}
    for name, pin in lock.items():
        try:
            installed = Version(version(name)).public
        except PackageNotFoundError:
            installed = None
        if installed is None or Version(installed) != Version(pin):
            different[name] = f"locked {pin}, installed {installed}"
    assert not different, "run the tests by `make test`"
