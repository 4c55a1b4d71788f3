"""The warm server: runs inside the sandbox, imports once, and forks a kernel per submission.

It is started alone, as a file, in a file system that holds no other part of the grader, and it
imports nothing of ours. The trusted side talks to it over an inherited socket, one JSON object
a line:

    →  {"start": "k1", "limits": {…}}      ←  {"started": "k1"} … {"exited": "k1", "status": 9}
    →  {"kill": "k1"}

A submission's process is the first of namespaces of its own (users, processes, files, network,
shared memory), so it sees neither this server nor any other submission, and everything it starts
is gone with it. Submissions never reach the socket: it is closed before any of their code runs.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import resource
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time

CONTROL = 3  # the inherited socket
RUNS = "/run/submissions"  # RUNS/ID/{in,ipc}: a submission's files, and the sockets of its kernel
HOME = "/home/student"
WATCH = 0.1  # seconds between two looks at memory
IPC = "/run/ipc"
BILLED = ("RssAnon", "RssShmem", "VmPTE")  # what of a process counts as memory

LIBC = ctypes.CDLL(None, use_errno=True)
NEW_USER, NEW_FILES, NEW_PROCESSES = 0x10000000, 0x00020000, 0x20000000
NEW_SHARED_MEMORY, NEW_NAME, NEW_NETWORK = 0x08000000, 0x04000000, 0x40000000
READ_ONLY, NO_SETUID, NO_DEVICES, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
CAP_DROP, NO_NEW_PRIVILEGES = 24, 38


def checked(result, what):
    """Raise OSError when a call of the C library failed."""
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")


def mount(source, target, kind, flags, options=""):
    """mount(2)."""
    arguments = (source.encode(), target.encode(), kind.encode(), flags, options.encode())
    checked(LIBC.mount(*arguments), f"mount {target}")


def write(path, text):
    """Write to a file of the kernel's."""
    with open(path, "w") as file:
        file.write(text)


def leave():
    """Give this process namespaces of its own; its next child is the first process in them."""
    uid, gid = os.getuid(), os.getgid()
    namespaces = NEW_USER | NEW_FILES | NEW_PROCESSES | NEW_SHARED_MEMORY | NEW_NAME | NEW_NETWORK
    checked(LIBC.unshare(namespaces), "unshare")
    write("/proc/self/setgroups", "deny")
    write("/proc/self/uid_map", f"{uid} {uid} 1")
    write("/proc/self/gid_map", f"{gid} {gid} 1")


def libraries_in_tmp():
    """Libraries that the submission's own `/tmp` would hide."""
    return [path for path in os.environ.get("AUTOGRADER_KEEP", "").split(os.pathsep) if path]


def furnish(name, limits):
    """Lay out the submission's own file system, and hide everybody else's."""
    mount("none", "/", "", REC | PRIVATE)
    mount("proc", "/proc", "proc", NO_SETUID | NO_DEVICES)
    write("/proc/sys/user/max_user_namespaces", "0")  # no second set of rights, no mounts
    disk = f"size={int(limits['disk'])},nr_inodes=20000,mode=700"
    kept = [(path, os.open(path, os.O_PATH)) for path in libraries_in_tmp()]
    for folder in (HOME, "/tmp", "/dev/shm"):
        mount("tmpfs", folder, "tmpfs", NO_SETUID | NO_DEVICES, disk)
    for path, handle in kept:
        os.makedirs(path)
        mount(f"/proc/self/fd/{handle}", path, "", BIND)
        os.close(handle)
    shutil.copytree(f"{RUNS}/{name}/in", HOME, dirs_exist_ok=True)
    mount(f"{RUNS}/{name}/ipc", IPC, "", BIND)
    mount(os.devnull, "/dev/zero", "", BIND)  # shared pages of it are memory nobody is billed for
    mount("tmpfs", RUNS, "tmpfs", NO_SETUID | NO_DEVICES | READ_ONLY, "size=4k,mode=755")


def close_sockets_folder():
    """No file can be added beside the kernel's sockets once they are there."""
    mount("none", IPC, "", BIND | REMOUNT | READ_ONLY | NO_SETUID | NO_DEVICES)


def give_up_rights():
    """Drop every capability, for good."""
    for capability in range(64):
        LIBC.prctl(CAP_DROP, capability, 0, 0, 0)
    header = struct.pack("Ii", 0x20080522, 0)
    checked(LIBC.capset(header, bytes(24)), "capset")
    checked(LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no_new_privs")


def limit(limits):
    """Bound what one process may take; the trusted side watches over their sum."""
    bounds = {
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_DATA: limits["memory"],
        resource.RLIMIT_FSIZE: limits["disk"],
        resource.RLIMIT_NOFILE: 1024,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 1 << 16,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for what, bound in bounds.items():
        hard = resource.getrlimit(what)[1]
        bound = int(bound) if hard == resource.RLIM_INFINITY else min(int(bound), hard)
        resource.setrlimit(what, (bound, bound))


def fresh_randomness():
    """A forked copy would draw what every other copy draws."""
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(int.from_bytes(os.urandom(4), "little"))


def run_kernel(listening=lambda: None):
    """Be a Jupyter kernel, until killed. `listening` is called when its sockets are there."""
    from calls import forbid
    from ipykernel.kernelapp import IPKernelApp

    # Rights and filters belong to a thread and those it starts: the kernel's start just below.
    give_up_rights()
    forbid()
    os.chdir(HOME)
    sys.path[0] = ""
    sys.argv = ["ipykernel_launcher"]
    application = IPKernelApp.instance()
    application.initialize(
        ["-f", f"{IPC}/kernel.json", "--log-level=50", "--HistoryManager.enabled=False"]
    )
    listening()
    application.start()


def be_cold_submission(limits):
    """Be the only kernel of a sandbox that was made for it."""
    try:
        shutil.copytree(f"{RUNS}/in", HOME, dirs_exist_ok=True)
        limit(limits)
        run_kernel()
    except BaseException as error:
        with contextlib.suppress(Exception):
            write(f"{IPC}/failed", f"{type(error).__name__}: {error}")
        raise


def handshake(other):
    """Tell the other side, and wait until it hangs up."""
    other.sendall(b".")
    other.recv(1)
    other.close()


def code(status):
    """What a shell would say of an ended process: its exit code, or 128 and the signal."""
    ended = os.waitstatus_to_exitcode(status)
    return ended if ended >= 0 else 128 - ended


def bury(kernel):
    """Wait for whoever ends, until the kernel does; the others then end with this process."""
    while True:
        pid, status = os.wait()
        if pid == kernel:
            return code(status)


def be_submission(name, limits):
    """The forked process: never returns."""
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(null, standard)
        os.closerange(3, 4096)
        leave()
        if first := os.fork():  # the first process of the new namespace
            give_up_rights()
            os._exit(code(os.waitpid(first, 0)[1]))
        write("/proc/self/oom_score_adj", "1000")  # if memory runs out, let it be this process
        furnish(name, limits)
        limit(limits)
        ours, kernel_s = socket.socketpair()
        if kernel := os.fork():
            kernel_s.close()
            ours.recv(1)  # the kernel's sockets are there, or the kernel is gone
            close_sockets_folder()
            give_up_rights()
            ours.close()
            os._exit(bury(kernel))
        ours.close()
        os.nice(5)  # the server and the grader come first
        fresh_randomness()
        run_kernel(lambda: handshake(kernel_s))
        status = 0
    except BaseException as error:
        with contextlib.suppress(Exception):
            write(f"{IPC}/failed", f"{type(error).__name__}: {error}")
    finally:
        os._exit(status)


class Server:
    """Forks on request, kills on request, tells who has gone."""

    next_watch = 0.0

    def __init__(self, control):
        self.control, self.running, self.bounds, self.text = control, {}, {}, b""

    def serve(self):
        """Answer until the trusted side hangs up."""
        bell, ring = os.pipe()
        os.set_blocking(ring, False)
        signal.set_wakeup_fd(ring)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
            watching = WATCH if self.running else None
            ready, _, _ = select.select([self.control, bell], [], [], watching)
            self.watch()
            if bell in ready:
                os.read(bell, 4096)
                self.reap()
            if self.control in ready:
                received = self.control.recv(65536)
                if not received:
                    return
                *lines, self.text = (self.text + received).split(b"\n")
                for line in lines:
                    self.obey(json.loads(line))

    def obey(self, order):
        """Start or kill one submission."""
        if "start" in order:
            name = order["start"]
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                be_submission(name, order["limits"])
            self.running[pid] = name
            self.bounds[pid] = order["limits"]["memory"]
            self.tell(started=name, pid=pid)
        elif "kill" in order:
            for pid, name in self.running.items():
                if name == order["kill"]:
                    kill_all(pid)

    def watch(self):
        """Kill a submission whose processes together hold too much memory."""
        if not self.running or time.monotonic() < self.next_watch:
            return
        self.next_watch = time.monotonic() + WATCH
        for pid, used in memory(set(self.running)).items():
            if used > self.bounds[pid]:
                self.tell(over=self.running[pid], memory=used)
                kill_all(pid)

    def reap(self):
        """Tell of every submission that has ended."""
        while self.running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            name = self.running.pop(pid, None)
            self.bounds.pop(pid, None)
            if name is not None:
                self.tell(exited=name, status=os.waitstatus_to_exitcode(status))

    def tell(self, **what):
        """Send one line."""
        self.control.sendall(json.dumps(what).encode() + b"\n")


def memory(submissions):
    """Bytes of memory that each submission holds: its kernel and what that has started.

    A submission is a chain: the forked process, the first of its namespace, the kernel.
    """
    parent, held = {}, {}
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        with (
            contextlib.suppress(OSError, KeyError, ValueError),
            open(f"/proc/{pid}/status") as file,
        ):
            fields = dict(line.split(":\t", 1) for line in file if ":\t" in line)
            parent[pid] = int(fields["PPid"])
            held[pid] = 1024 * sum(int(fields[k].split()[0]) for k in BILLED)
    total = dict.fromkeys(submissions, 0)
    for pid, size in held.items():
        line = [pid]
        while line[-1] in parent and line[-1] not in submissions:
            line.append(parent[line[-1]])
        if line[-1] in submissions and len(line) > 2:
            total[line[-1]] += size
    return total


def kill_all(pid):
    """Kill a submission: the first process of its namespace, and with it all the others."""
    with contextlib.suppress(OSError):
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            children = file.read().split()
        for victim in children or [pid]:
            os.kill(int(victim), signal.SIGKILL)


def warm(modules):
    """Import what submissions will; return what could not be imported."""
    missing = []
    for module in modules:
        try:
            importlib.import_module(module)
        except Exception as error:
            missing.append(f"{module}: {type(error).__name__}: {error}")
    gc.collect()
    gc.freeze()  # the collector then leaves shared pages alone
    return missing


def main():
    """Warm up, say so, and serve; or be one cold kernel."""
    if sys.argv[1:2] == ["--cold"]:
        be_cold_submission(json.loads(sys.argv[2]))
        return
    import calls  # noqa: F401 - forked kernels find it loaded

    control = socket.socket(fileno=CONTROL)
    server = Server(control)
    missing = warm(sys.argv[1:])
    threads = len(os.listdir("/proc/self/task"))
    server.tell(ready=os.getpid(), missing=missing, threads=threads)
    server.serve()


if __name__ == "__main__":
    tempfile.tempdir = "/tmp"
    main()
