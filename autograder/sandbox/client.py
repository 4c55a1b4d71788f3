"""Talk to a kernel that may lie: run one piece of code, with bounded time and output."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import zmq
from jupyter_client.session import Session
from nbformat import NotebookNode
from nbformat.v4 import new_output, output_from_msg

from autograder.sandbox.server import PORTS, WarmKernel

OK, RAISED = "ok", "raised"
TIMED_OUT, OUT_OF_MEMORY, DIED, TOO_MUCH_OUTPUT = (
    "timed out",
    "out of memory",
    "kernel died",
    "too much output",
)
FAULTS = (TIMED_OUT, OUT_OF_MEMORY, DIED, TOO_MUCH_OUTPUT)
SHOWN = {"stream", "display_data", "execute_result", "error"}
POLL = 50  # milliseconds between two looks at whether the kernel lives
INTERRUPTED = 2.0  # seconds that code may take to end after an interrupt
ENDING = 5.0  # seconds after which a kernel that hung up is known to live
LATE = 2.0  # seconds that the last outputs may take after the reply
MESSAGE = 16 << 20  # bytes that one message may have at all, where output may not have more
WAITING = 16  # replies and requests for input that may wait to be read


@dataclass
class Ran:
    """What came of one piece of code: how it ended and what it showed."""

    status: str
    outputs: list[NotebookNode] = field(default_factory=list)
    seconds: float = 0.0
    usable: bool = False  # whether the kernel can go on


class Client:
    """One connection to one kernel. Messages that are not signed, or are no messages, are ignored.

    Args:
        kernel: where to connect.
        context: of ZeroMQ, one a process.
        output: bytes that the kernel may still send.
    """

    def __init__(self, kernel: WarmKernel, context: zmq.Context, output: int) -> None:
        self.kernel, self.output_left = kernel, output
        self._session = Session(key=kernel.connection["key"].encode(), username="grader")
        self._sockets = {
            name: self._connect(context, kind, name)
            for name, kind in (
                ("shell", zmq.DEALER),
                ("stdin", zmq.DEALER),
                ("control", zmq.DEALER),
                ("iopub", zmq.SUB),
            )
        }
        self._monitor = self._sockets["iopub"].get_monitor_socket(zmq.EVENT_DISCONNECTED)
        self._poller = zmq.Poller()
        for name in ("shell", "stdin", "iopub"):
            self._poller.register(self._sockets[name], zmq.POLLIN)

    def _connect(self, context: zmq.Context, kind: int, name: str) -> zmq.Socket:
        socket = context.socket(kind)
        socket.linger = 0
        socket.maxmsgsize = max(MESSAGE, self.output_left)
        if kind == zmq.SUB:
            socket.subscribe(b"")
        else:
            socket.rcvhwm = WAITING  # a kernel of ours sends one at a time
            socket.identity = self._session.bsession
        socket.connect(f"ipc://{self.kernel.connection['ip']}-{PORTS[name]}")
        return socket

    def close(self) -> None:
        """Let go of the kernel, which goes on."""
        self._sockets["iopub"].disable_monitor()
        self._monitor.close()
        for socket in self._sockets.values():
            socket.close()

    def wait_until_ready(self, seconds: float = 30) -> None:
        """Wait for the first answer, and until outputs arrive.

        Raises:
            RuntimeError: there is none in time.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.kernel.exit_code() is None:
            asked = self._session.send(self._sockets["shell"], "kernel_info_request", {})
            replied = idle = False
            again = time.monotonic() + 1
            while time.monotonic() < again:
                for name, message in self._receive(10):
                    ours = _parent(message) == asked["header"]["msg_id"]
                    replied = replied or (ours and name == "shell")
                    idle = idle or (ours and _is_idle(name, message))
                if replied and idle:
                    return
        raise RuntimeError("The kernel does not answer.")

    def run(
        self, code: str, seconds: float, answer: Callable[[str], str] | None = None, **options: Any
    ) -> Ran:
        """Run code and wait until the kernel is idle again.

        Args:
            code: what to run.
            seconds: wall time it may take; it is then interrupted, and reported as timed out.
            answer: replies to the kernel's requests for input; without it they fail.
            options: of the execute request, such as `store_history`.

        Returns:
            How it ended: `OK`, `RAISED`, or one of `FAULTS`, after which the kernel is of no use.
        """
        started = time.monotonic()
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        content |= {"allow_stdin": answer is not None, "stop_on_error": False, **options}
        asked = self._session.send(self._sockets["shell"], "execute_request", content)
        request = asked["header"]["msg_id"]
        ran = Ran(OK)
        replied, reply, idle = False, {}, False
        deadline = started + seconds
        late = None
        while not (replied and idle):
            now = time.monotonic()
            if replied and late is None:
                late = now + LATE
            if late is not None and now > late:
                break  # the outputs' end got lost
            if self.kernel.exit_code() is not None:
                ran.status = OUT_OF_MEMORY if self.kernel.out_of_memory() else DIED
                break
            if self.output_left < 0 or self._cut_off():
                ran.status = TOO_MUCH_OUTPUT
                break
            if now > deadline:
                if ran.status == TIMED_OUT:
                    break
                ran.status, deadline = TIMED_OUT, now + INTERRUPTED
                self._session.send(self._sockets["control"], "interrupt_request", {})
            for name, message in self._receive(POLL):
                if _parent(message) != request:
                    continue
                if name == "shell" and message.get("msg_type") == "execute_reply":
                    replied, reply = True, message["content"]
                elif name == "stdin" and message.get("msg_type") == "input_request":
                    self._reply(message, answer)
                elif _is_idle(name, message):
                    idle = True
                elif name == "iopub":
                    _show(ran.outputs, message)
        if ran.status == OK and (self.output_left < 0 or self._cut_off()):
            ran.status = TOO_MUCH_OUTPUT
        raised = any(output.output_type == "error" for output in ran.outputs)
        if reply.get("status") == "error" and not raised:
            ran.outputs.append(_unseen(reply))  # an error must not get lost with its output
            raised = True
        if ran.status == OK and raised:
            ran.status = RAISED
        ran.seconds = time.monotonic() - started
        ran.usable = replied and ran.status != TOO_MUCH_OUTPUT
        return ran

    def _receive(self, milliseconds: int) -> list[tuple[str, dict]]:
        """Return what has come, as (channel, message), at most one message a channel."""
        ready = dict(self._poller.poll(milliseconds))
        found = []
        for name, socket in self._sockets.items():
            if ready.get(socket) != zmq.POLLIN:
                continue
            parts = socket.recv_multipart(zmq.NOBLOCK)
            if name == "iopub":
                self.output_left -= sum(map(len, parts))
            try:
                _, frames = self._session.feed_identities(parts)
                message = self._session.deserialize(frames)
                if isinstance(message["header"], dict) and isinstance(message["content"], dict):
                    found.append((name, message))
            except Exception:  # forged, broken or nested beyond measure: no message
                self.output_left -= 1 << 16
        return found

    def _cut_off(self) -> bool:
        """Whether a living kernel was disconnected, for a message larger than any may be."""
        if not self._monitor.poll(0):
            return False
        self._monitor.recv_multipart()
        return not self.kernel.wait(ENDING)

    def _reply(self, message: dict, answer: Callable[[str], str] | None) -> None:
        prompt = message["content"].get("prompt")
        value = answer(prompt) if answer is not None and isinstance(prompt, str) else ""
        self._session.send(self._sockets["stdin"], "input_reply", {"value": value}, parent=message)


def _unseen(reply: dict) -> NotebookNode:
    """The error that a reply tells of."""
    name, value = (str(reply.get(key, ""))[:500] for key in ("ename", "evalue"))
    return new_output("error", ename=name, evalue=value, traceback=[f"{name}: {value}"])


def _parent(message: dict) -> Any:
    header = message.get("parent_header")
    return header.get("msg_id") if isinstance(header, dict) else None


def _is_idle(name: str, message: dict) -> bool:
    return (
        name == "iopub"
        and message.get("msg_type") == "status"
        and message["content"].get("execution_state") == "idle"
    )


def _show(outputs: list[NotebookNode], message: dict) -> None:
    """Add an output as a notebook keeps it; what is none is left out."""
    kind, content = message.get("msg_type"), message["content"]
    if kind == "clear_output":
        outputs.clear()
        return
    if kind not in SHOWN:
        return
    try:
        output = output_from_msg(message)
        json.dumps(output, allow_nan=False, ensure_ascii=False).encode()
    except Exception:  # a lie of any kind
        return
    if kind == "stream":
        for other in outputs:
            if other.output_type == "stream" and other.name == content["name"]:
                other.text += str(content["text"])
                return
    if _well_formed(output):
        outputs.append(output)


def _well_formed(output: NotebookNode) -> bool:
    """Whether an output has the types that the notebook format asks for."""
    if output.output_type == "stream":
        return isinstance(output.text, str) and output.name in ("stdout", "stderr")
    if output.output_type == "error":
        lines = output.traceback
        named = isinstance(output.ename, str) and isinstance(output.evalue, str)
        return named and isinstance(lines, list) and all(isinstance(line, str) for line in lines)
    return all(
        isinstance(kind, str) and (kind.endswith("json") or isinstance(value, str))
        for kind, value in output.data.items()
    )
