// How a runner is started inside its walls: a command line of nested programs, each of which gives something up and starts the next.

import { join } from 'node:path'
import type { Cell } from './cell.ts'
import type { JailPlan } from './jail-plan.ts'
import { type ProcessLimits, prlimitArguments, ulimitScript } from './limits.ts'
import type { Machine } from './machine.ts'

export interface JailCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly user?: number
  /** A file that the launcher reads through descriptor 3 and then closes. */
  readonly descriptor?: string
}

export interface JailRequest {
  readonly plan: JailPlan
  readonly cell: Cell
  readonly machine: Machine
  readonly limits: ProcessLimits
  /** Gives each runner another user, where there are users to give. */
  readonly runnerNumber: number
  readonly program: JailedProgram
}

/** What runs inside: Node with one of the cell's files, or, in attack tests, a program of the test's own. */
export type JailedProgram =
  | { readonly type: 'node'; readonly file: string; readonly args: readonly string[]; readonly hasPermissions: boolean }
  | { readonly type: 'native'; readonly file: string }

/** 60578 to 61183 belong to nobody in the usual division of user ids. */
const firstUser = 60_578
const userCount = 606

export function jailCommand(request: JailRequest): JailCommand {
  const { plan, cell, machine, runnerNumber } = request
  const user = plan.hasOwnUser ? firstUser + (runnerNumber % userCount) : undefined
  const [file = '', ...args] = commandLine(request, user)
  // unshare and setpriv need root to begin with, and change the user themselves.
  const isChangedBySpawn = plan.launcher !== 'unshare' && plan.launcher !== 'setpriv'
  return {
    file,
    args,
    env: {},
    cwd: machine.platform === 'linux' && plan.launcher === 'bubblewrap' ? '/' : cell.emptyDirectory,
    ...(user !== undefined && isChangedBySpawn && { user }),
    ...(plan.hasSeccomp && cell.seccomp !== undefined && { descriptor: cell.seccomp }),
  }
}

function commandLine({ plan, cell, machine, limits, program }: JailRequest, user: number | undefined): readonly string[] {
  const { tools } = machine
  const outside = programLine(program, cell.node, cell.directory)
  const prlimit = [tools.prlimit ?? '', ...prlimitArguments(limits)]
  switch (plan.launcher) {
    case 'bubblewrap':
      return [...prlimit, ...bubblewrap(plan, cell, machine), '--', ...programLine(program, '/node', '/runner')]
    case 'unshare':
      return [tools.unshare ?? '', ...unshareArguments(machine), ...setpriv(machine, user), ...prlimit, ...outside]
    case 'setpriv':
      return [...setpriv(machine, user), ...prlimit, ...outside]
    case 'ulimit':
      return [tools.sh ?? '', '-c', ulimitScript(limits), 'sh', ...outside]
    case 'none':
      return outside
  }
}

/** A root directory of its own in which there is Node, its libraries and the runner's files; nothing can be written, not even memory files. */
function bubblewrap({ hasSeccomp }: JailPlan, cell: Cell, { tools, libraries }: Machine): readonly string[] {
  const readOnly = (path: string, as = path) => ['--ro-bind', path, as]
  return [
    ...[tools.bwrap ?? '', '--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--uid', '65534', '--gid', '65534', '--hostname', 'runner'],
    ...libraries.flatMap((path) => readOnly(path)),
    ...[...readOnly(cell.node, '/node'), ...readOnly(cell.directory, '/runner'), ...readOnly(cell.addon, '/addon.node')],
    ...['--dir', '/empty', '--chdir', '/empty', '--remount-ro', '/', '--clearenv', '--unsetenv', 'PWD'],
    ...['--cap-drop', 'ALL', '--new-session', '--die-with-parent', '--as-pid-1'],
    ...(hasSeccomp ? ['--seccomp', '3'] : []),
  ]
}

function unshareArguments({ isRoot }: Machine): readonly string[] {
  const namespaces = ['--mount', '--net', '--ipc', '--uts', '--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc']
  return isRoot ? namespaces : ['--user', '--map-current-user', ...namespaces]
}

function setpriv({ tools, isRoot }: Machine, user: number | undefined): readonly string[] {
  const changes = user === undefined ? [] : ['--reuid', `${user}`, '--regid', `${user}`, '--clear-groups']
  const capabilities = isRoot ? ['--bounding-set', '-all', '--inh-caps', '-all'] : []
  return [tools.setpriv ?? '', ...changes, ...capabilities, '--no-new-privs', '--pdeathsig', 'KILL', '--']
}

function programLine(program: JailedProgram, node: string, directory: string): readonly string[] {
  if (program.type === 'native') return [join(directory, program.file)]
  const permissions = program.hasPermissions ? ['--permission', '--allow-addons', `--allow-fs-read=${join(directory, '*')}`] : []
  return [node, ...permissions, ...nodeFlags, join(directory, program.file), ...program.args]
}

const nodeFlags = [
  '--no-warnings',
  // isolated-vm does not start from Node's own snapshot.
  '--no-node-snapshot',
  '--disallow-code-generation-from-strings',
  '--disable-proto=throw',
  // A signal must not open a debugger.
  '--disable-sigusr1',
  // The runner holds one input and one output as text; users' data live in the isolate, which has its own limit.
  '--max-old-space-size=192',
  '--v8-pool-size=1',
]
