"""The trusted side of the warm server."""

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest
import zmq

from autograder.sandbox import jail
from autograder.sandbox.client import Client
from autograder.sandbox.jail import NoSandboxError, command, libraries
from autograder.sandbox.limits import Limits, read_limits
from autograder.sandbox.server import ServerGoneError, WarmServer, copy_files


def test_kernels_are_forked_ready_with_what_was_imported(connect, server):
    assert server.ready["missing"] == []
    assert server.ready["threads"] == 1
    with connect() as client:
        assert client.run("import sys\nassert 'numpy' in sys.modules", 10).status == "ok"


def test_submissions_do_not_see_one_another(connect):
    with connect() as one, connect() as other:
        assert one.run("open('/tmp/x', 'w').write('y')\nz = 1", 10).status == "ok"
        seen = other.run(
            "import os\nprint('x' in os.listdir('/tmp'), os.listdir('/proc').count('3'))\nz", 10
        )
        assert seen.outputs[0].text == "False 0\n"
        assert seen.outputs[-1].ename == "NameError"


def test_nothing_is_left_of_a_kernel_that_was_killed(server):
    kernel = server.start(Limits())
    kernel.wait_for_sockets()
    kernel.kill()
    assert kernel.exit_code() == 137
    assert not kernel.folder.exists()
    kernel.kill()  # again


def test_a_dead_server_is_told():
    with WarmServer() as server:
        kernel = server.start(Limits())
        os.killpg(server._process.pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while not server.gone:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert kernel.exit_code() is not None
        with pytest.raises(ServerGoneError):
            server.start(Limits())


def test_a_place_for_temporary_files_may_be_deep(monkeypatch, tmp_path):
    deep = tmp_path / ("x" * 80)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with WarmServer() as server:
        kernel = server.start(Limits())
        kernel.wait_for_sockets()
        Client(kernel, zmq.Context.instance(), 1000).close()  # connects, or raises
        kernel.kill()
    assert server.runs.parent == Path("/tmp")


def test_what_cannot_be_imported_is_told():
    with WarmServer(("no_such_module",)) as server:
        assert "no_such_module" in server.ready["missing"][0]


def test_no_bubblewrap_is_an_error_with_a_remedy(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoSandboxError, match="apt-get install bubblewrap"):
        command(tmp_path, ())


def test_of_ours_only_the_library_is_shown(root):
    shown = libraries()
    assert root / "lib/deeptuning" in shown
    assert not any(
        (root / name).is_relative_to(path)
        for path in shown
        for name in ("solutions", "autograder", "tests")
    )


def test_a_lab_sets_its_own_limits(tmp_path):
    assert read_limits(tmp_path) == Limits()
    (tmp_path / "limits.toml").write_text("cell_seconds = 5\nmemory = 1_000_000_000\n")
    assert read_limits(tmp_path) == Limits(cell_seconds=5, memory=10**9)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "cell_seconds = 0",
            r"`cell_seconds` must be a positive number\. Received: cell_seconds=0",
        ),
        ("memory = true", "`memory` must be a positive number"),
        ("output = inf", "`output` must be a positive number"),
        ("cores = 2", "Unknown limit 'cores'.*Known: cell_seconds, "),
        ("cell_seconds =", "is no TOML"),
    ],
)
def test_bad_limits_are_refused(tmp_path, text, told):
    (tmp_path / "limits.toml").write_text(text)
    with pytest.raises(ValueError, match=told):
        read_limits(tmp_path)


def test_copying_stays_within_bounds_and_follows_no_links(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "deep").mkdir(parents=True)
    target.mkdir()
    (source / "deep/a").write_bytes(b"x" * 50)
    (source / "b").write_bytes(b"y" * 60)
    (source / "lab.ipynb").write_text("{}")
    (source / "loop").symlink_to(source)
    (source / "link").symlink_to("/etc/hostname")
    copy_files(source, target, "*.ipynb", most=100)
    assert sorted(p.relative_to(target).as_posix() for p in target.rglob("*")) == ["b", "deep"]


def test_libraries_below_tmp_are_shown_in_the_new_tmp(monkeypatch):
    monkeypatch.setattr(jail, "libraries", lambda: [Path("/usr/lib"), Path("/tmp/a/b/venv")])
    assert jail.shown_again() == [
        *("--perms", "0755", "--dir", "/tmp/a", "--perms", "0755", "--dir", "/tmp/a/b"),
        *("--ro-bind", "/tmp/a/b/venv", "/tmp/a/b/venv"),
    ]
    assert jail.beneath_tmp() == [Path("/tmp/a/b/venv")]


def test_no_library_can_be_written_to(client):
    place = f"{sys.prefix}/x"
    ran = client.run(f"open({place!r}, 'w')", 10)
    assert ran.outputs[-1].ename == "OSError"
