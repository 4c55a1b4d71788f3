"""Renew binder/requirements.txt: resolve the ranges of pyproject.toml in a throw-away environment.

PyTorch stays at the locked version unless another is given, because it decides which GPU drivers
the courseware runs on. TensorFlow is locked as its CPU build.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "binder/requirements.txt"
HEADER = (
    "# The one lock: Binder, CI and make install exactly this (Python 3.11, CPU). "
    "`make lock` renews it.\n"
)


def wanted(torch):
    """What to resolve: all ranges of pyproject.toml, with torch at one version."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = pyproject["project"]
    ranges = project["dependencies"] + pyproject["build-system"]["requires"]
    ranges += [line for extra in project["optional-dependencies"].values() for line in extra]
    ranges = [re.sub(r"^tensorflow\b", "tensorflow-cpu", line) for line in ranges]
    return [*ranges, f"torch=={torch}"]


def locked_torch():
    """The version of torch that is locked now."""
    return re.search(r"^torch==(.+)$", LOCK.read_text(), re.MULTILINE)[1]


def cpu_index():
    """PyTorch's CPU index, which only binder/ names."""
    return re.search(r"--extra-index-url (\S+)", (LOCK.parent / "environment.yml").read_text())[1]


def frozen(requirements, torch):
    """Install the requirements in a fresh environment and return its packages as exact lines."""
    folder = ROOT / "build/lock"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin/python", "-m", "pip"]
    quick = ["--no-deps", "--retries", "0", "--timeout", "10", "--index-url", cpu_index()]
    subprocess.run([*pip, "install", "-q", *quick, f"torch=={torch}"], check=False)
    install_for_oldest(folder / "bin/python", requirements)
    subprocess.run([*pip, "check"], check=True)
    lines = subprocess.check_output([*pip, "freeze", "--all", "--exclude", "pip"], text=True)
    shutil.rmtree(folder)
    return sorted(exact(line) for line in lines.splitlines())


# Prints `name<version` for what the oldest Python that pyproject.toml allows may not install.
TOO_NEW = """
import sys
from importlib.metadata import distributions
from pip._vendor.packaging.specifiers import SpecifierSet
for found in distributions():
    if not SpecifierSet(found.metadata.get("Requires-Python") or "").contains(sys.argv[1]):
        print(f"{found.name}<{found.version}")
"""


def oldest_python():
    """The oldest Python that pyproject.toml allows: `>=3.11` means 3.11.0."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return project["requires-python"].removeprefix(">=") + ".0"


def install_for_oldest(python, requirements):
    """Install what the oldest allowed Python can install too, although a newer one may do it.

    pip looks at the Python it runs on; distributions have older ones (Debian 12: 3.11.2).
    """
    oldest, older = oldest_python(), []
    while True:
        command = [python, "-m", "pip", "install", "-q", *requirements, *older]
        subprocess.run(command, check=True)
        told = subprocess.check_output([python, "-c", TOO_NEW, oldest], text=True).split()
        if not told:
            return
        older += told


def exact(line):
    """One line of the lock: normalised name, public version (`2.13.0+cpu` → `2.13.0`)."""
    name, version = line.split("==")
    return f"{re.sub(r'[-_.]+', '-', name).lower()}=={version.split('+')[0]}"


def main():
    """Write the lock and show what changed."""
    torch = sys.argv[1] if len(sys.argv) > 1 else locked_torch()
    before = set(LOCK.read_text().splitlines())
    lines = frozen(wanted(torch), torch)
    LOCK.write_text(HEADER + "\n".join(lines) + "\n")
    for line in lines:
        if line not in before:
            print(f"+ {line}")
    print(f"{len(lines)} packages locked in {LOCK.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
