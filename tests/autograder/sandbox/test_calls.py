"""The filter of system calls, as a program, and at work in a kernel."""

import pytest

from autograder.sandbox.calls import ALLOW, AND, AT_LEAST, EQUAL, LOAD, MACHINES, MISSING, RETURN
from autograder.sandbox.calls import program as compiled
from autograder.sandbox.client import OK

ANONYMOUS, PRIVATE, SHARED, SHARED_VALIDATE = 0x20, 0x02, 0x01, 0x03


def outcome(machine, number, audit=None, fourth=0):
    """What the filter answers to a call: run its instructions, as the machine's kernel does."""
    audit = MACHINES[machine][0] if audit is None else audit
    lines, at, held = compiled(machine), 0, 0
    data = {0: number, 4: audit, 40: fourth}
    while True:
        code, yes, no, value = lines[at]
        at += 1
        if code == RETURN:
            return value
        if code == LOAD:
            held = data[value]
        elif code == AND:
            held &= value
        else:
            assert code in (EQUAL, AT_LEAST)
            at += yes if (held == value if code == EQUAL else held >= value) else no


@pytest.mark.parametrize("machine", MACHINES)
def test_exactly_the_listed_calls_are_refused(machine):
    _, mmap, refused = MACHINES[machine]
    for number in range(600):
        assert outcome(machine, number) == (MISSING if number in refused else ALLOW), number
    assert outcome(machine, 0, audit=0x1234) == MISSING  # another machine's calls
    assert outcome(machine, 0x40000000 + 1) == MISSING  # the second table
    assert mmap not in refused


@pytest.mark.parametrize("machine", MACHINES)
def test_only_shared_anonymous_pages_are_refused(machine):
    mmap = MACHINES[machine][1]
    for flags, expected in (
        (PRIVATE | ANONYMOUS, ALLOW),
        (PRIVATE, ALLOW),
        (SHARED, ALLOW),  # of a file
        (SHARED | ANONYMOUS, MISSING),
        (SHARED_VALIDATE | ANONYMOUS, MISSING),
        (SHARED | ANONYMOUS | 0x4000, MISSING),  # with any other flag
    ):
        assert outcome(machine, mmap, fourth=flags) == expected


def test_an_unknown_machine_has_no_filter():
    assert compiled("pdp11") is None


def test_a_kernel_cannot_make_them_and_works_all_the_same(client):
    code = """
import ctypes, errno, mmap, multiprocessing
libc = ctypes.CDLL(None, use_errno=True)
try:
    mmap.mmap(-1, 4096)
except OSError as error:
    assert error.errno == errno.ENOSYS
else:
    raise AssertionError
assert libc.unshare(0x10000000) == -1 and ctypes.get_errno() == errno.ENOSYS
with multiprocessing.get_context('fork').Pool(2) as pool:
    assert pool.map(abs, [-1, -2]) == [1, 2]
"""
    ran = client.run(code, 20)
    assert ran.status == OK, ran.outputs
