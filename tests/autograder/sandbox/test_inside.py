"""What code in the sandbox can see, reach and use up: nothing but its own."""

import dataclasses
import os
import time
from pathlib import Path

import pytest

from autograder.sandbox.client import DIED, OK, OUT_OF_MEMORY, RAISED
from tests.autograder.sandbox.conftest import LIMITS


def printed(ran):
    return "".join(output.get("text", "") for output in ran.outputs).strip()


def value(client, code):
    ran = client.run(f"print({code})", 10)
    assert ran.status == OK, ran.outputs
    return printed(ran)


def processes_of_the_host():
    found = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                found[int(path.name)] = (path / "cmdline").read_bytes()
            except OSError:
                continue
    return found


def test_only_its_own_processes_are_seen(client):
    seen = value(client, "[n for n in __import__('os').listdir('/proc') if n.isdigit()]")
    assert seen == "['1', '2']"


def test_no_file_of_the_course_or_of_home_is_seen(client, root, tmp_path):
    (tmp_path / "secret").write_text("secret")
    for path in (tmp_path, root / "solutions", root / "autograder", root / "tests", "/etc/shadow"):
        assert value(client, f"__import__('os').path.exists({str(path)!r})") == "False"
    assert value(client, "__import__('os').listdir('/run/submissions')") == "[]"


def test_no_environment_of_the_grader_is_seen(client, monkeypatch):
    assert "NBGRADER_EXECUTION" not in value(client, "sorted(__import__('os').environ)")
    assert value(client, "__import__('os').environ['HOME']") == "/home/student"


@pytest.mark.parametrize(
    "place",
    ["/", "/usr", "/etc", "/dev", "/run", "/run/ipc", "/run/submissions", "/proc/sys/kernel"],
)
def test_nothing_can_be_written_beside_its_own_folders(client, place):
    ran = client.run(f"open('{place}/x', 'w')", 10)
    assert ran.status == RAISED
    assert ran.outputs[-1].ename in ("OSError", "PermissionError", "FileNotFoundError")


@pytest.mark.parametrize("place", ["/home/student", "/tmp", "/dev/shm"])
def test_its_own_folders_are_bounded(client, place):
    assert client.run(f"open('{place}/x', 'w').write('y')", 10).status == OK
    bound = LIMITS.disk + 1
    flood = f"with open('{place}/z', 'wb') as f:\n    f.write(bytes({bound}))"
    assert client.run(flood, 20).outputs[-1].ename == "OSError"
    many = f"for i in range(30_000):\n    open('{place}/'+str(i), 'w').close()"
    assert client.run(many, 20).outputs[-1].ename == "OSError"


def test_there_is_no_network(client):
    reach = "import socket\nsocket.create_connection(('127.0.0.1', 22), timeout=2)"
    assert client.run(reach, 10).outputs[-1].ename == "OSError"
    assert value(client, "len(__import__('socket').if_nameindex())") == "1"  # loopback, and down


def test_no_rights_are_left_and_none_can_be_had(client):
    capabilities = "[l for l in open('/proc/self/status') if l.startswith(('Cap', 'NoNewPrivs'))]"
    lines = value(client, capabilities)
    assert lines.count("0000000000000000") == 5
    assert "NoNewPrivs:\\t1" in lines
    call = "__import__('ctypes').CDLL(None).{}"
    attempts = ["unshare(0x10000000)", "unshare(0x20000)", "umount2(b'/run/submissions', 2)"]
    for attempt in [*attempts, "mount(b'a', b'/tmp', b'tmpfs', 0, 0)"]:
        assert value(client, call.format(attempt)) == "-1"


def test_memory_is_bounded_for_one_process(connect):
    with connect(dataclasses.replace(LIMITS, memory=400 << 20)) as client:
        ran = client.run("x = []\nwhile True:\n    x.append(bytearray(10_000_000))", 20)
        assert ran.status in (RAISED, OUT_OF_MEMORY)


def test_memory_is_bounded_for_all_processes_together(connect):
    code = """
import os, time
for _ in range(10):
    if os.fork() == 0:
        x = bytearray(os.urandom(1)) * 60_000_000
        time.sleep(20)
        os._exit(0)
time.sleep(20)
"""
    with connect(dataclasses.replace(LIMITS, memory=400 << 20)) as client:
        assert client.run(code, 20).status == OUT_OF_MEMORY


def test_processes_are_bounded_and_gone_afterwards(connect):
    with connect() as client:
        mark = f"mark-{time.time_ns()}"
        started = f"import subprocess\nsubprocess.Popen(['setsid', 'sleep', '99{mark[-5:]}'])"
        assert client.run(started, 10).status == OK
        ended = f"99{mark[-5:]}".encode()
        assert any(ended in line for line in processes_of_the_host().values())
        bomb = (
            "import os\ntry:\n    while True:\n        os.fork() or os._exit(0) if 0 else os.fork()"
        )
        bomb += "\nexcept OSError as error:\n    print('stopped')"
        client.run(bomb, 2)
    deadline = time.monotonic() + 10
    while any(ended in line for line in processes_of_the_host().values()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_kernel_that_ends_itself_is_reported(connect):
    with connect() as client:
        assert client.run("import os\nos._exit(7)", 10).status == DIED
        assert client.kernel.exit_code() == 7
    with connect() as client:
        assert (
            client.run("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", 10).status == DIED
        )
        assert client.kernel.exit_code() == 137


def test_copies_do_not_draw_the_same_numbers(connect):
    drawn = set()
    for _ in range(2):
        with connect() as client:
            drawn.add(
                value(client, "__import__('numpy').random.rand(), __import__('random').random()")
            )
    assert len(drawn) == 2


def test_the_files_beside_the_notebook_are_there_and_links_are_not(connect, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/data.txt").write_text("data")
    (tmp_path / "lab.ipynb").write_text("{}")
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    with connect(folders=(tmp_path,)) as client:
        files = "map(str, __import__('pathlib').Path('.').rglob('*'))"
        listed = f"sorted(name for name in {files} if name[0] != '.')"
        assert value(client, listed) == "['sub', 'sub/data.txt']"
        assert client.run("open('sub/data.txt', 'w').write('x')", 10).status == OK
    assert (tmp_path / "sub/data.txt").read_text() == "data"
