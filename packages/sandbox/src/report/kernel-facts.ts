import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** What the kernel says of a process: facts that no process can make up about itself. */
export interface KernelFacts {
  readonly user: number
  readonly hasNewPrivilegesDenied: boolean
  readonly hasSeccomp: boolean
  readonly capabilities: string
  /** Kinds of namespaces that are not ours. */
  readonly ownNamespaces: readonly string[]
  /** As in /proc/PID/limits: name → soft limit. */
  readonly limits: Readonly<Record<string, string>>
}

/** Of the last process below this one: launchers stand above the runner. Undefined where there is no /proc. */
export function kernelFacts(pid: number): KernelFacts | undefined {
  try {
    const runner = lastBelow(pid)
    const status = linesOf(`/proc/${runner}/status`, /^(\w+):\s+(.*)$/)
    return {
      user: Number(status.Uid?.split('\t')[0]),
      hasNewPrivilegesDenied: status.NoNewPrivs === '1',
      hasSeccomp: status.Seccomp === '2',
      capabilities: status.CapEff ?? '',
      ownNamespaces: readdirSync('/proc/self/ns').filter((kind) => namespaceOf(runner, kind) !== namespaceOf(process.pid, kind)),
      limits: linesOf(`/proc/${runner}/limits`, /^(Max [a-z ]+?)\s{2,}(\S+)/),
    }
  } catch {
    return undefined
  }
}

function lastBelow(pid: number): number {
  const child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]
  return child ? lastBelow(Number(child)) : pid
}

function namespaceOf(pid: number, kind: string): string {
  return readlinkSync(`/proc/${pid}/ns/${kind}`)
}

function linesOf(path: string, pattern: RegExp): Readonly<Record<string, string>> {
  const matches = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => pattern.exec(line))
  return Object.fromEntries(matches.flatMap((match) => (match ? [[match[1] ?? '', match[2] ?? '']] : [])))
}
