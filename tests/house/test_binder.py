"""Do the files of binder/ build the environment that the notebooks need?

repo2docker takes environment.yml before requirements.txt, copies the whole repository first
because of the line `-r requirements.txt`, resolves that line beside environment.yml, and then runs
postBuild in the repository's root. The slow test takes the same steps in a clean environment.
"""

import os
import re
import subprocess
import sys

import pytest
import yaml

from .snapshot import clone_working_tree


@pytest.fixture(scope="module")
def dependencies(root):
    return yaml.safe_load((root / "binder/environment.yml").read_text())["dependencies"]


def test_the_environment_is_python_311_and_the_lock(dependencies):
    *conda, pip = dependencies
    assert conda == ["python=3.11", "pip"]
    index, lock = pip["pip"]
    assert re.fullmatch(r"--extra-index-url https://\S+/whl/cpu", index)
    assert lock == "-r requirements.txt"


def test_the_lock_itself_names_no_index(root):
    assert "--" not in (root / "binder/requirements.txt").read_text()


def test_apt_lines_are_package_names(root):
    for line in (root / "binder/apt.txt").read_text().splitlines():
        assert line.startswith("#") or re.fullmatch(r"[a-z0-9.+-]+", line)


def test_installed_packages_agree_with_each_other():
    told = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_steps_of_binder_work_in_a_clean_environment(root, dependencies, tmp_path):
    checkout = clone_working_tree(root, tmp_path / "checkout")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    binaries = tmp_path / "venv/bin"
    # As mamba does: the pip section, word for word, in a file beside environment.yml. Where the CPU
    # index cannot be reached pip would ask it again for each package; here it asks once.
    (checkout / "binder/pip-section.txt").write_text("\n".join(dependencies[-1]["pip"]))
    environment = os.environ | {
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "PIP_RETRIES": "0",
        "PIP_TIMEOUT": "60",
    }
    for step in [
        ["python", "-m", "pip", "install", "-q", "-U", "-r", "binder/pip-section.txt"],
        ["binder/postBuild"],
        ["python", "-m", "pip", "check"],
    ]:
        subprocess.run(step, cwd=checkout, env=environment, check=True)

    def output(*command):
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    place = output("python", "-c", "import deeptuning; print(deeptuning.__file__)")
    assert place.startswith(str(checkout))
    assert "None" in output("python", "-c", "import torch; print(torch.version.cuda)")
    assert re.search(r"@jupyter/nbgrader v\S+ .*enabled", output("jupyter", "labextension", "list"))
    settings = tmp_path / "venv/share/jupyter/lab/settings/overrides.json"
    assert settings.read_text() == (root / "binder/overrides.json").read_text()
