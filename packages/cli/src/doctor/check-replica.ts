import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type DescribedReplica, describeReplica, RuntimeError } from '@millrace/runtime'
import { assertApart, assertNothingToRestore, assertReplica, hasDatabase, isSameDisk } from '@millrace/runtime/replica'
import { type FoundReplica, findServer } from '../instance/find-server.ts'
import { type Finding, findingsIn } from './finding.ts'
import { lookAtPlace, type PlaceFacts } from './look-at-place.ts'

/** What there is to know of the folder that is shipped to. */
export interface ReplicaFacts extends PlaceFacts {
  readonly folder: string
  readonly isSameDisk: boolean
  /** Of the database, which is copied there now and then. */
  readonly databaseBytes: number
  /** Why it can be no replica of this data. */
  readonly refusal?: string
  /** Absent where nothing was shipped yet. */
  readonly held?: Pick<DescribedReplica, 'timelines' | 'damages'>
}

interface Asked {
  /** Of the data. */
  readonly directory: string
  /** What the next start here would ship to. */
  readonly configured: string | undefined
}

const { ok, warning, problem } = findingsIn('replica')

const tooLittleBytes = 100e6
/** A log of that size may come beside a copy of the database. */
const logBytes = 256e6
const behindMs = 10_000

/** Asks the server that runs, for only that knows what it has not shipped yet, and looks at the folder itself. */
export async function checkReplica({ directory, configured }: Asked): Promise<readonly Finding[]> {
  const server = await findServer(directory)
  const shipped = server.status === 'running' ? server.replica : undefined
  const folder = shipped?.directory ?? configured
  if (folder === undefined) return [ok('none is kept: with the disk of the data, all since the last backup is lost')]
  return [
    ...(server.status === 'running' ? shippingFindings(shipped, configured) : []),
    ...replicaFindings(await lookAt(folder, directory)),
  ]
}

/** By what a running server says; `configured` is what the environment of whoever asks names. */
export function shippingFindings(shipped: FoundReplica | undefined, configured: string | undefined): readonly Finding[] {
  if (shipped === undefined) {
    return [
      warning(`the server that runs ships nothing, and ${configured} is set here`, 'Start it with --replica, or with MILLRACE_REPLICA.'),
    ]
  }
  const { state, directory, lagMs, error } = shipped
  if (state === 'failing') {
    return [problem(`the server cannot ship to ${directory}: ${error}`, 'Mend that: what comes now is in the data directory alone.')]
  }
  if (state === 'copying') {
    return [
      warning(
        `the server copies the database to ${directory}: until that is whole, nothing that comes now can be restored from there`,
        'Wait until "millrace status" says "following", and do not change the disk of the data before.',
      ),
    ]
  }
  const lag = `the server ships to ${directory}, ${(lagMs / 1000).toFixed(1)} s behind`
  return [lagMs > behindMs ? warning(lag, 'Its disk is slower than what is written: choose a faster one.') : ok(lag)]
}

export function replicaFindings(facts: ReplicaFacts): readonly Finding[] {
  const { folder, exists, isWritable, refusal } = facts
  if (refusal !== undefined) return [problem(refusal, 'The start is refused so: do what this says.')]
  if (!isWritable)
    return [problem(`${folder} cannot be written by this user`, 'Change its owner, or see why its disk is mounted read-only.')]
  const standing = exists
    ? ok(`${folder} is there and writable`)
    : warning(`${folder} is not there: the start makes it`, 'See that its disk is mounted.')
  return [standing, ...place(facts), room(facts), ...content(facts)]
}

function place({ isSameDisk, isMemory }: ReplicaFacts): readonly Finding[] {
  const advice = 'Put the replica on another one, or on another machine.'
  return [
    ...(isSameDisk ? [warning('it lies on the disk of the data, and does not survive the loss of that', advice)] : []),
    ...(isMemory ? [warning('it lies in memory: it is lost with the machine', advice)] : []),
  ]
}

function room({ freeBytes, databaseBytes }: ReplicaFacts): Finding {
  const message = `${(freeBytes / 1e9).toFixed(1)} GB free`
  if (freeBytes < tooLittleBytes) return problem(message, 'Free some space: on a full disk nothing is shipped.')
  if (freeBytes > databaseBytes + logBytes) return ok(message)
  return warning(
    `${message}, and a copy of the database takes ${(databaseBytes / 1e9).toFixed(1)} GB`,
    'Free some space before the next copy.',
  )
}

function content({ folder, held }: ReplicaFacts): readonly Finding[] {
  if (held === undefined) return [ok('nothing was shipped to it yet')]
  const [damage] = held.damages
  if (damage !== undefined) return [problem(`it is damaged: ${damage}`, `Run millrace replica show ${folder} --check`)]
  const last = held.timelines.at(-1)
  if (last?.from !== undefined) return [ok(`it can be restored as it was from ${last.from} to ${last.to}`)]
  const advice = 'Start Millrace with it, and let it copy the database to its end.'
  const before = held.timelines.findLast(({ from }) => from !== undefined)
  if (before === undefined) return [warning('it cannot be restored: no copy of the database has become whole in it', advice)]
  const message = `it can be restored only as it was until ${before.to}: since then, no copy of the database has become whole in it`
  return [warning(message, advice)]
}

async function lookAt(folder: string, directory: string): Promise<ReplicaFacts> {
  const refusal = refusalOf(folder, directory)
  const isBegun = refusal === undefined && existsSync(join(folder, 'replica.json'))
  return {
    folder,
    ...(await lookAtPlace(folder)),
    isSameDisk: isSameDisk(directory, folder),
    databaseBytes: statSync(join(directory, 'millrace.db'), { throwIfNoEntry: false })?.size ?? 0,
    ...(refusal !== undefined && { refusal }),
    ...(isBegun && { held: await describeReplica({ folder }) }),
  }
}

function refusalOf(folder: string, directory: string): string | undefined {
  try {
    assertApart(directory, folder)
    assertReplica(folder)
    if (!hasDatabase(directory)) assertNothingToRestore(directory, folder)
    return undefined
  } catch (error) {
    if (error instanceof RuntimeError) return error.message
    throw error
  }
}
