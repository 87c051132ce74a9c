import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Chance, createChance } from '../simulation/chance.ts'
import { faultsCache } from '../support/faults-cache.ts'
import type { FaultReport } from '../support/keep-report.ts'
import { checkDirectory } from './check-directory.ts'
import { runWriter, type WriterEnd } from './run-writer.ts'
import { failing, type Injection } from './strace.ts'

export interface FailingDiskOptions {
  readonly cases: number
  readonly seed: number
}

export interface FailingDiskReport extends FaultReport {
  readonly counts: {
    readonly cases: number
    /** Of those that must end it: every other one. */
    readonly mustEnd: number
    readonly ended: number
    readonly refusedForRoom: number
    /** It had done its work before the call that should fail. */
    readonly notReached: number
    readonly acknowledged: number
  }
}

/** A write without room is refused and tried again; whatever else fails ends the process. */
export async function runFailingDisk({ cases, seed }: FailingDiskOptions): Promise<FailingDiskReport> {
  const begun = performance.now()
  const base = await mkdtemp(join(faultsCache(), 'failing-disk-'))
  const counts = { cases, mustEnd: Math.ceil(cases / 2), ended: 0, refusedForRoom: 0, notReached: 0, acknowledged: 0 }
  const violations: string[] = []
  let next = 1
  const prepared = join(base, 'prepared')
  const first = await runWriter({ directory: prepared, waves: 1 })

  async function runCases(): Promise<void> {
    while (next <= cases) await runCase(next++)
  }

  async function runCase(number: number): Promise<void> {
    const directory = join(base, `case-${number}`)
    const chance = createChance(seed + number)
    const mustEnd = number % 2 === 1
    const isNew = !mustEnd && chance.happens(0.5)
    await (isNew ? mkdir(directory) : cp(prepared, directory, { recursive: true }))
    const injection = mustEnd ? fatalInjection(directory, chance) : randomInjection(directory, chance)
    const lasting = isLasting(injection) && { onLine: endWhenSilent() }
    const end = await runWriter({ directory, waves: 8, through: failing(injection), ...lasting })
    const wrong = [...wrongEnd(injection, end), ...(await checkDirectory(directory, [...(isNew ? [] : first.lines), ...end.lines]))]
    if (mustEnd && end.code !== 70) wrong.push(`It went on, and ended with ${end.signal ?? end.code}.`)
    counts.acknowledged += end.lines.filter((line) => /^(started|ended|file|secret) /.test(line)).length
    if (end.code === 70) counts.ended++
    else if (end.lines.includes('refused STORE_FULL')) counts.refusedForRoom++
    else counts.notReached++
    violations.push(...wrong.map((what) => `Case ${number}, ${injection.syscall} ${injection.error} ${injection.when}: ${what}`))
    if (wrong.length === 0) await rm(directory, { recursive: true, force: true })
  }

  await Promise.all([runCases(), runCases()])
  return { seed, seconds: (performance.now() - begun) / 1000, counts, violations, directory: base }
}

/** While it serves: a database that was made before is opened with 14 writes and 3 syncs, and no run makes less than 400 and 32. */
const servingCalls = { pwrite64: [20, 300], fsync: [5, 25] } as const

function fatalInjection(directory: string, chance: Chance): Injection {
  const syscall = chance.oneOf<keyof typeof servingCalls>(['pwrite64', 'fsync'])
  const [from, to] = servingCalls[syscall]
  const database = join(directory, 'millrace.db')
  const when = `${chance.integer(from, to)}${chance.happens(0.4) ? '+' : ''}`
  return { syscall, error: 'EIO', when, paths: [database, `${database}-wal`] }
}

/** What fails, and how many of them a writer makes at most; of a new database the first ones make its tables. */
const calls = [
  { syscall: 'pwrite64', most: 300 },
  { syscall: 'pwrite64', most: 300 },
  { syscall: 'fsync', most: 40 },
  { syscall: 'fsync', most: 40 },
  { syscall: 'pread64', most: 12 },
  { syscall: 'ftruncate', most: 1 },
] as const

function randomInjection(directory: string, chance: Chance): Injection {
  const database = join(directory, 'millrace.db')
  const { syscall, most } = chance.oneOf(calls)
  const error = syscall === 'pwrite64' && chance.happens(0.4) ? 'ENOSPC' : 'EIO'
  const paths = chance.oneOf([[database, `${database}-wal`], [`${database}-wal`], []])
  return { syscall, error, when: `${chance.integer(1, most)}${chance.happens(0.4) ? '+' : ''}`, paths }
}

function isLasting({ error, when }: Injection): boolean {
  return error === 'ENOSPC' && when.endsWith('+')
}

const silenceMs = 2_500

/** A disk that stays full is waited for as long as it takes: when nothing more is said, somebody ends the process. */
function endWhenSilent(): (line: string, kill: () => void) => void {
  let timer: NodeJS.Timeout | undefined
  return (_line, kill) => {
    clearTimeout(timer)
    timer = setTimeout(kill, silenceMs)
  }
}

function wrongEnd({ error }: Injection, { lines, code, signal, errors }: WriterEnd): readonly string[] {
  const fatal = lines.findIndex((line) => line.startsWith('fatal'))
  const hasServed = lines.includes('serves')
  const wrong: string[] = []
  if (fatal >= 0 && code !== 70) wrong.push(`It said that it ends, and ended with ${signal ?? code}.`)
  if (fatal >= 0 && lines.slice(fatal + 1).some((line) => /^(started|ended) /.test(line))) wrong.push('It acknowledged after that.')
  if (hasServed && code !== 0 && code !== 70 && signal === null) wrong.push(`It crashed with ${code}: ${errors}`)
  if (error === 'ENOSPC' && code === 70) wrong.push(`It ended for want of room: ${lines[fatal]}`)
  if (code === 0 && lines.some((line) => line === 'refused STORE_FAILED')) wrong.push('A write failed, and it went on.')
  return wrong
}
