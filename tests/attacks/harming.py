"""Harming: the host, the gradebook, other submissions, the grader's time and memory."""

from __future__ import annotations

import os
from pathlib import Path

from nbformat import NotebookNode

from tests.attacks.attack import LAB, Attack, find
from tests.attacks.course import TOKEN

HOST = "a file outside changed, or the grader harmed"
BATCH = "the batch stopped, or somebody else's grade changed"
LEFT = "a process that outlives the grading"
RESOURCES = "more than its limits taken"
FLOODED = "too much output or timed out"
DANGER = "it would take this machine down"

GRADEBOOK = """
import glob, os, sqlite3
for path in ("../../gradebook.db", "../../../gradebook.db", "../../../../gradebook.db"):
    if os.path.exists(path):
        book = sqlite3.connect(path)
        book.execute("update grade set manual_score = 99, extra_credit = 99")
        book.commit()
for path in glob.glob("../../*/*/*.ipynb") + glob.glob("../../../kept.txt"):
    try:
        open(path, "w").write("overwritten")
    except OSError as error:
        print(error)
"""
HOST_FILES = """
import os
for path in ("/usr/attacks", "/etc/attacks", "/run/server.py", "/run/submissions/x", "/attacks",
             "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/dev/attacks",
             "/proc/sys/vm/overcommit_memory", "/sys/kernel/attacks", "/tmp/../attacks"):
    try:
        with open(path, "a") as file: file.write("x")
        print("LOOT network: written", path)
    except OSError as error:
        print(error)
import deeptuning, numpy
for module in (deeptuning, numpy):
    try:
        open(module.__file__, "a").write("\\nraise SystemExit\\n")
        print("LOOT network: written", module)
    except OSError as error:
        print(error)
"""
LOOP = "while True:\n    pass\n"
DEAF = """
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    try:
        while True: pass
    except BaseException:
        pass
"""
DEAF_IN_CHECK = "def convert_momentum(**inputs):\n" + "".join(
    f"    {line}\n" for line in DEAF.strip().splitlines()
)
SUICIDE = "import os\ndef convert_momentum(**inputs):\n    os._exit(0)\n"
SUICIDE_CELL = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"
SEGFAULT = "import ctypes\ndef convert_momentum(**inputs):\n    ctypes.string_at(0)\n"
MEMORY = "hoard = []\nwhile True:\n    hoard.append(np.ones(1 << 22))\n"
MEMORY_CHILDREN = """
import os, time
for _ in range(6):
    if os.fork() == 0:
        hoard = [np.ones(1 << 25)]
        time.sleep(60)
time.sleep(60)
"""
# Memory that no process's own figures show: anonymous files, and pages that nobody maps.
HIDDEN_MEMORY = """
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)
taken, block = 0, bytes(1 << 20)
keep = []
def memfd():
    global taken
    file = os.memfd_create("hoard")
    keep.append(file)
    for _ in range(7):
        taken += os.write(file, block)
def shared():
    global taken
    region = mmap.mmap(-1, 64 << 20)
    for at in range(0, 64 << 20, 1 << 20):
        region[at:at + (1 << 20)] = block
    region.madvise(mmap.MADV_DONTNEED)
    keep.append(region)
    taken += 64 << 20
def sysv():
    global taken
    name = libc.shmget(0, 64 << 20, 0o1600)
    if name < 0: raise OSError("no shared memory")
    libc.shmat.restype = ctypes.c_void_p
    at = libc.shmat(name, None, 0)
    ctypes.memset(at, 1, 64 << 20)
    libc.shmdt(ctypes.c_void_p(at))
    taken += 64 << 20
for take in (memfd, shared, sysv):
    taken = 0
    try:
        while taken < 1_300_000_000: take()
        print("LOOT network: hidden memory", take.__name__, taken)
    except (OSError, ValueError, AttributeError) as error:
        print(take.__name__, taken, error)
    keep.clear()
"""
FORKS = """
import os
def bomb():
    while True:
        try: os.fork()
        except OSError: pass
bomb()
"""
THREADS = """
import threading, time
threads = []
while True:
    try:
        thread = threading.Thread(target=time.sleep, args=(99,), daemon=True)
        thread.start()
        threads.append(thread)
    except RuntimeError:
        print(len(threads))
        break
if len(threads) > 60: print("LOOT network: more threads than allowed")
"""
DAEMON = f"""
import os, time, ctypes
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        forever = "trap '' TERM INT HUP; while :; do sleep 5; done"
        os.execvp("bash", ["leftover-{TOKEN}", "-c", forever, "leftover-{TOKEN}"])
    os._exit(0)
time.sleep(0.3)
"""
DISK = """
import os
for folder in ("/tmp", "/dev/shm", os.getcwd(), "/run/ipc", "/run", "/var/tmp", "/", "/dev",
               "/run/submissions"):
    total = 0
    try:
        for number in range(2000):
            with open(f"{folder}/fill{number}", "wb") as file:
                for _ in range(4): total += file.write(bytes(1 << 20))
    except OSError as error:
        print(folder, total, error)
    if total > 40 << 20: print("LOOT network: more disk than allowed", folder, total)
"""
INODES = """
for number in range(200_000):
    try:
        open(f"/tmp/n{number}", "w").close()
    except OSError as error:
        print(number, error)
        break
else:
    print("LOOT network: inodes without end")
"""
OUTPUT = "while True:\n    print('x' * 100_000)\n"
TINY = """
import sys
for number in range(1_000_000):
    sys.stdout.write("x"); sys.stdout.flush()
"""
BIG_MESSAGES = """
kernel = get_ipython().kernel
block = "x" * (40 << 20)
for _ in range(60):
    kernel.session.send(kernel.iopub_socket, "stream", {"name": "stdout", "text": block},
                        parent=kernel.get_parent())
"""
# The grader reads prompts too.
BIG_PROMPTS = """
kernel = get_ipython().kernel
block = "x" * (40 << 20)
ident = kernel._get_shell_context_var(kernel._shell_parent_ident) if hasattr(
    kernel, "_get_shell_context_var") else kernel._parent_ident["shell"]
for _ in range(60):
    kernel.session.send(kernel.stdin_socket, "input_request", {"prompt": block, "password": False},
                        parent=kernel.get_parent(), ident=ident)
"""
COMMS = """
from comm import create_comm
for number in range(20_000):
    create_comm(target_name="x" * 100, data={"n": number})
"""
PROMPTS = """
while True:
    get_ipython().kernel.raw_input("more? ") if False else None
    try:
        input("more? ")
    except Exception:
        pass
"""
PROMPTS_IN_CHECK = """
def convert_momentum(**inputs):
    while True:
        get_ipython().kernel.raw_input("more? ")
"""
CONTROL = """
import threading, time, os
kernel = get_ipython().kernel
def block():
    while True: time.sleep(1)
try:
    kernel.control_thread.io_loop.add_callback(lambda: time.sleep(1e6))
except Exception as error:
    print(error)
time.sleep(0.1)
while True:
    try:
        time.sleep(1e6)
    except BaseException:
        pass
"""
SOCKETS = """
import os, glob, json
for path in glob.glob("/run/ipc/*"):
    for act in (os.unlink, lambda p: os.rename(p, p + "x"), lambda p: open(p, "w").write("x"),
                lambda p: os.chmod(p, 0), lambda p: os.symlink("/etc/passwd", p)):
        try:
            act(path)
            print("done", path)
        except OSError as error:
            print(error)
"""
NAMESPACES = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for flags in (0x10000000, 0x00020000, 0x40000000, 0x20000000):
    if libc.unshare(flags) == 0: print("LOOT network: a new namespace", hex(flags))
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, b"") == 0: print("LOOT network: mounted")
if libc.umount2(b"/run/submissions", 2) == 0: print("LOOT network: unmounted")
if libc.chroot(b"/tmp") == 0: print("LOOT network: chroot")
if libc.setuid(0) == 0: print("LOOT network: root")
if libc.pivot_root if hasattr(libc, "pivot_root") else False: pass
for number in os.listdir("/proc/self/ns"):
    try:
        file = os.open(f"/proc/1/ns/{number}", os.O_RDONLY)
        if libc.setns(file, 0) == 0: print("LOOT network: setns", number)
    except OSError as error:
        print(error)
"""
INIT = """
import ctypes, os, signal
libc = ctypes.CDLL(None, use_errno=True)
for number in (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
    os.kill(1, number)
libc.ptrace(16, 1, 0, 0)
try:
    os.kill(-1, signal.SIGSTOP)
    os.kill(os.getppid(), signal.SIGSTOP)
except OSError as error:
    print(error)
"""
SYSTEM_CALLS = """
import ctypes, os, platform
libc = ctypes.CDLL(None, use_errno=True)
zero = ctypes.create_string_buffer(256)
calls = {"perf_event_open": (298, zero, 0, -1, -1, 0), "bpf": (321, 5, zero, 128),
         "userfaultfd": (323, 0), "io_uring_setup": (425, 8, zero), "keyctl": (250, 0, -3, 0),
         "memfd_secret": (447, 0), "kexec_load": (246, 0, 0, 0, 0),
         "init_module": (175, zero, 0, b""),
         "reboot": (169, 0xfee1dead, 672274793, 0), "settimeofday": (164, zero, 0),
         "swapon": (167, b"/tmp/x", 0), "acct": (163, 0), "sethostname": (170, b"evil", 4)}
if platform.machine() == "x86_64":
    for name, arguments in calls.items():
        result = libc.syscall(*arguments)
        print(name, result, os.strerror(ctypes.get_errno()))
        if result >= 0: print("LOOT network:", name, "is answered")
"""
PARENT = """
import os, signal
for pid in range(2, 400):
    if pid != os.getpid():
        for number in (signal.SIGKILL, signal.SIGSTOP):
            try:
                os.kill(pid, number)
            except OSError:
                pass
"""
MODULES = """
import numpy, deeptuning.checks.drivers as drivers, deeptuning.checks.remote as remote, builtins
numpy.ndarray.__doc__
drivers.drive = remote.drive = lambda *a: []
builtins.open = builtins.len = None
numpy.sqrt = numpy.asarray = lambda *a, **k: 0
"""


def other_kernel(notebook: NotebookNode) -> None:
    """Name a kernel whose command line is the attacker's."""
    notebook.metadata["kernelspec"] = {
        "name": "../../evil",
        "display_name": "x",
        "language": "bash",
        "argv": ["bash", "-c", "touch /tmp/evil"],
    }
    notebook.metadata["language_info"] = {"name": "bash", "file_extension": "/../../x"}


def odd_files(folder: Path) -> None:
    """Pipes, devices, names, and a folder that takes the place of a file."""
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "timestamp.txt")
    if os.geteuid() == 0:
        os.mknod(folder / "zero", 0o20666, os.makedev(1, 5))
    for name in (
        b"\xff\xfe",
        b"new\nline",
        b"-rf",
        b"x" * 250,
        b"\x1b[2J",
        b"numpy.py",
        b"json.py",
    ):
        (folder / os.fsdecode(name)).write_text("raise SystemExit('poisoned')")
    (folder / "limits.toml").write_text("cell_seconds = 1e9")
    (folder / "sitecustomize.py").write_text("raise SystemExit")
    deep = folder
    for _ in range(60):
        deep = deep / "deep"
    deep.mkdir(parents=True)


def folder_for_file(folder: Path) -> None:
    (folder / f"{LAB}.ipynb").mkdir()


def link_for_file(folder: Path) -> None:
    (folder / f"{LAB}.ipynb").symlink_to("/dev/zero")


def pipe_for_file(folder: Path) -> None:
    os.mkfifo(folder / f"{LAB}.ipynb")


def neighbours_work(folder: Path) -> None:
    """Hand in a link to somebody else's notebook."""
    (folder / f"{LAB}.ipynb").symlink_to(folder.parents[1] / f"a-neighbour/{LAB}/{LAB}.ipynb")


def folder_of_links(folder: Path) -> None:
    """Let the grader write through links, if it follows them."""
    course = folder.parents[2]
    (folder / "autograded").symlink_to(course / "autograded/a-neighbour")
    (folder / "up").symlink_to(course.parent)
    (folder / "up.txt").symlink_to(course.parent / "kept.txt")
    (folder / "self").symlink_to(folder)


def cell_ids(notebook: NotebookNode) -> None:
    """The same odd id everywhere."""
    for cell in notebook.cells:
        cell["id"] = "../../x"
    find(notebook, "setup").metadata["nbgrader"]["grade_id"] = "../../x"


ATTACKS = (
    Attack("gradebook overwritten", HOST, GRADEBOOK),
    Attack("files of the host", HOST, HOST_FILES),
    Attack("endless loop", BATCH, LOOP, fault="timed out"),
    Attack("endless loop, deaf", BATCH, DEAF, fault="timed out"),
    Attack("endless answer, deaf", BATCH, DEAF_IN_CHECK, fault="timed out"),
    Attack("control thread blocked", BATCH, CONTROL, fault="timed out"),
    Attack("kernel ends when asked", BATCH, SUICIDE, fault="kernel died"),
    Attack("kernel kills itself", BATCH, SUICIDE_CELL, fault="kernel died"),
    Attack("segmentation fault", BATCH, SEGFAULT, fault="kernel died"),
    Attack("memory", RESOURCES, MEMORY, not_run=DANGER),
    Attack("memory of many children", RESOURCES, MEMORY_CHILDREN, not_run=DANGER),
    Attack("memory that nobody maps", RESOURCES, HIDDEN_MEMORY, not_run=DANGER),
    Attack("fork bomb", RESOURCES, FORKS, not_run=DANGER),
    Attack("threads", RESOURCES, THREADS, not_run=DANGER),
    Attack("daemon in its own session", LEFT, DAEMON),
    Attack("disk, every mount", RESOURCES, DISK, not_run=DANGER),
    Attack("inodes", RESOURCES, INODES, not_run=DANGER),
    Attack("output without end", RESOURCES, OUTPUT, not_run=DANGER),
    Attack("a million tiny messages", RESOURCES, TINY, not_run=DANGER),
    Attack("large messages", RESOURCES, BIG_MESSAGES, fault=FLOODED),
    Attack("large prompts", RESOURCES, BIG_PROMPTS, not_run=DANGER),
    Attack("comm flood", BATCH, COMMS),
    Attack("prompts without end", BATCH, PROMPTS, fault="timed out"),
    Attack("prompts without end when asked", BATCH, PROMPTS_IN_CHECK, fault="timed out"),
    Attack("connection file and sockets", BATCH, SOCKETS),
    Attack("namespaces and mounts", HOST, NAMESPACES),
    Attack("first process attacked", BATCH, INIT),
    Attack("all other processes killed", BATCH, PARENT),
    Attack("rare system calls", HOST, SYSTEM_CALLS),
    Attack("modules poisoned", BATCH, MODULES, keeps=True),
    Attack("kernel of its own", HOST, edit=other_kernel),
    Attack("odd files", BATCH, lay=odd_files),
    Attack("folder for the file", BATCH, raw=lambda text: "", lay=folder_for_file,
           status="unreadable file", keeps=False),
    Attack("device for the file", BATCH, raw=lambda text: "", lay=link_for_file,
           status="unreadable file", keeps=False),
    Attack("pipe for the file", BATCH, raw=lambda text: "", lay=pipe_for_file,
           status="unreadable file", keeps=False),
    Attack("link to another's work", "points for somebody else's work", raw=lambda text: "",
           lay=neighbours_work, status="unreadable file", keeps=False),
    Attack("links to write through", HOST, lay=folder_of_links),
    Attack("cell ids as paths", HOST, edit=cell_ids),
    Attack("JSON nested without end", BATCH, raw=lambda text: "[" * 500_000,
           status="unreadable file", keeps=False),
)  # fmt: skip
