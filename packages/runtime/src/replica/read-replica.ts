import { readdir, readFile } from 'node:fs/promises'
import { RuntimeError } from '../errors.ts'
import { isErrno } from '../secrets/write-durably.ts'
import { type Moment, parseMoments } from './moments.ts'
import {
  type BaseFacts,
  comparePositions,
  numberOf,
  type Position,
  replicaFormat,
  replicaPaths,
  replicaVersion,
  timelinePaths,
} from './replica-layout.ts'

/** What stands in a replica, without a look into its databases and segments. */
export interface Replica {
  readonly folder: string
  /** The number of the timeline that was begun last; 0 before there is one. */
  readonly newest: number
  /** The oldest first. */
  readonly timelines: readonly Timeline[]
}

export interface Timeline {
  readonly number: number
  readonly folder: string
  /** The oldest first. */
  readonly bases: readonly Base[]
  readonly segments: ReadonlySet<number>
  readonly moments: readonly Moment[]
  /** What is damaged, each as a sentence without its end. */
  readonly flaws: readonly string[]
}

export interface Base extends BaseFacts {
  readonly number: number
}

/** Throws `REPLICA_INVALID` for what is no replica, or one of a newer Millrace. */
export async function readReplica(folder: string): Promise<Replica> {
  const said = newestTimeline(folder, await readText(replicaPaths.facts(folder)))
  const timelines: Timeline[] = []
  for (const number of await numbersIn(replicaPaths.timelines(folder))) {
    const timeline = await readTimeline(number, replicaPaths.timeline(folder, number))
    // One that nothing was shipped to yet is said last of all.
    if (number <= said || timeline.segments.size > 0) timelines.push(timeline)
  }
  return { folder, newest: Math.max(said, timelines.at(-1)?.number ?? 0), timelines }
}

function newestTimeline(folder: string, text: string | undefined): number {
  if (text === undefined) throw noReplica(folder, 'it has no replica.json')
  const { format, version, timeline } = parseObject(text) ?? {}
  if (format !== replicaFormat) throw noReplica(folder, 'its replica.json does not say so')
  if (version !== replicaVersion) throw noReplica(folder, 'it is of a newer Millrace: use that one')
  if (!isCount(timeline)) throw noReplica(folder, 'its replica.json names no timeline')
  return timeline
}

function noReplica(folder: string, reason: string): RuntimeError {
  return new RuntimeError('REPLICA_INVALID', `"${folder}" is no replica that can be read: ${reason}.`)
}

async function readTimeline(number: number, folder: string): Promise<Timeline> {
  const flaws: string[] = []
  const bases: Base[] = []
  for (const base of await numbersIn(timelinePaths.bases(folder))) {
    const text = await readText(timelinePaths.baseFacts(folder, base))
    // It is written last: this one is being copied, or never was finished.
    if (text === undefined) continue
    const facts = parseBase(text)
    if (facts === undefined) flaws.push(`${timelinePaths.baseFacts(folder, base)} cannot be read`)
    else bases.push({ number: base, ...facts })
  }
  const moments = await readMoments(timelinePaths.moments(folder), flaws)
  if (moments.length === 0 && bases.length > 0 && flaws.length === 0) flaws.push(`${timelinePaths.moments(folder)} is missing`)
  return { number, folder, bases, segments: new Set(await numbersIn(timelinePaths.segments(folder))), moments, flaws }
}

async function readMoments(path: string, flaws: string[]): Promise<readonly Moment[]> {
  try {
    const moments = parseMoments((await readText(path)) ?? '')
    const back = moments.findIndex((moment, index) => index > 0 && goesBack(moment, moments[index - 1]))
    if (back !== -1) flaws.push(`line ${back + 1} of ${path} goes back`)
    return moments
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    flaws.push(`${path} is not what was written: ${error.message.replace(/\.$/, '')}`)
    return []
  }
}

function goesBack(moment: Moment, before: Moment | undefined): boolean {
  return before !== undefined && (moment.at < before.at || comparePositions(moment, before) < 0)
}

function parseBase(text: string): BaseFacts | undefined {
  const { from, usableAt, createdAt, bytes, sha256 } = parseObject(text) ?? {}
  if (!isCount(from) || !isPosition(usableAt) || !isCount(bytes)) return undefined
  if (typeof createdAt !== 'string' || typeof sha256 !== 'string') return undefined
  return { from, usableAt: { segment: usableAt.segment, bytes: usableAt.bytes }, createdAt, bytes, sha256 }
}

function isPosition(value: unknown): value is Position {
  const { segment, bytes } = (value ?? {}) as Partial<Record<keyof Position, unknown>> // Both are looked at here.
  return isCount(segment) && isCount(bytes)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(ignoreMissing)
}

async function numbersIn(folder: string): Promise<readonly number[]> {
  const names = (await readdir(folder).catch(ignoreMissing)) ?? []
  return names.flatMap((name) => numberOf(name) ?? []).sort((a, b) => a - b)
}

function ignoreMissing(error: unknown): undefined {
  if (!isErrno(error, 'ENOENT') && !isErrno(error, 'ENOTDIR')) throw error
}
