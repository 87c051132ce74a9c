import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { RuntimeError, streamParts, type writeBackup } from '@millrace/runtime'
import { StoreError } from '@millrace/store'
import type { BackupAnswer, BackupOrder, BackupQuestion } from './backup-messages.ts'

/** Parts that are under way at once: on a busy machine each hand-over takes a while. */
const mostAhead = 4

/** As `writeBackup`, with all of its work in a thread that ends with the backup. */
export async function writeInThread(order: BackupOrder): ReturnType<typeof writeBackup> {
  const isSource = import.meta.url.endsWith('.ts')
  const thread = new Worker(new URL(`backup-thread.${isSource ? 'ts' : 'js'}`, import.meta.url), {
    workerData: order,
    execArgv: isSource ? ['--conditions=source'] : [],
  })
  // A server that stops does not wait for whoever reads a backup.
  thread.unref()
  const ended = new Promise((resolve) => thread.once('exit', resolve))
  const answers = on(thread, 'message', { close: ['exit'] })
  const ask = (question: BackupQuestion): void => thread.postMessage(question)

  async function hear(): Promise<Exclude<BackupAnswer, { type: 'refused' }>> {
    const { value } = await answers.next()
    const [answer] = (value ?? []) as [BackupAnswer?] // The thread says nothing else.
    if (answer === undefined) throw new Error('The thread that makes the backup has ended.')
    if (answer.type !== 'refused') return answer
    throw errorOf(answer)
  }

  async function* parts(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let ahead = 0; ahead < mostAhead; ahead++) ask('next')
    for (;;) {
      const answer = await hear()
      if (answer.type !== 'part' || answer.part === undefined) return
      ask('next')
      yield answer.part
    }
  }

  const begun = await hear()
  if (begun.type !== 'begun') throw new Error('The thread that makes the backup began in the middle.')
  const { type: _, ...about } = begun
  return {
    ...about,
    body: streamParts(parts(), {
      async over() {
        ask('stop')
        await ended
      },
    }),
  }
}

function errorOf({ code, message }: Extract<BackupAnswer, { type: 'refused' }>): Error {
  if (code === 'STORE_FULL') return new StoreError(code, message)
  return code === undefined ? new Error(message) : new RuntimeError(code, message)
}
