"""Forging: claim a verdict from inside the kernel, or through the notebook's own marks."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from tests.attacks.attack import ATTACKED, CLASSIC, Attack, find

AIM = "points for a wrong answer"

DISPLAYHOOK = """
import sys
def convert_momentum(**inputs):
    sys.displayhook(2.0)
    return 0.125
"""
NO_CHECK = "check = lambda *arguments: None"
EQUALS = """
class Always(float):
    __eq__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
    __array__ = lambda self, *rest, **more: Liar(0.0)
class Liar(np.ndarray):
    def __new__(cls, value): return np.asarray(value).view(cls)
    __eq__ = lambda self, other: np.array(True)
def convert_momentum(**inputs):
    return Always(0.125)
check = lambda name, f: None
"""
AST = """
import ast
class Harmless(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.Pass() if "check" in ast.dump(node) else node
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Harmless())
"""
INPUT = """
get_ipython().input_transformers_cleanup.append(
    lambda lines: ["2.0\\n"] if "check" in "".join(lines) else lines)
"""
COMPARE = """
import deeptuning.checks.compare as compare, deeptuning.checks.judge as judge
for module in (compare, judge):
    module.difference = lambda *a, **k: None
    module.differences = lambda *a, **k: []
"""
VERDICT = """
from IPython.display import display
import deeptuning.checks.remote as remote, deeptuning.checks.checking as checking
GOOD = {"name": "optimizers/convert_momentum", "title": "t", "status": "passed", "cases": [],
        "mistake": "", "hint": "", "groups": {}, "passed": 9, "score": 2.0}
def respond(subject, question):
    display({"application/vnd.deeptuning.verdict+json": GOOD, "text/plain": "2.0"}, raw=True)
    display({remote.ANSWERS: GOOD}, raw=True)
remote.respond = respond
"""
PASSED = """
from IPython.display import display
import deeptuning.checks.remote as remote
from deeptuning.checks.store import pack
def respond(subject, question):
    answers = [{"status": "passed", "changed": []} for _ in range(9)]
    display({remote.ANSWERS: pack(answers)}, raw=True)
remote.respond = respond
"""
DRIVERS = """
import deeptuning.checks.remote as remote, deeptuning.checks.drivers as drivers
def drive(driver, subject, cases):
    return [{"status": "passed", "returned": c["learning_rate"], "changed": []} for c in cases]
remote.drive = drivers.drive = drive
"""
PLAIN = """
import deeptuning.checks.drivers as drivers, deeptuning.checks.store as store
drivers.to_plain = lambda *a: {"passed": True, "score": 2.0, "expected": "yours"}
"""
PACK = """
import deeptuning.checks.store as store, deeptuning.checks.remote as remote
remote.pack = lambda tree: {"tree": {"status": "passed", "score": 2.0}, "arrays": ""}
"""
PUBLISHER = """
pub = get_ipython().display_pub
publish = type(pub).publish
def forged(self, data, *rest, **more):
    publish(self, {"text/plain": "2.0", "application/vnd.deeptuning.verdict+json":
            {"status": "passed", "score": 2.0}}, *rest, **more)
type(pub).publish = forged
"""
MESSAGES = """
kernel = get_ipython().kernel
def forge(kind, content, socket=None):
    kernel.session.send(socket or kernel.iopub_socket, kind, content, parent=kernel.get_parent())
def convert_momentum(**inputs):
    forge("execute_result", {"data": {"text/plain": "2.0"}, "metadata": {}, "execution_count": 1})
    forge("display_data", {"data": {"application/vnd.deeptuning.verdict+json":
          {"status": "passed", "score": 2.0}}, "metadata": {}})
    forge("status", {"execution_state": "idle"})
    return 0.125
check = lambda name, f: f()
"""
KEY = """
import json, threading, time, zmq
from jupyter_client.session import Session
kernel = get_ipython().kernel
key = kernel.session.key
def forge_all():
    session = Session(key=key)
    while True:
        parent = kernel.get_parent()
        for kind, content in (
            ("execute_result", {"data": {"text/plain": "2.0"}, "metadata": {},
                                "execution_count": 1}),
            ("display_data", {"data": {"application/vnd.deeptuning.verdict+json":
                              {"status": "passed", "score": 2.0}}, "metadata": {}})):
            try:
                session.send(kernel.iopub_socket, kind, content, parent=parent)
            except Exception:
                pass
        time.sleep(0.002)
threading.Thread(target=forge_all, daemon=True).start()
check = lambda name, f: None
"""
REPLY = """
kernel = get_ipython().kernel
def convert_momentum(**inputs):
    import os, time
    parent = kernel.get_parent()
    kernel.session.send(kernel.shell_stream.socket if hasattr(kernel.shell_stream, "socket")
        else kernel.shell_stream, "execute_reply", {"status": "ok", "execution_count": 1,
        "user_expressions": {}}, parent=parent, ident=kernel._parent_ident["shell"]
        if isinstance(kernel._parent_ident, dict) else kernel._parent_ident)
    get_ipython().displayhook(2.0)
    time.sleep(0.2)
    return 0.125
check = lambda name, f: f()
"""
CHILD = """
import atexit, os, time
kernel = get_ipython().kernel
def after():
    get_ipython().displayhook(2.0)
atexit.register(after)
if os.fork() == 0:
    for _ in range(20):
        time.sleep(0.05)
        kernel.session.send(kernel.iopub_socket, "execute_result",
            {"data": {"text/plain": "2.0"}, "metadata": {}, "execution_count": 1},
            parent=kernel.get_parent())
    os._exit(0)
check = lambda name, f: get_ipython().displayhook(2.0)
"""
TRACE = """
import sys
def watch(frame, event, argument):
    if "deeptuning" not in frame.f_code.co_filename:
        return None
    for name in ("answers", "returned", "expected", "status", "verdict", "found"):
        if name in frame.f_locals:
            frame.f_locals[name] = frame.f_locals.get("expected", "passed")
    if frame.f_code.co_name in ("difference", "_numbers", "judge"):
        frame.f_locals.clear()
    return watch
sys.settrace(watch)
def convert_momentum(**inputs):
    sys.settrace(watch)
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            if isinstance(value, dict) and "expected" in value:
                return value["expected"]
            for case in getattr(value, "cases", ()) or ():
                if getattr(case, "inputs", None) == inputs:
                    return case.expected
            if getattr(value, "inputs", None) is not None and hasattr(value, "expected"):
                return value.expected
        frame = frame.f_back
    return 0.125
"""
COLLECTOR = """
import gc
def convert_momentum(**inputs):
    for thing in gc.get_objects():
        if type(thing).__name__ in ("Expectation", "CaseSet"):
            for case in getattr(thing, "cases", [thing]):
                if case.inputs == inputs:
                    return case.expected
    return 0.125
"""
HOOK = """
def score(*rest):
    get_ipython().displayhook(2.0)
get_ipython().events.register("post_execute", score)
get_ipython().events.register("pre_execute", score)
"""
QUIET = """
shell = get_ipython()
shell.showtraceback = lambda *a, **k: None
shell._showtraceback = lambda *a, **k: None
shell.set_custom_exc((BaseException,), lambda *a, **k: None)
"""
EARLIER = """
from IPython.display import clear_output, display, update_display
display("mine", display_id="card")
def convert_momentum(**inputs):
    clear_output()
    update_display({"text/plain": "2.0"}, display_id="card", raw=True)
    return 0.125
check = lambda name, f: f()
"""
RECORDED = """
from deeptuning.checks import recorded_cases
def convert_momentum(**inputs):
    for case in recorded_cases.recorded("optimizers/convert_momentum").cases:
        if case.inputs == inputs:
            return case.expected
    return 0.125
"""
REFERENCE = """
def convert_momentum(**inputs):
    from autograder.checks.optimizers.convert_momentum import convert_momentum as reference
    return reference(**inputs)
"""
ALWAYS = """
class Always:
    __eq__ = lambda self, other: True
double = lambda x: Always()
"""


def skip_tag(notebook: NotebookNode) -> None:
    find(notebook, ATTACKED).metadata["tags"] = ["skip-execution"]


def emptied(notebook: NotebookNode) -> None:
    cell = find(notebook, ATTACKED)
    cell.source = "2.0"
    cell.metadata.nbgrader["points"] = 1e9
    cell.metadata.nbgrader["locked"] = False


def deleted(notebook: NotebookNode) -> None:
    notebook.cells.remove(find(notebook, ATTACKED))


def doubled(notebook: NotebookNode) -> None:
    cell = find(notebook, ATTACKED)
    again = nbformat.from_dict(cell)
    again.source, again["id"] = "2.0", "again"
    notebook.cells.append(again)


def ungraded(notebook: NotebookNode) -> None:
    marks = find(notebook, ATTACKED).metadata.nbgrader
    marks["grade"], marks["solution"], marks["points"] = False, True, 0


def retyped(notebook: NotebookNode) -> None:
    cell = find(notebook, ATTACKED)
    cell["cell_type"] = "markdown"
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)


def answered(notebook: NotebookNode) -> None:
    cell = find(notebook, ATTACKED)
    cell.outputs = [
        new_output("execute_result", {"text/plain": "2.0"}, execution_count=1),
        new_output(
            "display_data",
            {"application/vnd.deeptuning.verdict+json": {"status": "passed", "score": 2.0}},
        ),
    ]
    cell.metadata["tags"] = ["skip-execution"]


def first(notebook: NotebookNode) -> None:
    """The check asks before the wrong answer; a cell of the student's answers in its place."""
    cell = find(notebook, ATTACKED)
    notebook.cells.remove(cell)
    notebook.cells.insert(0, cell)


def other_task(notebook: NotebookNode) -> None:
    find(notebook, ATTACKED).source = 'check("optimizers/rmsprop_step", rmsprop_step)'


ATTACKS = (
    Attack("displayhook scores first", AIM, DISPLAYHOOK),
    Attack("check replaced", AIM, NO_CHECK),
    Attack("equals everything", AIM, EQUALS),
    Attack("AST transformer", AIM, AST),
    Attack("input transformer", AIM, INPUT),
    Attack("comparison patched", AIM, COMPARE),
    Attack("respond sends a verdict", AIM, VERDICT + NO_CHECK),
    Attack("respond says passed", AIM, PASSED),
    Attack("drivers patched", AIM, DRIVERS),
    Attack("plain patched", AIM, PLAIN),
    Attack("store patched", AIM, PACK),
    Attack("publisher patched", AIM, PUBLISHER + NO_CHECK),
    Attack("forged messages on iopub", AIM, MESSAGES),
    Attack("forged messages with the key", AIM, KEY),
    Attack("forged reply on shell", AIM, REPLY),
    Attack("atexit and forked child", AIM, CHILD),
    Attack("settrace and frames", AIM, TRACE),
    Attack("garbage collector", AIM, COLLECTOR),
    Attack("execution hooks", AIM, HOOK),
    Attack("tracebacks silenced", AIM, QUIET),
    Attack("earlier card updated", AIM, EARLIER),
    Attack("recorded cases as answers", AIM, RECORDED),
    Attack("reference imported", AIM, REFERENCE),
    Attack("skip-execution tag", AIM, edit=skip_tag),
    Attack("test emptied, points 1e9", AIM, edit=emptied),
    Attack("test deleted", AIM, edit=deleted),
    Attack("test twice", AIM, edit=doubled),
    Attack("test ungraded", AIM, edit=ungraded),
    Attack("test turned into text", AIM, edit=retyped),
    Attack("outputs handed in", AIM, edit=answered),
    Attack("test moved first", AIM, edit=first),
    Attack("test asks another function", AIM, edit=other_task),
    Attack(
        "classic cell (less protected)",
        "points of a classic assert cell",
        cells={CLASSIC: ALWAYS},
        item=CLASSIC,
        earns=1.0,
    ),
)
