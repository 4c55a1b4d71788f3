"""Does one command carry the repository's address from pyproject.toml to every place?"""

import subprocess
import sys

import pytest

README = """\
[![Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/old/name/HEAD?urlpath=lab)
[Colab](https://colab.research.google.com/github/old/name/blob/main/lessons/a.ipynb)
`git clone https://github.com/old/name` and https://github.com/jupyter/nbgrader
"""
CELL = '{"source": ["%pip install -q \\"deeptuning @ git+https://github.com/old/name\\"\\n"]}\n'
TREE = {
    "README.md": README,
    "lessons/01_a/01_b.ipynb": CELL,
    "solutions/a/a.ipynb": CELL,
    "labs/a/a.ipynb": CELL,
}


@pytest.fixture
def badges(root):
    def run(folder, *arguments):
        command = [sys.executable, root / ".ci/badges.py", "--root", folder, *arguments]
        return subprocess.run(command, capture_output=True, text=True)

    return run


@pytest.fixture
def project(tmp_path):
    for name, text in TREE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    urls = '[project.urls]\nRepository = "https://github.com/some-one/new_name"\n'
    (tmp_path / "pyproject.toml").write_text(urls)
    return tmp_path


def test_every_place_of_this_project_carries_its_address(badges, root):
    told = badges(root, "--check")
    assert told.returncode == 0, told.stdout


def test_check_names_the_stale_files_and_changes_nothing(badges, project):
    told = badges(project, "--check")
    assert told.returncode == 1
    assert [line.split(":")[0] for line in told.stdout.splitlines()] == sorted(TREE)
    assert (project / "README.md").read_text() == README


def test_stamping_reaches_all_sources_and_leaves_other_addresses_alone(badges, project):
    told = badges(project)
    assert "3 files stamped" in told.stdout
    assert "make labs" in told.stdout
    assert (project / "README.md").read_text() == README.replace("old/name", "some-one/new_name")
    for name in ["lessons/01_a/01_b.ipynb", "solutions/a/a.ipynb"]:
        assert (project / name).read_text() == CELL.replace("old/name", "some-one/new_name")
    assert (project / "labs/a/a.ipynb").read_text() == CELL, "labs are generated"


def test_stamping_twice_changes_nothing(badges, project):
    badges(project)
    assert "0 files stamped" in badges(project).stdout


def test_an_address_that_is_not_on_github_is_refused(badges, project):
    (project / "pyproject.toml").write_text('[project.urls]\nRepository = "ftp://x"\n')
    told = badges(project)
    assert told.returncode != 0
    assert "https://github.com/OWNER/NAME. Received: ftp://x" in told.stderr


@pytest.mark.parametrize("name", ["tuning.course", "tuning_course.git", "tuning-course/"])
def test_names_with_dots_and_addresses_for_git_are_understood(badges, project, name):
    urls = f'[project.urls]\nRepository = "https://github.com/jane-doe/{name}"\n'
    (project / "pyproject.toml").write_text(urls)
    assert badges(project).returncode == 0
    stamped = "jane-doe/" + name.removesuffix(".git").removesuffix("/")
    assert (project / "README.md").read_text() == README.replace("old/name", stamped)
    assert "0 files stamped" in badges(project).stdout


def test_a_missing_address_is_told(badges, project):
    (project / "pyproject.toml").write_text("[project]\n")
    assert "Received: (nothing)" in badges(project).stderr
