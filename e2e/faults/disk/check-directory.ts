import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isFinal } from '@millrace/engine'
import { createSecrets, openFileVault } from '@millrace/runtime'
import type { Store } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'
import { createWriterDriver } from './writer-driver.ts'

/** Opens what a writer has left, as its next start would, and tells what is missing of all that it had acknowledged. */
export async function checkDirectory(directory: string, said: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = []
  try {
    const store = openSqliteStore({ directory })
    try {
      missing.push(...(await missingEnds(store, said)), ...(await missingFiles(store, directory, said)))
      missing.push(...(await missingSecrets(directory, said)), ...(await unfinishedAfterStart(store, said)))
    } finally {
      await store.close()
    }
    const integrity = integrityOf(join(directory, 'millrace.db'))
    if (integrity !== 'ok') missing.push(`The database is damaged: ${integrity}`)
  } catch (error) {
    missing.push(`It does not start again: ${error instanceof Error ? (error.stack ?? error.message) : error}`)
  }
  return missing
}

function wordsAfter(said: readonly string[], word: string): readonly (readonly string[])[] {
  return said.filter((line) => line.startsWith(`${word} `)).map((line) => line.split(' ').slice(1))
}

async function missingEnds(store: Store, said: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = []
  for (const [id = ''] of wordsAfter(said, 'started')) {
    if ((await store.executions.log('default', id)).length === 0) missing.push(`Execution ${id} was acknowledged and is not there.`)
  }
  for (const [id = '', status] of wordsAfter(said, 'ended')) {
    const found = await store.executions.get('default', id)
    if (found?.status !== status) missing.push(`Execution ${id} was said to be ${status} and is ${found?.status}.`)
  }
  return missing
}

async function missingFiles(store: Store, directory: string, said: readonly string[]): Promise<readonly string[]> {
  const vault = await openFileVault({ store: store.files, directory: join(directory, 'files'), largestBytes: 2 ** 20, now: Date.now })
  const missing: string[] = []
  for (const [id = '', sha256] of wordsAfter(said, 'file')) {
    const content = await vault.read('default', id)
    const bytes = content && new Uint8Array(await new Response(content).arrayBuffer())
    const hash = bytes && createHash('sha256').update(bytes).digest('hex')
    if (hash !== sha256) missing.push(`File ${id} was acknowledged and is ${hash === undefined ? 'not there' : 'another'}.`)
  }
  return missing
}

/** The last value that was acknowledged, or the one that was being written after it. */
async function missingSecrets(directory: string, said: readonly string[]): Promise<readonly string[]> {
  const last = wordsAfter(said, 'secret').at(-1)?.[0]
  const value = await createSecrets({ environment: {}, directory }).get('default', 'TOKEN')
  const wave = Number(value?.replace('value-', '') ?? 0)
  return last === undefined || wave >= Number(last) ? [] : [`Secret ${last} was acknowledged, and the value is ${value}.`]
}

const patienceMs = 10_000

async function unfinishedAfterStart(store: Store, said: readonly string[]): Promise<readonly string[]> {
  const trouble: unknown[] = []
  const driver = await createWriterDriver(store, (error) => trouble.push(error))
  try {
    await driver.resume()
    const ends = wordsAfter(said, 'started').map(async ([id = '']) => {
      const { status } = (await store.executions.get('default', id)) ?? {}
      if (status === undefined || isFinal(status)) return []
      const { finished } = await driver.start({ account: 'default', workflowId: 'written', trigger: noTrigger, executionId: id })
      const end = await Promise.race([finished, patience()])
      return end?.status === 'success' ? [] : [`Execution ${id} does not come to its end (${end?.status ?? 'still running'}).`]
    })
    return [...(await Promise.all(ends)).flat(), ...trouble.map((error) => `Trouble after the start: ${error}`)]
  } finally {
    await driver.close()
  }
}

function patience(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), patienceMs).unref())
}

const noTrigger = { id: 'manual', type: 'manual', data: {} }

function integrityOf(file: string): unknown {
  const database = new DatabaseSync(file)
  try {
    const [result] = Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})
    return result
  } finally {
    database.close()
  }
}
