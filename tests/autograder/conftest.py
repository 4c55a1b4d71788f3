"""One graded class for all tests that look at one."""

import subprocess
import sys

import pytest


@pytest.fixture(scope="session")
def run(root):
    """Run a command of the autograder in a process of its own."""

    def run(*arguments, cwd=root):
        command = [sys.executable, "-m", "autograder", *map(str, arguments)]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    return run
