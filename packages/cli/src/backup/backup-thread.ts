// Runs in a thread of its own for as long as one backup takes. In the thread that serves, each part would wait for a turn among the webhooks, and
// they for its hash.

import { parentPort, workerData } from 'node:worker_threads'
// No more of the packages than this: loading all of them takes a second.
import { writeBackup } from '@millrace/runtime/backup'
import { damagesIn, filesInSnapshot, isDatabase, snapshotDatabase } from '@millrace/store-sqlite/snapshots'
import { type BackupAnswer, type BackupOrder, type BackupQuestion, toldCodes } from './backup-messages.ts'
import { inBlocks } from './in-blocks.ts'

const order = workerData as BackupOrder // Given by `writeInThread`.

function say(answer: BackupAnswer, given: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, given)
}

/** The end: what was made for it is removed by then. */
function refuse(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? toldCodes.find((one) => one === error.code) : undefined
  say({ type: 'refused', message, ...(code && { code }) })
  parentPort?.close()
}

async function begin(): Promise<void> {
  const snapshots = { damagesIn, filesInSnapshot, isDatabase, snapshotDatabase }
  const { body, ...about } = await writeBackup({ snapshots, ...order, now: Date.now })
  const blocks = inBlocks(body)
  let coming = prepare()

  /** While the one before is on its way. That it failed is told when it is asked for. */
  function prepare(): ReturnType<typeof blocks.next> {
    const block = blocks.next()
    block.catch(() => undefined)
    return block
  }

  async function hear(question: BackupQuestion): Promise<void> {
    const { value } = await coming
    if (question === 'next' && value !== undefined) {
      say({ type: 'part', part: value }, [value.buffer])
      coming = prepare()
      return
    }
    await blocks.return()
    if (question === 'next') say({ type: 'part' })
    parentPort?.close()
  }

  /** One question after the other. */
  let heard = Promise.resolve()
  parentPort?.on('message', (question: BackupQuestion) => {
    heard = heard.then(() => hear(question)).catch(refuse)
  })
  say({ type: 'begun', ...about })
}

begin().catch(refuse)
