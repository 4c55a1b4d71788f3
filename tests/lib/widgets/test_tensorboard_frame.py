"""Is TensorBoard there after a click, and only then, and without another process?"""

import json
import subprocess
import sys

from IPython.utils.capture import capture_output

from deeptuning.widgets.tensorboard_frame import offer

# In a process of its own: the server is a thread that lasts as long as the process.
SERVE = """
import json, subprocess, os, sys, urllib.request
from deeptuning.monitoring import EventWriter
from deeptuning.widgets.tensorboard_frame import launch
with EventWriter(sys.argv[1] + "/one") as writer:
    writer.scalar("loss", 1.0, 0)
address = launch(sys.argv[1])
with urllib.request.urlopen(address + "data/plugins_listing", timeout=30) as page:
    plugins = sorted(json.load(page))
children = subprocess.run(["ps", "-o", "comm=", "--ppid", str(os.getpid())],
                          capture_output=True, text=True).stdout.split()
print(json.dumps([address, plugins, [c for c in children if c != "ps"]]))
"""


def test_serves_the_folder_from_a_thread_on_this_machine_only(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SERVE, str(tmp_path)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    address, plugins, children = json.loads(done.stdout.splitlines()[-1])
    assert address.startswith("http://127.0.0.1:")
    assert {"scalars", "histograms", "hparams", "graphs", "images", "projector"} <= set(plugins)
    assert children == []


def test_nothing_starts_without_a_click(shell, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("no click, no server")

    monkeypatch.setattr("deeptuning.widgets.tensorboard_frame.launch", refuse)
    with capture_output():
        box = offer(tmp_path)
    assert box.children[0].description == "Start TensorBoard"
    assert not box.children[0].disabled
