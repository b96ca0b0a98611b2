"""What a process that reads other people's bytes gives up, for good and before the first of them.

Decides two confinements: of a reader (`reader`: may compute, read Python's own folders and answer on its open pipes),
and of a render worker (`artist`: as before, but no network, no other program, and nothing done to other processes or
files). Linux only: system calls are filtered with seccomp (seccomp(2)), files with Landlock where the kernel has it
(5.13 and later). Fails closed: without seccomp there is no reading. Leaves out who is confined and what is read
(`sources.child`, `publishing.workers`).
"""

import ctypes
import errno
import os
import platform
import resource
import site
import struct
import sys
import sysconfig
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from content.findings import RefusedError, refused

MEMORY = 1 << 30
"""Bytes of address space of a reader. The largest file it may be given is 20 MB; reading it may take 300 MB."""
PROCESSOR_S = 30
DESCRIPTORS = 32

_MACHINES = ("x86_64", "aarch64")
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_THREAD = 0x10000

FREE_CALLS = """
read readv pread64 write writev lseek close fstat newfstatat stat lstat statx access faccessat faccessat2 readlink
readlinkat getcwd getdents getdents64 mmap munmap mprotect mremap madvise brk futex rt_sigaction rt_sigprocmask
rt_sigreturn sigaltstack clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time getrandom exit
exit_group getpid gettid getuid geteuid getgid getegid uname sysinfo sched_yield sched_getaffinity getrusage times poll
ppoll select pselect6 dup restart_syscall membarrier rseq set_robust_list set_tid_address fadvise64 getrlimit
""".split()  # noqa: SIM905  read as a text
"""What a reader may ask of the kernel, whatever the arguments. Everything else is an error (EPERM)."""

_WRITING = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC | (os.O_TMPFILE & ~os.O_DIRECTORY)
_FCNTL = (1, 2, 3, 1030)
"""F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC."""
_IOCTL = (0x5401, 0x5451)
"""TCGETS (is this a terminal), FIOCLEX."""

REFUSED_CALLS = """
socket connect bind listen accept accept4 execve execveat fork vfork ptrace process_vm_readv process_vm_writev kill
pidfd_open pidfd_getfd pidfd_send_signal io_uring_setup io_uring_enter io_uring_register bpf userfaultfd
perf_event_open mount umount2 move_mount open_tree fsopen pivot_root chroot unshare setns kexec_load init_module
finit_module delete_module add_key request_key keyctl tkill rt_sigqueueinfo rt_tgsigqueueinfo open_by_handle_at
truncate chmod fchmod fchmodat chown fchown lchown fchownat utime utimes futimesat utimensat
setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
""".split()  # noqa: SIM905  read as a text
"""What a render worker may not ask of the kernel. The last two lines change files that Landlock does not watch over."""
_REFUSED_YOUNG_CALLS = (452, 463, 466)
"""fchmodat2, setxattrat, removexattrat: too young for Debian's libseccomp, of one number on every machine."""
_SIGNALLING = (8, 10, 15)
"""F_SETOWN, F_SETSIG, F_SETOWN_EX: a pipe that signals another process (fcntl(2))."""


def reader() -> None:
    """Confines this process, which must have one thread, to reading. Raises RefusedError where that cannot be had."""
    seccomp = _seccomp()
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, PROCESSOR_S)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, DESCRIPTORS)
    _limit(resource.RLIMIT_CORE, 0)
    only_reads(_readable())
    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
    rules.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
    for name in FREE_CALLS:
        _rule(seccomp, rules, seccomp.ALLOW, name)
    _rule(seccomp, rules, seccomp.ALLOW, "openat", seccomp.Arg(2, seccomp.MASKED_EQ, _WRITING, 0))
    _rule(seccomp, rules, seccomp.ALLOW, "open", seccomp.Arg(1, seccomp.MASKED_EQ, _WRITING, 0))
    _rule(seccomp, rules, seccomp.ALLOW, "prlimit64", seccomp.Arg(2, seccomp.EQ, 0))
    for command in _FCNTL:
        _rule(seccomp, rules, seccomp.ALLOW, "fcntl", seccomp.Arg(1, seccomp.EQ, command))
    for command in _IOCTL:
        _rule(seccomp, rules, seccomp.ALLOW, "ioctl", seccomp.Arg(1, seccomp.EQ, command))
    _load(rules)


def studio(scratch: Path) -> None:
    """The files of a render worker, before it has threads: Python's own to read, `scratch` for what is being drawn.

    The chart engine looks at the machine's processors and at its own memory, in /sys and /proc.
    """
    with suppress(RefusedError):  # said when it draws
        _seccomp()  # its C library is looked for with a program
    only_reads(_readable() | {Path("/proc/self"), Path("/sys/devices/system/cpu")}, [scratch])


def artist() -> None:
    """Takes network, other programs and other processes from this process and all its threads. Raises RefusedError."""
    seccomp = _seccomp()
    _limit(resource.RLIMIT_CORE, 0)
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    rules.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
    rules.set_attr(seccomp.Attr.CTL_TSYNC, 1)
    for name in REFUSED_CALLS:
        _rule(seccomp, rules, seccomp.ERRNO(errno.EPERM), name)
    for number in _REFUSED_YOUNG_CALLS:
        rules.add_rule(seccomp.ERRNO(errno.EPERM), number)
    for command in _SIGNALLING:
        _rule(seccomp, rules, seccomp.ERRNO(errno.EPERM), "fcntl", seccomp.Arg(1, seccomp.EQ, command))
    _rule(seccomp, rules, seccomp.ERRNO(errno.EPERM), "tgkill", seccomp.Arg(0, seccomp.NE, os.getpid()))
    _rule(seccomp, rules, seccomp.ERRNO(errno.EPERM), "prlimit64", seccomp.Arg(0, seccomp.NE, 0))
    # A thread is a clone too. clone3 hides its flags in memory, where no filter sees them; without it C uses clone.
    thread = seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, 0)
    _rule(seccomp, rules, seccomp.ERRNO(errno.EPERM), "clone", thread)
    _rule(seccomp, rules, seccomp.ERRNO(errno.ENOSYS), "clone3")
    _load(rules)


def _seccomp() -> Any:
    if platform.system() != "Linux" or platform.machine() not in _MACHINES:
        circumstance = f"found {platform.system()} on {platform.machine()}"
        raise refused(
            "jail", "this machine", f"{circumstance}, expected Linux on {' or '.join(_MACHINES)} to read sources"
        )
    try:
        import pyseccomp  # noqa: PLC0415  it looks for its C library when imported
    except (ImportError, RuntimeError) as error:
        message = "libseccomp is missing, expected it to read sources safely; install Debian's package libseccomp2"
        raise refused("jail", "this machine", message) from error
    return pyseccomp


def _rule(seccomp: Any, rules: Any, action: int, name: str, *arguments: Any) -> None:
    try:
        number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
    except (OSError, ValueError):
        return  # unknown to this libseccomp: not allowed then, or not there to be denied
    if number >= 0:  # below: of other machines only
        rules.add_rule(action, number, *arguments)


def _load(rules: Any) -> None:
    try:
        rules.load()
    except OSError as error:
        message = (
            f"the kernel refuses to filter system calls ({error.strerror}), expected seccomp to read sources safely"
        )
        raise refused("jail", "this machine", message) from error


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    # A second of grace between SIGXCPU, which says why, and SIGKILL.
    grace = 1 if what == resource.RLIMIT_CPU else 0
    resource.setrlimit(what, (most, most + grace if hard == resource.RLIM_INFINITY else hard))


# --- Landlock: files by folder (landlock(7)); Debian has no library for it -------------------------------------------

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ALL_OF_VERSION_1 = (1 << 13) - 1
_EXECUTE, _READ_FILE, _READ_DIR = 1, 4, 8
_PATH_BENEATH = 1
_VERSION = 1


def landlock() -> bool:
    """Whether this kernel has it."""
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION) > 0)


def only_reads(folders: Iterable[Path], scratch: Iterable[Path] = ()) -> bool:
    """From now on this thread and what it starts open only files below `folders`, to read, and below `scratch`.

    Returns False where the kernel has no Landlock.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    handled = ctypes.c_uint64(_ALL_OF_VERSION_1)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(handled), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return False
    try:
        for folder in folders:
            if folder.is_dir():
                _allow(libc, ruleset, folder, _READ_FILE | _READ_DIR)
        for folder in scratch:
            _allow(libc, ruleset, folder, _ALL_OF_VERSION_1 & ~_EXECUTE)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: Any, ruleset: int, folder: Path, access: int) -> None:
    descriptor = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", access, descriptor)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.c_char_p(rule), 0)
    finally:
        os.close(descriptor)


def _readable() -> set[Path]:
    """Where Python, its packages, the C libraries and the time zones are: nothing of the city, no key, no token."""
    root = Path(__file__).resolve().parents[2]
    packages = [root / name for name in ("config", "content", "control_server")]
    python = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    base = [f"{sys.base_prefix}/lib", f"{sys.prefix}/lib"]
    folders: list[Path | str] = [
        *packages,
        *python,
        *site.getsitepackages(),
        *base,
        "/lib",
        "/lib64",
        "/usr/lib",
        "/usr/share/zoneinfo",
    ]
    return {Path(folder) for folder in folders}
