// Owns: the thread that ships to a replica, and what is known of it here.
// Invariants: the server neither waits for the thread nor fails with it, once it has started.

import { MessageChannel, Worker } from 'node:worker_threads'
import { RuntimeError } from '@millrace/runtime'
import { assertApart, type ShippingState } from '@millrace/runtime/replica'
import type { ReplicaStatus } from '@millrace/server'
import type { LogFollower, LogSession } from '@millrace/store-sqlite'
import { createLogSignals, transactionsAhead } from '@millrace/store-sqlite/log'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { ReplicaAnswer, ReplicaOrder, ReplicaQuestion } from './replica-messages.ts'

export type { ReplicaStatus }

export interface Replica {
  /** For the store whose log is shipped. */
  readonly follower: LogFollower
  /** Whether a broken disk would take both. */
  readonly isSameDisk: boolean
  status(): ReplicaStatus
  /** After the store is closed. Resolves when all is shipped, or can not be. */
  close(): Promise<void>
}

interface ReplicaOptions {
  readonly directory: string
  readonly folder: string
  readonly keepMs: number
  /** Told when its state has become another. */
  onChange(status: ReplicaStatus): void
}

const behindMs = 1_000
const lookMs = 1_000
/** A disk that does not answer must keep nobody from starting, or from ending. */
const acceptMs = 10_000
const endMs = 15_000

type Accepted = Pick<Extract<ReplicaAnswer, { type: 'accepted' }>, 'isSameDisk' | 'knownTokens'>

/** Of a disk that does not answer. */
const unknown: Accepted = { isSameDisk: false, knownTokens: [] }

/** Throws a usage error when the folder cannot be shipped to by this server. */
export async function openReplica({ directory, folder, keepMs, onChange }: ReplicaOptions): Promise<Replica> {
  assertPlace(directory, folder)
  const signals = createLogSignals()
  const caughtUpAt = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT))
  const { port1: toThread, port2: files } = new MessageChannel()
  const thread = openThread({ directory, folder, keepMs, signals, caughtUpAt: caughtUpAt.buffer, files })
  const ask = (question: ReplicaQuestion): void => thread.postMessage(question)
  const looking = Promise.withResolvers<void>()
  const accepted = Promise.withResolvers<Accepted>()
  const ended = Promise.withResolvers<void>()
  let session: LogSession | undefined
  let shipping: ShippingState = { type: 'copying', timeline: 0 }
  let told: ReplicaStatus = { state: 'copying', directory, since: Date.now(), lagMs: 0, shippedAt: undefined }

  thread.on('message', (answer: ReplicaAnswer) => {
    switch (answer.type) {
      case 'looking':
        return looking.resolve()
      case 'accepted':
        return accepted.resolve(answer)
      case 'refused':
        // Where it comes too late, the server runs: then it is said, and not forgotten.
        shipping = { type: 'failing', message: answer.message }
        return accepted.reject(new CliError(answer.message, exitCode.usage))
      case 'state':
        shipping = answer.state
        return look()
      case 'rejoin':
        return ask({ type: 'rejoined', token: rejoin() })
      case 'ended':
        return ended.resolve()
    }
  })
  thread.on('error', (error) => {
    shipping = { type: 'failing', message: `Its thread has ended: ${error.message}` }
    look()
    looking.resolve()
    accepted.resolve(unknown)
    ended.resolve()
  })
  thread.on('exit', () => ended.resolve())

  /** Nothing when the store cannot write now: the thread asks again. */
  function rejoin(): string | undefined {
    try {
      return session?.rejoin()
    } catch {
      return undefined
    }
  }

  function status(): ReplicaStatus {
    const now = Date.now()
    const caughtUp = Number(Atomics.load(caughtUpAt, 0))
    const lagMs = transactionsAhead(signals) === 0 ? 0 : now - (caughtUp || told.since)
    const state = shipping.type === 'following' && lagMs > behindMs ? 'behind' : shipping.type
    const error = shipping.type === 'failing' ? shipping.message : undefined
    const since = state === told.state && error === told.error ? told.since : now
    return { state, directory: folder, since, lagMs, shippedAt: caughtUp || undefined, ...(error !== undefined && { error }) }
  }

  function look(): void {
    const before = told
    told = status()
    if (told.state !== before.state || told.error !== before.error) onChange(told)
  }

  const repeated = setInterval(look, lookMs).unref()
  // To load it takes as long as the machine is busy: only the disk is not waited for.
  await looking.promise
  const { isSameDisk, knownTokens } = await within(acceptMs, accepted.promise, unknown).catch((error: unknown) => {
    clearInterval(repeated)
    toThread.close()
    throw error
  })
  return {
    isSameDisk,
    follower: {
      signals,
      knownTokens,
      onSession(opened) {
        session = opened
        ask({ type: 'begin', found: opened.found, token: opened.token })
      },
      onFile: (id) => toThread.postMessage(id),
      onEnd: (token) => ask({ type: 'end', token }),
    },
    status,
    async close() {
      clearInterval(repeated)
      // Where the store was never opened, nobody has said so yet.
      ask({ type: 'end', token: undefined })
      await within(endMs, ended.promise, undefined)
      toThread.close()
    },
  }
}

function assertPlace(directory: string, folder: string): void {
  try {
    assertApart(directory, folder)
  } catch (error) {
    throw error instanceof RuntimeError ? new CliError(error.message, exitCode.usage, error) : error
  }
}

function openThread(order: ReplicaOrder): Worker {
  const isSource = import.meta.url.endsWith('.ts')
  const thread = new Worker(new URL(`replica-thread.${isSource ? 'ts' : 'js'}`, import.meta.url), {
    workerData: order,
    transferList: [order.files],
    execArgv: isSource ? ['--conditions=source'] : [],
  })
  // It ends with the server, also where its disk does not answer.
  thread.unref()
  return thread
}

async function within<T>(ms: number, promise: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
