"""Is the house in order: one layout, notebooks without outputs, nothing large, nothing private?"""

import json
import subprocess

import pytest

TOP_LEVEL = {
    "README.md",
    "pyproject.toml",
    "lessons",
    "labs",
    "solutions",
    "autograder",
    "lib",
    "binder",
    "tests",
    "Makefile",
    "LICENSE",
    "CONTRIBUTING.md",
}
MEGABYTE = 1_000_000
# Joined here, so that this file does not name what it forbids: places of a maintainer's own
# machine, and package registries, which pip alone knows.
FORBIDDEN = [
    "/wo" + "rk/",
    "/ro" + "ot/",
    "shared/" + "DESIGN",
    "python" + "hosted.org",
    "pypi" + ".org",
]
CPU_INDEX = "download." + "pytorch.org"


@pytest.fixture(scope="module")
def files(root):
    """Every file that git tracks or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


@pytest.fixture(scope="module")
def texts(files, root):
    """The text files, by their path in the project."""
    found = {}
    for path in files:
        data = path.read_bytes()
        if b"\0" not in data:
            found[path.relative_to(root).as_posix()] = data.decode("utf-8", errors="replace")
    return found


def test_the_top_level_holds_the_rooms_and_nothing_else(files, root):
    entries = {path.relative_to(root).parts[0] for path in files}
    unknown = {name for name in entries if not name.startswith(".")} - TOP_LEVEL
    assert not unknown, f"not part of the house: {sorted(unknown)}"
    assert {name for name in TOP_LEVEL if "." in name or name.isupper()} <= entries


def test_notebooks_are_committed_without_outputs(texts):
    dirty = []
    for name, text in texts.items():
        if name.endswith(".ipynb") and name.split("/")[0] in {"lessons", "solutions", "labs"}:
            cells = json.loads(text)["cells"]
            if any(cell.get("outputs") or cell.get("execution_count") for cell in cells):
                dirty.append(name)
    assert not dirty, f"clear the outputs of {dirty}"


def test_no_file_is_larger_than_a_megabyte(files, root):
    large = {str(p.relative_to(root)): p.stat().st_size for p in files}
    large = {name: size for name, size in large.items() if size > MEGABYTE}
    assert not large


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_file_names_a_private_place_or_a_registry(texts, word):
    assert not [name for name, text in texts.items() if word in text]


def test_the_cpu_index_is_named_in_binder_only(texts):
    named = {name for name, text in texts.items() if CPU_INDEX in text}
    assert named == {"binder/environment.yml"}


def test_scripts_are_executable(root):
    scripts = [root / "binder/postBuild", root / ".ci/run", *(root / ".ci").glob("*.sh")]
    for script in scripts:
        assert script.stat().st_mode & 0o111, f"chmod +x {script.relative_to(root)}"
        subprocess.run(["bash", "-n", script], check=True)


def test_both_licences_are_there(root):
    licence = (root / "LICENSE").read_text()
    for part in ["BSD 3-Clause License", "creativecommons.org/licenses/by/4.0/legalcode"]:
        assert part in licence
