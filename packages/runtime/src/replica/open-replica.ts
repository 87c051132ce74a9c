// Owns: whether a folder is, or may become, a replica, and which timeline is the newest.

import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { databaseFile } from '../backup/backup-files.ts'
import { RuntimeError } from '../errors.ts'
import { namesIn } from './copy-beside.ts'
import { readJson } from './read-json.ts'
import { numberOf, type ReplicaFacts, replicaFormat, replicaPaths, replicaVersion } from './replica-layout.ts'
import { tokensOf } from './timeline.ts'
import { makeFolder, writeWhole } from './write-whole.ts'

/** Neither may lie in the other: a copy of the data would hold its own copies, and be lost with it. */
export function assertApart(directory: string, folder: string): void {
  const [data, replica] = [realPath(directory), realPath(folder)]
  if (!isWithin(data, replica) && !isWithin(replica, data)) return
  throw invalid(folder, `and the data directory "${directory}" lie in one another: name a folder elsewhere, best on another disk`)
}

/** Whether a disk that is lost takes both. */
export function isSameDisk(directory: string, folder: string): boolean {
  return statSync(existing(directory)).dev === statSync(existing(folder)).dev
}

/** Through links, also where there is nothing yet. */
function realPath(path: string): string {
  const there = existing(path)
  return join(realpathSync(there), relative(there, path))
}

function existing(path: string): string {
  return existsSync(path) ? path : existing(dirname(path))
}

function isWithin(outer: string, inner: string): boolean {
  const path = relative(outer, inner)
  return path === '' || (!path.startsWith('..') && !isAbsolute(path))
}

/** Throws `REPLICA_INVALID` for a folder with other things in it, and for a replica of a newer Millrace. */
export function assertReplica(folder: string): void {
  const names = namesIn(folder).filter((name) => name !== 'lost+found' && !name.startsWith('lock'))
  if (names.length === 0) return
  const facts = readFacts(folder)
  if (facts !== undefined) return
  // What a death at the very beginning leaves.
  if (names.every((name) => name.startsWith('replica.json'))) return
  throw invalid(folder, 'holds other things and is no replica: name an empty folder')
}

/** Throws `REPLICA_INVALID` where a replica would go on with data that was begun just now: older timelines are deleted in time, and they may be all there is. */
export function assertNothingToRestore(directory: string, folder: string): void {
  if (newestTimeline(folder) === 0) return
  throw invalid(
    folder,
    `is a replica, and the data directory "${directory}" had no database: restore it there ("millrace restore --replica ${folder} --data-dir ${directory}"), or name an empty folder`,
  )
}

export function hasDatabase(directory: string): boolean {
  return existsSync(join(directory, databaseFile))
}

/** Undefined where there is none yet. */
function readFacts(folder: string): ReplicaFacts | undefined {
  const facts = readJson(replicaPaths.facts(folder))
  if (facts?.format !== replicaFormat) return undefined
  if (facts.version !== replicaVersion) throw invalid(folder, 'is of a newer Millrace: start that one')
  return { format: replicaFormat, version: replicaVersion, timeline: Number(facts.timeline) }
}

/** The number of the newest timeline; 0 when there is none yet. */
export function newestTimeline(folder: string): number {
  const numbers = namesIn(replicaPaths.timelines(folder)).map((name) => numberOf(name) ?? 0)
  return Math.max(0, readFacts(folder)?.timeline ?? 0, ...numbers)
}

/** What a database that its newest timeline goes on with may hold. */
export function knownTokens(folder: string, directory: string): readonly string[] {
  const { session, end } = tokensOf(replicaPaths.timeline(folder, newestTimeline(folder)), directory)
  return [session, end].filter((token) => typeof token === 'string')
}

/** Said before anything is in it, so that a timeline that was lost as a whole is missed. */
export function setNewestTimeline(folder: string, timeline: number): void {
  const facts: ReplicaFacts = { format: replicaFormat, version: replicaVersion, timeline }
  makeFolder(folder)
  writeWhole(replicaPaths.facts(folder), `${JSON.stringify(facts)}\n`)
}

/** Makes a replica of a folder in which nothing is. */
export function prepareFolder(folder: string): void {
  makeFolder(folder)
  if (readFacts(folder) === undefined) setNewestTimeline(folder, 0)
}

/** Throws where a replica was and is none any more. */
export function assertPresent(folder: string): void {
  if (readFacts(folder) === undefined)
    throw new Error(`"${folder}" holds no replica any more: bring its disk back, or start Millrace anew.`)
}

function invalid(folder: string, reason: string): RuntimeError {
  return new RuntimeError('REPLICA_INVALID', `"${folder}" ${reason}.`)
}
