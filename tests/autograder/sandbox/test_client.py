"""Running code in a kernel that may hang, flood, lie or die."""

import json
import time

import pytest

from autograder.sandbox.client import OK, RAISED, TIMED_OUT, TOO_MUCH_OUTPUT


def test_outputs_are_kept_as_a_notebook_keeps_them(client):
    ran = client.run("import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\n1 + 1", 10)
    assert ran.status == OK
    kinds = [(o.output_type, o.get("name"), o.get("text", o.get("data"))) for o in ran.outputs]
    assert ("stream", "stdout", "a\nb\n") in kinds
    assert ("stream", "stderr", "c\n") in kinds
    assert kinds[-1] == ("execute_result", None, {"text/plain": "2"})


def test_an_error_is_an_outcome(client):
    ran = client.run("1 / 0", 10)
    assert ran.status == RAISED
    assert ran.outputs[-1].ename == "ZeroDivisionError"
    assert client.run("1", 10).status == OK


def test_code_that_takes_too_long_is_interrupted_and_the_kernel_goes_on(client):
    started = time.monotonic()
    ran = client.run("import time\ntime.sleep(60)", 0.5)
    assert (ran.status, ran.usable) == (TIMED_OUT, True)
    assert time.monotonic() - started < 5
    assert client.run("1", 10).status == OK


def test_code_that_ignores_the_interrupt_is_given_up(client):
    ran = client.run("import signal\nsignal.signal(2, signal.SIG_IGN)\nwhile True: pass", 0.3)
    assert (ran.status, ran.usable) == (TIMED_OUT, False)


@pytest.mark.parametrize(
    "flood",
    [
        "while True: print('y' * 10_000)",
        "print('y' * 200_000_000)",
        "while True: print('y', flush=True)",
        "from IPython.display import display\nwhile True: display(1)",
    ],
)
def test_a_flood_is_stopped(connect, flood):
    with connect(output=100_000) as client:
        ran = client.run(flood, 20)
        # Where the kernel collects it first, its own memory may end before we see any.
        stopped = ran.status == RAISED and ran.outputs[-1].ename == "MemoryError"
        assert ran.status == TOO_MUCH_OUTPUT or stopped
        assert len(str(ran.outputs)) < 20 << 20


def test_requests_for_input_are_answered_or_fail(client):
    ran = client.run("print(input('say'))", 10, answer=lambda prompt: prompt + " it")
    assert ran.outputs[-1].text == "say it\n"
    assert client.run("input()", 10).outputs[-1].ename == "StdinNotImplementedError"


def test_an_error_whose_output_is_kept_back_is_one_all_the_same(client):
    hide = "get_ipython().showtraceback = lambda *_, **__: None\nassert False"
    ran = client.run(hide, 10)
    assert ran.status == RAISED
    assert ran.outputs[-1].ename == "AssertionError"


LIES = [
    "{'msg_type': 'stream', 'content': {'name': 'stdout', 'text': ['not', 'text']}}",
    "{'msg_type': 'stream', 'content': {'name': 'elsewhere', 'text': 'x'}}",
    "{'msg_type': 'stream', 'content': {}}",
    "{'msg_type': 'display_data', 'content': {'data': 'no dict', 'metadata': {}}}",
    "{'msg_type': 'display_data', 'content': {'data': {'text/html': 5}, 'metadata': {}}}",
    "{'msg_type': 'error', 'content': {'ename': 1, 'evalue': 2, 'traceback': 'x'}}",
    "{'msg_type': 'nonsense', 'content': {}}",
]


@pytest.mark.parametrize("lie", LIES)
def test_a_signed_message_that_lies_leaves_nothing_a_notebook_cannot_hold(client, lie):
    code = f"""
lie = {lie}
kernel = get_ipython().kernel
send, parent = kernel.session.send, kernel.get_parent()
send(kernel.iopub_socket, lie['msg_type'], lie['content'], parent=parent)
print('after')
"""
    ran = client.run(code, 10)
    assert ran.status == OK
    assert ran.outputs[-1].text.endswith("after\n")
    assert all(o.output_type == "stream" for o in ran.outputs)
    json.dumps(ran.outputs)


def test_unsigned_and_broken_messages_are_no_messages(client):
    code = """
kernel = get_ipython().kernel
for frames in ([b'x'], [b'<IDS|MSG>', b'', b'{}', b'{}', b'{}', b'{}'], [b'<IDS|MSG>'] * 6):
    kernel.iopub_socket.send_multipart(frames)
deep = '[' * 100_000 + ']' * 100_000
kernel.iopub_socket.send_multipart([b'<IDS|MSG>', b'', b'{}', b'{}', b'{}', deep.encode()])
print('after')
"""
    ran = client.run(code, 10)
    assert (ran.status, ran.outputs[-1].text) == (OK, "after\n")
