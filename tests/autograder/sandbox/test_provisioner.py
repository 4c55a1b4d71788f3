"""Any Jupyter client gets a warm, confined kernel by naming the provisioner."""

import shutil
import warnings

import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from autograder.sandbox.provisioner import SandboxProvisioner

pytestmark = [
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="no bubblewrap"),
    pytest.mark.filterwarnings("ignore"),  # jupyter_client's, about event loops
]
SPEC = KernelSpec(
    argv=["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    language="python",
    metadata={"kernel_provisioner": {"provisioner_name": "autograder-sandbox"}},
)


class Manager(KernelManager):
    kernel_spec = SPEC


def test_jupyter_finds_it():
    factory = KernelProvisionerFactory.instance()
    assert factory.is_provisioner_available(SPEC)


def test_a_kernel_is_started_used_interrupted_and_ended():
    manager = Manager()
    manager.start_kernel()
    assert isinstance(manager.provisioner, SandboxProvisioner)
    client = manager.client()
    client.start_channels(hb=False)
    client.wait_for_ready(timeout=20)
    seen = []
    ask = "import os\nprint(os.getpid(), os.listdir('/run/submissions'))"
    client.execute_interactive(ask, timeout=20, output_hook=seen.append)
    texts = [m["content"]["text"] for m in seen if m["msg_type"] == "stream"]
    assert texts == ["2 []\n"]
    client.execute("import time\nprint('go', flush=True)\ntime.sleep(60)")
    while client.get_iopub_msg(timeout=10)["content"].get("text") != "go\n":
        pass
    manager.interrupt_kernel()
    assert client.get_shell_msg(timeout=10)["content"]["ename"] == "KeyboardInterrupt"
    assert manager.is_alive()
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    assert not manager.has_kernel
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        manager.cleanup_resources()
