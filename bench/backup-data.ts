import { createHash, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ExecutionEvent, Json } from '@millrace/engine'
import type { ExecutionWrite, Store, TableOperation } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'

const account = 'default'
/** Of what an instance takes: logs of executions, values too large for them, files, and records of a table. */
const shares = { logs: 0.65, values: 0.2, files: 0.1, records: 0.05 }
const stepBytes = 4_000
const steps = 3
const valueBytes = 200_000
const fileBytes = 500_000
const recordBytes = 1_000
/** Text that hardly packs, of which each value takes another part. */
const noise = randomBytes(3_000_000).toString('base64')

/** A data directory of about so many bytes. Far faster than by executing workflows, and the same on disk. */
export async function fillInstance(directory: string, bytes: number): Promise<void> {
  const store = openSqliteStore({ directory, search: 'off' })
  try {
    await fillExecutions(store, 'log', {
      count: (bytes * shares.logs) / (steps * (stepBytes + 500)),
      outputBytes: stepBytes,
      inOneCommit: 200,
    })
    await fillExecutions(store, 'value', {
      count: (bytes * shares.values) / (steps * valueBytes * 0.76),
      outputBytes: valueBytes,
      inOneCommit: 10,
    })
    await fillTable(store, (bytes * shares.records) / (recordBytes + 200))
    await fillFiles(store, join(directory, 'files'), (bytes * shares.files) / fileBytes)
  } finally {
    await store.close()
  }
}

interface Filling {
  readonly count: number
  readonly outputBytes: number
  readonly inOneCommit: number
}

async function fillExecutions(store: Store, name: string, { count, outputBytes, inOneCommit }: Filling): Promise<void> {
  for (let from = 0; from < count; from += inOneCommit) {
    await store.executions.commit(Array.from({ length: inOneCommit }, (_, index) => executionOf(`${name}${from + index}`, outputBytes)))
  }
}

function executionOf(name: string, outputBytes: number): ExecutionWrite {
  const at = Date.now()
  const execution = {
    id: `01backup${name.padStart(18, '0')}`,
    account,
    workflowId: 'old',
    workflowVersion: 1,
    triggerId: 'hook',
    triggerType: 'webhook',
    status: 'success',
    startedAt: at,
    finishedAt: at,
  } as const
  const events = Array.from({ length: steps }, (_, index) => stepEnded(`step_${index}`, at, { note: noiseOf(outputBytes) }))
  return { type: 'create', fence: 1, execution, events }
}

function stepEnded(step: string, at: number, output: Json): ExecutionEvent {
  return { type: 'step-succeeded', at, step, attempt: 1, startedAt: at, port: 'success', output }
}

let noiseFrom = 0

function noiseOf(bytes: number): string {
  noiseFrom = (noiseFrom + 7_919) % (noise.length - bytes)
  return noise.slice(noiseFrom, noiseFrom + bytes)
}

async function fillTable(store: Store, count: number): Promise<void> {
  const inOneWrite = 1_000
  await store.tables.create(account, { name: 'old', columns: [{ name: 'n', type: 'number', index: true }] }, Date.now())
  for (let from = 0; from < count; from += inOneWrite) {
    const operations = Array.from(
      { length: inOneWrite },
      (_, index): TableOperation => ({ type: 'insert', table: 'old', record: { n: from + index, text: noiseOf(recordBytes) } }),
    )
    await store.tables.write(account, { operations, at: Date.now() })
  }
}

async function fillFiles(store: Store, directory: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const hex = randomBytes(16).toString('hex')
    const id = `f_${hex}`
    const path = join(directory, hex.slice(0, 2), id)
    await mkdir(dirname(path), { recursive: true })
    const content = noiseOf(fileBytes)
    await writeFile(path, content)
    await store.files.put({
      account,
      id,
      name: 'noise.txt',
      mediaType: 'text/plain',
      size: fileBytes,
      sha256: createHash('sha256').update(content).digest('hex'),
      createdAt: Date.now(),
    })
  }
}
