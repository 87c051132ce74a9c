// Runs in a thread of its own for as long as a server ships to a replica: whoever serves must not wait for another disk.

import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
// No more of the packages than this: loading all of them takes a second.
import {
  assertNothingToRestore,
  assertReplica,
  hasDatabase,
  isSameDisk,
  knownTokens,
  prepareFolder,
  replicaPaths,
  type ShippingTokens,
  shipReplica,
} from '@millrace/runtime/replica'
import {
  endOfLog,
  followerSignals,
  frameHeaderBytes,
  logHeaderBytes,
  readFrameSalts,
  readLogHeader,
  takeLock,
} from '@millrace/store-sqlite/log'
import { damagesIn, filesInSnapshot, isDatabase, snapshotDatabase } from '@millrace/store-sqlite/snapshots'
import type { ReplicaAnswer, ReplicaOrder, ReplicaQuestion } from './replica-messages.ts'

const order = workerData as ReplicaOrder // Given by `openReplicaThread`.
const { directory, folder } = order
const caughtUpAt = new BigInt64Array(order.caughtUpAt)

/** Looked at before the store is opened, which makes one; false once the folder was found to be no replica of what was there before. */
let isNew = !hasDatabase(directory)

const begun = Promise.withResolvers<ShippingTokens>()
const ended = Promise.withResolvers<string | undefined>()
let rejoined = Promise.withResolvers<string | undefined>()
/** Taken before the start goes on, and kept for the first attempt. */
let held: (() => void) | undefined

function say(answer: ReplicaAnswer): void {
  parentPort?.postMessage(answer)
}

function hear(question: ReplicaQuestion): void {
  switch (question.type) {
    case 'begin':
      return begun.resolve({ found: question.found, current: question.token })
    case 'rejoined':
      return rejoined.resolve(question.token)
    case 'end':
      return ended.resolve(question.token)
  }
}

/** What makes the start of the server an error, and not only its replica. */
function check(): Extract<ReplicaAnswer, { type: 'accepted' | 'refused' }> {
  try {
    assertReplica(folder)
    if (isNew) assertNothingToRestore(directory, folder)
    prepareFolder(folder)
    held = lock()
    isNew = false
    return { type: 'accepted', isSameDisk: isSameDisk(directory, folder), knownTokens: knownTokens(folder, directory) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const message = error instanceof Error ? error.message : String(error)
    if (code === 'REPLICA_INVALID') return { type: 'refused', code, message }
    if (code === 'STORE_IN_USE') return { type: 'refused', code: 'REPLICA_IN_USE', message }
    // The disk may come back, and is told of when the shipping fails.
    return { type: 'accepted', isSameDisk: false, knownTokens: [] }
  }
}

function lock(): () => void {
  const message = `Another Millrace ships to "${folder}": stop it, or start this one with another --replica.`
  return takeLock(replicaPaths.lock(folder), message)
}

function takeHeld(): () => void {
  const taken = held ?? lock()
  held = undefined
  return taken
}

/** Without waiting: what was sent before a transaction is here when the transaction is. */
function takeFileIds(): readonly string[] {
  const ids: string[] = []
  for (let got = receiveMessageOnPort(order.files); got !== undefined; got = receiveMessageOnPort(order.files))
    ids.push(String(got.message))
  return ids
}

async function rejoin(): Promise<string> {
  rejoined = Promise.withResolvers()
  say({ type: 'rejoin' })
  const token = await Promise.race([rejoined.promise, ended.promise.then(() => undefined)])
  if (token === undefined) throw new Error('The database takes no new session now.')
  return token
}

async function ship(): Promise<void> {
  const first = await Promise.race([begun.promise, ended.promise.then(() => undefined)])
  if (first !== undefined) {
    await shipReplica({
      ...order,
      tokens: first,
      isNew,
      log: { logHeaderBytes, frameHeaderBytes, readLogHeader, readFrameSalts, endOfLog },
      snapshots: { damagesIn, filesInSnapshot, isDatabase, snapshotDatabase },
      signals: followerSignals(order.signals),
      takeFileIds,
      takeLock: takeHeld,
      rejoin,
      now: Date.now,
      onState: (state) => say({ type: 'state', state }),
      onCaughtUp: (at) => void Atomics.store(caughtUpAt, 0, BigInt(at)),
      end: ended.promise,
    })
  }
  held?.()
  say({ type: 'ended' })
  parentPort?.close()
  order.files.close()
}

parentPort?.on('message', hear)
say({ type: 'looking' })
const answer = check()
say(answer)
if (answer.type === 'accepted') await ship()
else parentPort?.close()
