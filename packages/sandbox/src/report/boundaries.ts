import type { KernelFacts } from './kernel-facts.ts'

/** What `probe.ts` prints. The empty text says that it could be done. */
export interface ProbeFindings {
  readonly variables: readonly string[]
  readonly openDescriptors: readonly number[]
  readonly readOwnFile: string
  readonly readPasswd: string
  readonly readEnviron: string
  readonly listRoot: string
  readonly writeHere: string
  readonly writeTemporary: string
  readonly startProcess: string
  readonly signalServer: string
  readonly connect: string
}

/** One wall of the jail, as it was found. */
export interface Boundary {
  readonly name: string
  readonly holds: boolean
  /** The operating system holds without Node's help; Node's permission model would be the only wall. */
  readonly by?: 'system' | 'node'
  readonly detail: string
  /** What would make it hold. */
  readonly advice?: string
  /** It cannot hold for a server that is not root, and the others hold without it. */
  readonly needsRoot?: true
}

const installBubblewrap = 'Install bubblewrap and util-linux, and allow user namespaces'

export function boundariesOf(together: ProbeFindings, systemAlone: ProbeFindings, facts: KernelFacts | undefined): readonly Boundary[] {
  const tried = (name: string, advice: string, attempts: (found: ProbeFindings) => readonly string[]): Boundary => {
    const holdsAlone = attempts(systemAlone).every(isRefused)
    const holds = attempts(together).every(isRefused)
    const detail = attempts(holdsAlone ? systemAlone : together).map((refusal) => refusal || 'could be done')
    const by = holdsAlone ? 'system' : 'node'
    return { name, holds, ...(holds && { by }), detail: [...new Set(detail)].join(', '), ...(!holds && { advice }) }
  }
  return [
    known('environment', together.variables.length === 0, `${together.variables.length} variables`),
    known(
      'descriptors',
      together.openDescriptors.length === 0,
      `${together.openDescriptors.length} beside standard input, output and error`,
    ),
    tried('files cannot be read', installBubblewrap, (found) => [
      ...[found.readOwnFile, found.readPasswd, found.readEnviron, found.listRoot],
    ]),
    tried('files cannot be written', installBubblewrap, (found) => [found.writeHere, found.writeTemporary]),
    tried('network cannot be reached', installBubblewrap, (found) => [found.connect]),
    tried('processes cannot be started', installBubblewrap, (found) => [found.startProcess]),
    tried('the server cannot be signalled', installBubblewrap, (found) => [found.signalServer]),
    ...(facts === undefined ? [] : kernelBoundaries(facts)),
  ]
}

function kernelBoundaries(facts: KernelFacts): readonly Boundary[] {
  const namespaces = ['user', 'pid', 'net', 'mnt', 'ipc']
  const missing = namespaces.filter((kind) => !facts.ownNamespaces.includes(kind))
  const user = process.getuid?.()
  return [
    ownUser(facts.user, user),
    ...namespaces.map((kind) => known(`own ${kind} namespace`, !missing.includes(kind), kind, installBubblewrap)),
    known('no new privileges', facts.hasNewPrivilegesDenied, 'no_new_privs', installBubblewrap),
    known('no capabilities', /^0*$/.test(facts.capabilities), facts.capabilities, installBubblewrap),
    known('system calls are filtered', facts.hasSeccomp, 'seccomp', installBubblewrap),
    ...limitBoundaries(facts.limits),
  ]
}

function ownUser(found: KernelFacts['user'], own: number | undefined): Boundary {
  const holds = found !== own
  const wall = known('own user', holds, `user ${found}`, 'Only a server that runs as root can give each runner a user of its own')
  return { ...wall, ...(!holds && own !== 0 && { needsRoot: true }) }
}

function limitBoundaries(limits: KernelFacts['limits']): readonly Boundary[] {
  const names = {
    files: 'Max open files',
    'file size': 'Max file size',
    processes: 'Max processes',
    memory: 'Max data size',
    'CPU time': 'Max cpu time',
  }
  return Object.entries(names).map(([name, key]) => {
    const limit = limits[key] ?? 'unlimited'
    return known(`limit of ${name}`, limit !== 'unlimited', limit, 'Install util-linux (prlimit)')
  })
}

function known(name: string, holds: boolean, detail: string, advice?: string): Boundary {
  return { name, holds, ...(holds && { by: 'system' as const }), detail, ...(!holds && advice !== undefined && { advice }) }
}

function isRefused(refusal: string): boolean {
  return refusal !== ''
}
