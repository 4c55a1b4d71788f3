"""What runs in a fork behaves as if it had been started alone."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.lessons.warm import ASKING, Warm

SAY = """
import os, sys
assert __name__ == "__main__"
print(sys.argv[1:], os.getcwd(), os.environ["WORD"], "fractions" in sys.modules)
print("to the other", file=sys.stderr)
sys.exit(int(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def warm():
    with Warm(["fractions"]) as warm:
        yield warm


@pytest.fixture
def run(warm, tmp_path):
    def run(module, source, *arguments):
        (tmp_path / f"{module}.py").write_text(source)
        return subprocess.Popen(
            [*warm.command(module), *arguments],
            cwd=tmp_path,
            env=os.environ | warm.environment | {"WORD": "up"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


def test_it_has_the_arguments_folder_environment_files_and_end_of_its_own(run, tmp_path):
    process = run("say", SAY, "3", "x")
    said, other = process.communicate(timeout=30)
    assert said == f"['3', 'x'] {tmp_path} up True\n"
    assert other == "to the other\n"
    assert process.returncode == 3


def test_an_error_is_told_and_fails(run):
    process = run("fails", "1 / 0")
    assert "ZeroDivisionError" in process.communicate(timeout=30)[1]
    assert process.returncode == 1


def test_what_it_took_is_told(run, warm):
    run("idle", "pass").communicate(timeout=30)
    warm.used()
    work = "data = bytearray(300 << 20)\nfor i in range(3_000_000): pass"
    run("works", work).communicate(timeout=30)
    cpu, peak = warm.used()
    assert 0.02 < cpu < 10
    assert 300 < peak < 400


def test_it_dies_with_whoever_asked(run, tmp_path):
    beat = "import time\nwhile True:\n    open('beat', 'a').write('.')\n    time.sleep(0.01)"
    process = run("beats", beat)
    while not (tmp_path / "beat").exists():
        time.sleep(0.01)
    process.kill()
    process.communicate()
    time.sleep(0.5)
    size = (tmp_path / "beat").stat().st_size
    time.sleep(0.3)
    assert (tmp_path / "beat").stat().st_size == size


def test_what_it_took_until_it_was_killed_is_told_too(run, warm, tmp_path):
    work = "for i in range(3_000_000): pass\nopen('done', 'w').close()\nimport time; time.sleep(60)"
    process = run("killed", work)
    while not (tmp_path / "done").exists():
        time.sleep(0.01)
    (warm.folder / "usage").unlink(missing_ok=True)
    process.kill()
    process.communicate()
    assert 0.02 < warm.used()[0] < 10


def test_two_at_once_do_not_disturb_each_other(run):
    processes = [run(f"sleep{i}", f"import time; time.sleep(0.5); print({i})") for i in range(2)]
    started = time.monotonic()
    assert [p.communicate(timeout=30)[0] for p in processes] == ["0\n", "1\n"]
    assert time.monotonic() - started < 5


def living(pid):
    """Whether a process runs; one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def test_it_ends_with_whoever_started_it(root):
    start = "import os; from tests.lessons.warm import Warm; w = Warm([]); w.__enter__(); "
    start += "print(w._process.pid, flush=True); os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", start], cwd=root, stdout=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while living(int(done.stdout)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_those_who_meet_share_one_process_until_the_last_has_gone(tmp_path):
    first, second = (Warm(["fractions"], meeting=tmp_path) for _ in range(2))
    with first:
        process = first._process
        second.__enter__()
        assert second._process is None
        assert second.folder != first.folder  # each counts what it used itself
        leaving = threading.Thread(target=first.__exit__)  # waits for the others
        leaving.start()
        idle, its = second.command("fractions"), os.environ | second.environment
        assert subprocess.run(idle, env=its, timeout=30).returncode == 0
        second.used()  # raises when nothing was counted here
        assert process.poll() is None
        second.__exit__()
        leaving.join(timeout=30)
        assert process.poll() == 0
        first.__enter__()  # and if somebody comes later, anew
        assert first._process.pid != process.pid


def test_an_import_that_fails_is_told():
    with pytest.raises(RuntimeError, match="not come up"), Warm(["no_such_module"]):
        pass


def test_the_asking_program_needs_no_packages():
    source = ASKING.read_text()
    found = {line.split()[1] for line in source.splitlines() if line.startswith("import")}
    assert found <= set(sys.stdlib_module_names)
