// A process of its own, on a disk that somebody records or breaks: runs executions of the real driver on the real store and tells, line by
// line, what it has acknowledged. Started as `writer.ts DIRECTORY WAVES`; ends with 70 when the store says that it cannot be trusted.

import { writeSync } from 'node:fs'
import { createSecrets, newExecutionId, openFileVault } from '@millrace/runtime'
import { openSqliteStore } from '@millrace/store-sqlite'
import { createWriterDriver, publishWriterWorkflow } from './writer-driver.ts'

const [directory = '', waves = '1'] = process.argv.slice(2)
const store = openSqliteStore({ directory, onFatal: leave })
const secrets = createSecrets({ environment: {}, directory })
const vault = await openFileVault({ store: store.files, directory: `${directory}/files`, largestBytes: 2 ** 20, now: Date.now })
await publishWriterWorkflow(store)
const driver = await createWriterDriver(store, leave)
await driver.resume()
say('serves')

for (let wave = 1; wave <= Number(waves); wave++) {
  await Promise.all([...Array.from({ length: 4 }, (_, index) => execute(wave, index)), ...(wave % 5 === 0 ? [keep(wave)] : [])])
}
await driver.close()
await store.close()
say('closed')

async function execute(wave: number, index: number): Promise<void> {
  const blob = index === 0 && wave % 3 === 0 ? 'large '.repeat(12_000) : 'small'
  const executionId = newExecutionId(Date.now())
  const trigger = { id: 'manual', type: 'manual', data: { blob } }
  const started = await tryTo(() => driver.start({ account: 'default', workflowId: 'written', trigger, executionId }))
  if (started === undefined) return
  say(`started ${executionId}`)
  const end = await tryTo(() => started.finished)
  if (end !== undefined) say(`ended ${executionId} ${end.status}`)
}

async function keep(wave: number): Promise<void> {
  if ((await tryTo(() => secrets.set('default', 'TOKEN', `value-${wave}`).then(() => true))) === true) say(`secret ${wave}`)
  const content = new TextEncoder().encode(`content of wave ${wave} `.repeat(500))
  const file = await tryTo(() => vault.write(content, { account: 'default' }))
  if (file !== undefined) say(`file ${file.fileId} ${file.sha256}`)
}

/** What is refused is said, and nothing of it is acknowledged. */
async function tryTo<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    say(`refused ${error instanceof Error && 'code' in error ? error.code : error}`)
    return undefined
  }
}

function leave(error: unknown): void {
  say(`fatal ${error instanceof Error ? error.message.replaceAll('\n', ' ') : error}`)
  process.exit(70)
}

/** Not through a stream: the line has left the process when this returns. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}
