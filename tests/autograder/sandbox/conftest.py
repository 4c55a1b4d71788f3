"""One warm server for all tests that talk to kernels."""

import shutil
from contextlib import contextmanager

import pytest
import zmq

from autograder.sandbox.client import Client
from autograder.sandbox.limits import Limits
from autograder.sandbox.server import WarmServer

LIMITS = Limits(cell_seconds=20, memory=1 << 30, processes=64, disk=32 << 20, output=1 << 20)


@pytest.fixture(scope="session")
def server():
    if shutil.which("bwrap") is None:
        pytest.skip("no bubblewrap (Debian: sudo apt-get install bubblewrap)")
    with WarmServer() as server:
        yield server


@pytest.fixture(scope="session")
def connect(server):
    """A kernel of its own and a client to it."""

    @contextmanager
    def connect(limits=LIMITS, folders=(), output=1 << 20):
        kernel = server.start(limits, folders)
        kernel.wait_for_sockets()
        client = Client(kernel, zmq.Context.instance(), output)
        client.wait_until_ready()
        try:
            yield client
        finally:
            client.close()
            kernel.kill()

    return connect


@pytest.fixture
def client(connect):
    with connect() as client:
        yield client
