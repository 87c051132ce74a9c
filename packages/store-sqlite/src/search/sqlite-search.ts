import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Found, type SearchProgress, type SearchStore, StoreError } from '@millrace/store'
import type { Connection } from '../connection.ts'
import type { SearchAnswer, SearchFiles, SearchQuestion } from './search-messages.ts'
import { noteRemovals } from './search-trigger.ts'

export interface SqliteSearch extends SearchStore {
  /** Something was recorded. Costs nothing: the thread hears of it at most four times a second. */
  nudge(): void
  close(): Promise<void>
}

type Asked = Exclude<SearchQuestion, { type: 'news' | 'close' }>
type Wanted = Asked extends infer One ? (One extends Asked ? Omit<One, 'id'> : never) : never

const newsMs = 250

/**
 * The near end of the search thread, which begins with the first news or question and has its own database beside the main one.
 * `onTrouble` is told of what the thread cannot do by itself; nothing else is harmed by it.
 */
export function createSqliteSearch(connection: Connection, onTrouble: (error: unknown) => void): SqliteSearch {
  noteRemovals(connection, 'on')
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let thread: Worker | undefined
  /** The end of the thread before. */
  let ended: Promise<unknown> = Promise.resolve()
  let ids = 0
  let newsTimer: NodeJS.Timeout | undefined
  let isClosed = false

  function openThread(): Worker {
    const mainFile = connection.database.location() ?? ''
    const files: SearchFiles = { mainFile, searchFile: join(dirname(mainFile), 'search.db') }
    const isSource = import.meta.url.endsWith('.ts')
    const worker = new Worker(new URL(`search-thread.${isSource ? 'ts' : 'js'}`, import.meta.url), {
      workerData: files,
      execArgv: isSource ? ['--conditions=source'] : [],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    worker.on('message', (message: SearchAnswer) => hear(message))
    worker.on('error', (error) => end(error))
    worker.on('exit', () => end(new Error('The search thread has ended.')))
    worker.unref()
    return worker
  }

  /** The next question or news begins another one. */
  function end(error: Error): void {
    thread = undefined
    if (isClosed) return
    onTrouble(error)
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  function hear(message: SearchAnswer): void {
    switch (message.type) {
      case 'removed':
        return forgetRemoved(message.position)
      case 'idle':
        return stopIfIdle()
      case 'trouble':
        return onTrouble(new Error(`The search index is behind: ${message.message}`))
      case 'answer':
        return settle(message.id)?.resolve(message.value)
      case 'refusal': {
        const { code, message: text } = message
        return settle(message.id)?.reject(code === undefined ? new Error(text) : new StoreError(code, text))
      }
    }
  }

  function stopIfIdle(): void {
    if (waiting.size === 0 && newsTimer === undefined) stop()
  }

  function stop(): void {
    const ending = thread
    thread = undefined
    if (ending === undefined) return
    ending.removeAllListeners('exit')
    ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.postMessage({ type: 'close' } satisfies SearchQuestion)
  }

  function settle(id: number): PromiseWithResolvers<unknown> | undefined {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) thread?.unref()
    return asked
  }

  function forgetRemoved(position: number): void {
    if (isClosed) return
    try {
      connection.write(() => connection.prepare('DELETE FROM removed_execution WHERE position <= ?').run(position))
    } catch (error) {
      onTrouble(error)
    }
  }

  function ask(question: Wanted): Promise<unknown> {
    if (isClosed) return Promise.reject(new StoreError('STORE_CLOSED', 'The store is closed: open it again.'))
    const id = ++ids
    const asked = Promise.withResolvers<unknown>()
    waiting.set(id, asked)
    thread ??= openThread()
    thread.ref()
    thread.postMessage({ ...question, id })
    return asked.promise
  }

  return {
    find: async (request) => (await ask({ type: 'find', request })) as Found, // The thread answers what it was asked.
    progress: async () => (await ask({ type: 'progress' })) as SearchProgress,
    async caughtUp() {
      await ask({ type: 'catch-up' })
    },
    async rebuild() {
      await ask({ type: 'rebuild' })
    },
    nudge() {
      if (newsTimer !== undefined || isClosed) return
      newsTimer = setTimeout(() => {
        newsTimer = undefined
        if (!connection.database.isOpen) return
        thread ??= openThread()
        thread.postMessage({ type: 'news' } satisfies SearchQuestion)
      }, newsMs)
      newsTimer.unref()
    },
    async close() {
      clearTimeout(newsTimer)
      isClosed = true
      thread?.ref()
      stop()
      await ended
    },
  }
}
