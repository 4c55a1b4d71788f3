"""Which of the machine's system calls a submission may not make: a filter, for good.

It lies beside the warm server in the sandbox and, like it, imports nothing of ours. What is refused
looks missing (ENOSYS), so that libraries which try a call go on without it. Refused are calls that
take memory no process is billed for (anonymous files, System V shared memory, shared anonymous
pages), that leave something behind outside the namespaces (keyrings), and those which no lab needs
and whose faults have opened machines (io_uring, bpf, perf, userfaultfd, mounts, tracing).
"""

import ctypes
import platform
import struct

# For each machine: the audit number, mmap, and the calls refused.
MACHINES = {
    "x86_64": (
        0xC000003E,
        9,
        (
            *(319, 447, 29, 64, 68),  # memfd_create, memfd_secret, shmget, semget, msgget
            *(248, 249, 250),  # add_key, request_key, keyctl
            *(425, 426, 427, 321, 298, 323),  # io_uring, bpf, perf_event_open, userfaultfd
            *(165, 166, 155, 161, 272, 308, 304),  # mount … chroot, unshare, setns, handles
            *(428, 429, 430, 431, 432, 433, 442),  # the new calls for mounts
            *(101, 310, 311, 438),  # ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
            *(175, 313, 246, 320),  # init_module, finit_module, kexec
        ),
    ),
    "aarch64": (
        0xC00000B7,
        222,
        (
            *(279, 447, 194, 190, 186),
            *(217, 218, 219),
            *(425, 426, 427, 280, 241, 282),
            *(40, 39, 41, 51, 97, 268, 265),
            *(428, 429, 430, 431, 432, 433, 442),
            *(117, 270, 271, 438),
            *(105, 273, 104, 294),
        ),
    ),
}
LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
NUMBER, MACHINE, FOURTH = 0, 4, 40  # where a call's data hold what
ALLOW, MISSING = 0x7FFF0000, 0x00050000 | 38
KIND_AND_ANONYMOUS, SHARED, SHARED_VALIDATE = 0x2F, 0x21, 0x23
OTHER_TABLE = 0x40000000  # calls of a second table, with numbers of its own
SET_SECCOMP, FILTER = 22, 2


def program(machine):
    """Return the filter's instructions, as (code, if true, if false, value); None if unknown."""
    if machine not in MACHINES:
        return None
    audit, mmap, refused = MACHINES[machine]
    tests = [(AT_LEAST, OTHER_TABLE), *((EQUAL, number) for number in refused)]
    last = 3 + len(tests) + 6  # the place of the refusal
    lines = [(LOAD, 0, 0, MACHINE), (EQUAL, 0, last - 2, audit), (LOAD, 0, 0, NUMBER)]
    for code, value in tests:
        lines.append((code, last - len(lines) - 1, 0, value))
    lines += [
        (EQUAL, 0, 4, mmap),
        (LOAD, 0, 0, FOURTH),
        (AND, 0, 0, KIND_AND_ANONYMOUS),
        (EQUAL, 2, 0, SHARED),
        (EQUAL, 1, 0, SHARED_VALIDATE),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, MISSING),
    ]
    return lines


def forbid(machine=None):
    """Put the filter on this thread and all that it starts. `no_new_privs` must be set.

    Raises:
        OSError: the machine's kernel does not take it.
    """
    lines = program(machine or platform.machine())
    if lines is None:
        return
    code = b"".join(struct.pack("HBBI", *line) for line in lines)
    held = ctypes.create_string_buffer(code, len(code))
    told = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(SET_SECCOMP, FILTER, told, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the filter of system calls")
