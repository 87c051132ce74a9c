// Runs in a thread of its own: reading what was recorded and finding it again must hold up nobody.
//
// Owns: the search database and a read-only connection to the main one. Does not own: when something was recorded; it is told.
// Under load it works for a quarter of the time at most; when nothing is recorded any more, without a rest until it has caught up.

import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { StoreError } from '@millrace/store'
import { createFindWords } from './find-words.ts'
import { createWordIndex } from './index-words.ts'
import { createRecordedTexts } from './recorded-texts.ts'
import { openSearchDatabase, removeSearchDatabase, searchBytes } from './search-database.ts'
import type { SearchAnswer, SearchFiles, SearchQuestion } from './search-messages.ts'

const { mainFile, searchFile } = workerData as SearchFiles // Given by `createSqliteSearch`.
/** Of the time that it works, it rests so many times while others are busy. */
const restFactor = 3
const busyMs = 500
const tryAgainMs = 10_000
/** A thread takes some 30 MB: where nothing happens it ends. */
const idleMs = 60_000

const main = new DatabaseSync(mainFile, { readOnly: true, timeout: 2_000 })
const recorded = createRecordedTexts(main)
let parts = open()
let lastNewsAt = 0
let timer: NodeJS.Timeout | undefined
/** There is more to do, and a timer for it. */
let isWorking = false
let lastTrouble = ''
let removedTold = 0

function open() {
  const database = openSearchDatabase(searchFile)
  return { database, index: createWordIndex(database, recorded, Date.now), find: createFindWords(database, recorded) }
}

/** After a backup was put back, the index may know of what never was. */
function isOfAnotherLog(): boolean {
  return parts.index.position() > recorded.highestPosition()
}

function rebuild(): void {
  parts.database.close()
  removeSearchDatabase(searchFile)
  parts = open()
}

function work(): void {
  isWorking = false
  const began = performance.now()
  try {
    const isMore = parts.index.step('due')
    tellRemoved()
    const isBusy = Date.now() - lastNewsAt < busyMs
    const nextAt = parts.index.nextAt()
    if (isMore) {
      isWorking = true
      workIn(isBusy ? (performance.now() - began) * restFactor : 0)
    } else if (nextAt !== undefined) workIn(Math.max(100, nextAt - Date.now()))
    else wakeIn(idleMs, () => post({ type: 'idle' }))
  } catch (error) {
    trouble(error)
    workIn(tryAgainMs)
  }
}

function workIn(ms: number): void {
  wakeIn(ms, work)
}

/** There is one timer. */
function wakeIn(ms: number, callback: () => void): void {
  clearTimeout(timer)
  timer = setTimeout(callback, ms)
}

function tellRemoved(): void {
  const removedTo = parts.index.removedTo()
  if (removedTo > removedTold) post({ type: 'removed', position: removedTo })
  removedTold = removedTo
}

/** A damaged index is made anew. Told once: a full disk stays full for a while. */
function trouble(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  if (/malformed|not a database|corrupt/i.test(message)) rebuild()
  if (message !== lastTrouble) post({ type: 'trouble', message })
  lastTrouble = message
}

function answer(question: Exclude<SearchQuestion, { type: 'news' | 'close' }>): unknown {
  switch (question.type) {
    case 'find': {
      const completeTo = parts.index.completeTo()
      return { ...parts.find(question.request), ...(completeTo !== undefined && { completeTo }) }
    }
    case 'progress':
      return { indexed: parts.index.position(), recorded: recorded.lastPosition(), bytes: searchBytes(searchFile) }
    case 'rebuild':
      rebuild()
      workIn(0)
      return undefined
    case 'catch-up':
      while (parts.index.step('all')) tellRemoved()
      return tellRemoved()
  }
}

function post(message: SearchAnswer): void {
  parentPort?.postMessage(message)
}

parentPort?.on('message', (question: SearchQuestion) => {
  switch (question.type) {
    case 'news':
      lastNewsAt = Date.now()
      if (!isWorking) workIn(0)
      return
    case 'close':
      clearTimeout(timer)
      parts.database.close()
      main.close()
      parentPort?.close()
      return
    default:
      if (!isWorking) workIn(0)
      try {
        post({ type: 'answer', id: question.id, value: answer(question) })
      } catch (error) {
        const code = error instanceof StoreError ? error.code : undefined
        post({ type: 'refusal', id: question.id, message: error instanceof Error ? error.message : String(error), ...(code && { code }) })
      }
  }
})

if (isOfAnotherLog()) rebuild()
work()
