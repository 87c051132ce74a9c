// Which system calls a runner may make, as a program for the kernel (classic BPF). Owns the list and its encoding; bubblewrap loads it.
// Everything that is not listed fails with EPERM. There is no socket, no fork, no mount, no ptrace, no kill, no bpf, no io_uring.
// `execve` must stay, because bubblewrap starts Node after the filter is in force; the jail holds nothing else to execute.

const allowed = {
  x64: {
    ...{ read: 0, write: 1, close: 3, stat: 4, fstat: 5, lstat: 6, poll: 7, lseek: 8, mmap: 9, mprotect: 10, munmap: 11, brk: 12 },
    ...{ rt_sigaction: 13, rt_sigprocmask: 14, rt_sigreturn: 15, ioctl: 16, pread64: 17, readv: 19, writev: 20, access: 21 },
    ...{ sched_yield: 24, mremap: 25, madvise: 28, dup: 32, dup2: 33, nanosleep: 35, getpid: 39, execve: 59, exit: 60, uname: 63 },
    ...{ fcntl: 72, getcwd: 79, readlink: 89, getrusage: 98, sysinfo: 99, getuid: 102, getgid: 104, geteuid: 107, getegid: 108 },
    ...{ getppid: 110, capget: 125, sigaltstack: 131, getpriority: 140, sched_getparam: 143, sched_getscheduler: 145, prctl: 157 },
    ...{ arch_prctl: 158, gettid: 186, futex: 202, sched_getaffinity: 204, getdents64: 217, set_tid_address: 218 },
    ...{ clock_gettime: 228, clock_getres: 229, clock_nanosleep: 230, exit_group: 231, epoll_wait: 232, epoll_ctl: 233, tgkill: 234 },
    ...{ openat: 257, newfstatat: 262, readlinkat: 267, faccessat: 269, set_robust_list: 273, epoll_pwait: 281, eventfd2: 290 },
    ...{ epoll_create1: 291, dup3: 292, pipe2: 293, prlimit64: 302, getrandom: 318, membarrier: 324, pkey_mprotect: 329 },
    ...{ pkey_alloc: 330, pkey_free: 331, statx: 332, rseq: 334, faccessat2: 439, epoll_pwait2: 441 },
  },
  arm64: {
    ...{ getcwd: 17, eventfd2: 19, epoll_create1: 20, epoll_ctl: 21, epoll_pwait: 22, dup: 23, dup3: 24, fcntl: 25, ioctl: 29 },
    ...{ faccessat: 48, openat: 56, close: 57, pipe2: 59, getdents64: 61, lseek: 62, read: 63, write: 64, readv: 65, writev: 66 },
    ...{ pread64: 67, ppoll: 73, readlinkat: 78, newfstatat: 79, fstat: 80, capget: 90, exit: 93, exit_group: 94, set_tid_address: 96 },
    ...{ futex: 98, set_robust_list: 99, nanosleep: 101, clock_gettime: 113, clock_getres: 114, clock_nanosleep: 115 },
    ...{ sched_getscheduler: 120, sched_getparam: 121, sched_getaffinity: 123, sched_yield: 124, tgkill: 131, sigaltstack: 132 },
    ...{ rt_sigaction: 134, rt_sigprocmask: 135, rt_sigreturn: 139, getpriority: 141, uname: 160, getrusage: 165, prctl: 167 },
    ...{ getpid: 172, getppid: 173, getuid: 174, geteuid: 175, getgid: 176, getegid: 177, gettid: 178, sysinfo: 179, brk: 214 },
    ...{ munmap: 215, mremap: 216, execve: 221, mmap: 222, mprotect: 226, madvise: 233, prlimit64: 261, getrandom: 278 },
    ...{ membarrier: 283, pkey_mprotect: 288, pkey_alloc: 289, pkey_free: 290, statx: 291, rseq: 293, faccessat2: 439, epoll_pwait2: 441 },
  },
} as const

const processors = {
  x64: { audit: 0xc000003e, clone: 56, clone3: 435, allowed: Object.values(allowed.x64) },
  arm64: { audit: 0xc00000b7, clone: 220, clone3: 435, allowed: Object.values(allowed.arm64) },
} as const

const load = 0x20
const jumpIfEqual = 0x15
const jumpIfGreaterOrEqual = 0x35
const jumpIfAnyBit = 0x45
const giveBack = 0x06

const allow = 0x7fff0000
const kill = 0x80000000
const notPermitted = 0x00050000 | 1
/** For `clone3`, whose flags a filter cannot see: the C library then uses `clone`. */
const notImplemented = 0x00050000 | 38

const offsetOfNumber = 0
const offsetOfProcessor = 4
const offsetOfFirstArgument = 16
const cloneThread = 0x10000
/** Calls of the x32 kind carry this bit and would pass under other numbers. */
const x32 = 0x40000000

interface Instruction {
  readonly code: number
  readonly jumpTrue?: number
  readonly jumpFalse?: number
  readonly value: number
}

/** Undefined for processors whose numbers are not listed here. */
export function seccompProgram(arch: string): Buffer | undefined {
  if (arch !== 'x64' && arch !== 'arm64') return undefined
  const { audit, clone, clone3, allowed: numbers } = processors[arch]
  const instructions: readonly Instruction[] = [
    { code: load, value: offsetOfProcessor },
    { code: jumpIfEqual, jumpTrue: 1, value: audit },
    { code: giveBack, value: kill },
    { code: load, value: offsetOfNumber },
    { code: jumpIfGreaterOrEqual, jumpFalse: 1, value: x32 },
    { code: giveBack, value: notPermitted },
    { code: jumpIfEqual, jumpFalse: 1, value: clone3 },
    { code: giveBack, value: notImplemented },
    // A thread may be made, a process may not.
    { code: jumpIfEqual, jumpFalse: 4, value: clone },
    { code: load, value: offsetOfFirstArgument },
    { code: jumpIfAnyBit, jumpFalse: 1, value: cloneThread },
    { code: giveBack, value: allow },
    { code: giveBack, value: notPermitted },
    ...numbers.map((value, index) => ({ code: jumpIfEqual, jumpTrue: numbers.length - index, value })),
    { code: giveBack, value: notPermitted },
    { code: giveBack, value: allow },
  ]
  return Buffer.concat(instructions.map(encode))
}

function encode({ code, jumpTrue = 0, jumpFalse = 0, value }: Instruction): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt8(jumpTrue, 2)
  bytes.writeUInt8(jumpFalse, 3)
  bytes.writeUInt32LE(value >>> 0, 4)
  return bytes
}
