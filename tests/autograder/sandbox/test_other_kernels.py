"""Kernels that are not forked: in a sandbox of their own, or in none."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
import zmq

from autograder.sandbox.client import DIED, OK, OUT_OF_MEMORY, RAISED, Client
from autograder.sandbox.cold import ColdKernels
from autograder.sandbox.limits import Limits
from autograder.sandbox.open_kernel import OpenKernels


@contextmanager
def connected(kernels, limits, folders=()):
    kernel = kernels.start(limits, folders)
    try:
        kernel.wait_for_sockets()
        client = Client(kernel, zmq.Context.instance(), 1 << 20)
        client.wait_until_ready()
        yield client
        client.close()
    finally:
        kernel.kill()


@pytest.fixture
def files(tmp_path):
    (tmp_path / "data.txt").write_text("data")
    return tmp_path


CONFINED = """
import os
assert open('data.txt').read() == 'data'
open('own', 'w').write('x')
assert not os.path.exists({root!r} + '/solutions')
assert [n for n in os.listdir('/proc') if n.isdigit()] == ['1', '2']
for line in open('/proc/self/status'):
    assert not line.startswith('CapEff') or int(line.split()[1], 16) == 0
try:
    __import__('socket').create_connection(('127.0.0.1', 22), timeout=1)
except OSError:
    pass
else:
    raise AssertionError
"""


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="no bubblewrap")
def test_a_cold_kernel_is_confined_and_bounded(files, root):
    limits = Limits(memory=500 << 20, disk=8 << 20)
    with ColdKernels() as kernels:
        with connected(kernels, limits, (files,)) as client:
            ran = client.run(CONFINED.format(root=str(root)), 20)
            assert ran.status == OK, ran.outputs
            assert client.run("open('big', 'wb').write(bytes(9 << 20))", 20).status == RAISED
            hoard = "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n"
            hoard += (
                "        x = bytearray(b'x') * 80_000_000\n        time.sleep(20)\ntime.sleep(20)"
            )
            assert client.run(hoard, 20).status == OUT_OF_MEMORY
        with connected(kernels, limits) as client:
            assert client.run("import os\nos._exit(3)", 10).status == DIED
        assert list(kernels.runs.iterdir()) == []


def test_an_open_kernel_runs_in_a_copy_of_the_files(files):
    with OpenKernels() as kernels:
        with connected(kernels, Limits(), (files,)) as client:
            assert client.run("open('data.txt', 'a').write('!')", 10).status == OK
            assert client.run(f"assert __import__('os').getpid() != {os.getpid()}", 10).status == OK
            assert client.run("import os\nos._exit(3)", 10).status == DIED
            assert client.kernel.exit_code() == 3
        assert list(kernels.runs.iterdir()) == []
    assert not Path(kernels.runs).exists()
    assert (files / "data.txt").read_text() == "data"
