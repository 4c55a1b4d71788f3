"""Lying: answers that are no data, or not the data that they seem to be."""

from __future__ import annotations

from tests.attacks.attack import ORACLE, Attack

AIM = "points for an answer that is not right, or a notebook that cannot be graded"
REPLY = """
import base64, json, struct
from IPython.display import display
import deeptuning.checks.remote as remote
from deeptuning.checks.store import pack
def respond(subject, question):
    display({{remote.ANSWERS: {message}}}, raw=True)
remote.respond = respond
"""


def returns(expression: str, before: str = "") -> str:
    """A function that returns an expression."""
    head = f"{before}\ndef convert_momentum(learning_rate, momentum, source, target):"
    return f"{head}\n    return {expression}\n"


def replies(message: str, before: str = "") -> str:
    """A kernel that sends a message of its own making."""
    return before + REPLY.format(message=message)


def answers(one: str, before: str = "") -> str:
    """A kernel that sends nine times the same answer."""
    return replies(f"pack([{one} for _ in range(9)])", before)


CHANGING = """
class Changing(float):
    count = 0
    def __float__(self):
        Changing.count += 1
        return float(Changing.count)
    def __array__(self, *rest, **more):
        return np.array(self.__float__())
"""
SUBCLASS = """
class Odd(np.ndarray):
    def __array_finalize__(self, other): self.flags
    def __eq__(self, other): return True
    def __array__(self, *rest, **more): return np.array(object())
    @property
    def nbytes(self): return 0
    @property
    def dtype(self): return np.dtype("float64")
"""
TEXT = """
class Text(str):
    def __len__(self): return 1
    def __eq__(self, other): return True
    __hash__ = str.__hash__
"""
DEEP = """
deep = []
for _ in range(100_000):
    deep = [deep]
"""
NESTED = """
import json, base64
arrays = pack([])["arrays"] if "pack" in globals() else ""
class Raw(dict): pass
deep = 1
for _ in range(900):
    deep = [deep]
"""
# A header that claims far more than the message holds.
LYING_HEADER = """
import json, struct, base64
head = json.dumps({"a0": {"dtype": "F64", "shape": [1 << 40], "data_offsets": [0, 8 << 40]}})
lying = base64.b64encode(struct.pack("<Q", len(head)) + head.encode() + bytes(8)).decode()
"""
ENDLESS_HEADER = """
import struct, base64
lying = base64.b64encode(struct.pack("<Q", (1 << 63) - 1) + b"{}").decode()
"""
EMPTY_SHAPE = """
import json, struct, base64
head = json.dumps({"a0": {"dtype": "F64", "shape": [0, 1 << 62], "data_offsets": [0, 0]}})
lying = base64.b64encode(struct.pack("<Q", len(head)) + head.encode()).decode()
"""
BOMB = """
import base64
bomb = base64.b64encode(bytes(60 << 20)).decode()
"""
TWICE = """
kernel = get_ipython().kernel
import deeptuning.checks.remote as remote
def respond(subject, question):
    good = pack([{"status": "returned", "returned": 0.125, "changed": []}] * 9)
    session = kernel.session
    dumps = session.pack
    def twice(thing):
        data = dumps(thing)
        return data.replace(b'"tree":', b'"tree": [], "tree":')
    session.pack = twice
    try:
        display({remote.ANSWERS: good}, raw=True)
    finally:
        session.pack = dumps
remote.respond = respond
"""
IMPORTS = """
from IPython.display import display
from deeptuning.checks.store import pack
"""
ASK = """
import json
from deeptuning.checks.store import pack, unpack
def ask(case, theta):
    prompt = json.dumps(pack({"case": case, "theta": theta}))
    return unpack(json.loads(get_ipython().kernel.raw_input(prompt)))
"""
# Twice the budget: the other case's calls, its own counter turned back, then raw calls.
MORE_CALLS = (
    ASK
    + """
def optimize(gradient, theta0, budget):
    theta = theta0
    for k in range(4 * budget):
        gradient.calls = -1000
        try:
            g = ask(gradient._case, theta)["gradient"]
        except Exception:
            g = ask(1 - gradient._case, theta).get("gradient", 0.0)
        theta = theta - 0.05 * g
    return theta
"""
)
ORACLE_LIES = (
    ASK
    + """
def optimize(gradient, theta0, budget):
    for prompt in ("", "{}", "[1]", '{"tree": {"case": 0}, "arrays": ""}', "x" * 100_000,
                   '{"tree": ' + "[" * 50_000 + "]" * 50_000 + ', "arrays": ""}'):
        get_ipython().kernel.raw_input(prompt)
    for theta in (None, "x", [[1], [2, 3]], np.zeros((2, 2)), np.full((17, 10), np.nan)):
        for case in (0, 1, 2, -1, True, None, "0", [0], {"a": 1}):
            try:
                ask(case, theta)
            except EOFError:
                pass
    return np.full((17, 10), -np.inf)
"""
)
ORACLE_CLAIMS = """
import deeptuning.checks.remote as remote
from IPython.display import display
from deeptuning.checks.store import pack
def respond(subject, question):
    one = {"status": "returned", "returned": np.full((17, 10), np.nan), "changed": [],
           "calls": -10**9, "uphill": False, "loss": 0.0}
    display({remote.ANSWERS: pack([one, one])}, raw=True)
remote.respond = respond
optimize = None
"""
HUGE = "np.zeros(50_000_000)"

ATTACKS = (
    Attack("NaN", AIM, returns("float('nan')")),
    Attack("infinity", AIM, returns("np.float64('inf')")),
    Attack("object array", AIM, returns("np.array([object()])")),
    Attack("structured array", AIM, returns("np.zeros(1, dtype=[('a', 'f8')])")),
    Attack("subclass that hides its type", AIM, returns("np.zeros(3).view(Odd)", SUBCLASS)),
    Attack("text that equals", AIM, returns("Text('0.1')", TEXT)),
    Attack("value that changes", AIM, returns("Changing(1)", CHANGING)),
    Attack("shape that broadcasts", AIM, returns("np.array([[0.125]])")),
    Attack("True for one", AIM, returns("True")),
    Attack("masked array", AIM, returns("np.ma.masked_all(())")),
    Attack("complex number", AIM, returns("1 + 1e-300j")),
    Attack("generator", AIM, returns("(x for x in [0.125])")),
    Attack("huge array", AIM, returns(HUGE)),
    Attack("deep list", AIM, returns("deep", DEEP)),
    Attack("list that holds itself", AIM, returns("own", "own = []\nown.append(own)")),
    Attack("safetensors header that lies", AIM,
           replies("{'tree': [{'$array': 'a0'}] * 9, 'arrays': lying}", LYING_HEADER)),
    Attack("safetensors header without end", AIM,
           replies("{'tree': [{'$array': 'a0'}] * 9, 'arrays': lying}", ENDLESS_HEADER)),
    Attack("shape beyond measure", AIM,
           replies("{'tree': [{'status': 'returned', 'returned': {'$array': 'a0'}, 'changed': []}]"
                   " * 9, 'arrays': lying}", EMPTY_SHAPE)),
    Attack("base64 bomb", AIM, replies("{'tree': [], 'arrays': bomb}", BOMB),
           fault="too much output"),
    Attack("JSON with a key twice", AIM, IMPORTS + TWICE),
    Attack("nested reply", AIM, replies("{'tree': deep, 'arrays': pack([])['arrays']}", NESTED)),
    Attack("answers too many", AIM, replies("pack([{'status': 'returned', 'returned': 0.125, "
                                            "'changed': []}] * 10_000)")),
    Attack("error that is no text", AIM,
           answers("{'status': 'raised', 'error': {'type': {'a': [1]}, 'message': [2]}}")),
    Attack("error with an array for a line", AIM,
           answers("{'status': 'raised', 'error': {'type': 'E', 'message': np.ones(3), "
                   "'line': np.float64(1), 'function': 'f', 'code': None}}")),
    Attack("message that is no text", AIM,
           answers("{'status': 'not plain', 'error': {'message': {'a': np.ones(2)}}}")),
    Attack("message of half a megabyte", AIM,
           answers("{'status': 'not plain', 'error': {'message': 'x' * 50_000}}")),
    Attack("changed names that are no names", AIM,
           answers("{'status': 'returned', 'returned': 0.125, 'changed': {'a': np.ones(2)}}")),
    Attack("status that is a list", AIM, answers("{'status': ['passed'], 'returned': 0.125}")),
    Attack("more gradient calls", AIM, cells={ORACLE: MORE_CALLS}, item=ORACLE),
    Attack("oracle asked nonsense", AIM, cells={ORACLE: ORACLE_LIES}, item=ORACLE),
    Attack("negative counts", AIM, cells={ORACLE: ORACLE_CLAIMS}, item=ORACLE),
)  # fmt: skip
