import { spawnSync } from 'node:child_process'

/** Whether this machine lets a process watch the system calls of one that it has started. */
export function hasStrace(): boolean {
  return spawnSync('strace', ['-f', '-e', 'trace=none', 'true']).status === 0
}

const traced =
  'openat,write,writev,pwrite64,pwritev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,close'

/** Starts what follows and writes to `file` all that it does to the disk, with every byte. */
export function recordedTo(file: string): readonly string[] {
  return ['strace', '--seccomp-bpf', '-f', '-y', '-xx', '-s', '1000000', '-e', `trace=${traced}`, '-o', file]
}

export interface Injection {
  readonly syscall: 'pwrite64' | 'pread64' | 'fsync' | 'ftruncate'
  readonly error: 'EIO' | 'ENOSPC'
  /** The first call that fails, from 1; `+` after it: and all that follow. */
  readonly when: string
  /** Only calls on these; on anything when empty. */
  readonly paths: readonly string[]
}

/** Starts what follows on a disk that fails. What fails is not done. */
export function failing({ syscall, error, when, paths }: Injection): readonly string[] {
  const only = paths.flatMap((path) => ['-P', path])
  return [
    'strace',
    '-qq',
    '--seccomp-bpf',
    '-f',
    '-o',
    '/dev/null',
    ...only,
    '-e',
    `trace=${syscall}`,
    '-e',
    `inject=${syscall}:error=${error}:when=${when}`,
  ]
}
