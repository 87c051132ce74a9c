import type { DatabaseSync } from 'node:sqlite'
import { isFinal } from '@millrace/engine'
import { type ExecutionSummary, foldText, tokensIn } from '@millrace/store'
import type { LogPiece, RecordedTexts } from './recorded-texts.ts'

/**
 * Owns: the index, and how far it has come with the log. One document for each execution, with all words that were recorded of it.
 * Invariants: what is in the index by a position, and that position, are written together. A document of an execution that goes on may
 * lack its newest words for `behindMs`; then, and at its end, it is made anew from the whole log.
 */
export interface WordIndex {
  /** Does a piece of what there is to do; `all`: also what could wait. Returns whether there is more. */
  step(extent: 'due' | 'all'): boolean
  /** When the next step should come although nothing is recorded. */
  nextAt(): number | undefined
  /** All that was recorded before is in it; undefined when simply all is. */
  completeTo(): number | undefined
  position(): number
  /** What was deleted up to here is out of it. */
  removedTo(): number
}

const piecesAtOnce = 300
const behindAtOnce = 50
const behindMs = 30_000
/** Of the first words of an execution so many are found; an execution that has more is most often a table. */
const mostWords = 20_000

export function createWordIndex(search: DatabaseSync, recorded: RecordedTexts, now: () => number): WordIndex {
  const get = search.prepare('SELECT value FROM state WHERE name = ?')
  const set = search.prepare('UPDATE state SET value = ? WHERE name = ?')
  const findDocument = search.prepare('SELECT id FROM document WHERE account = ? AND execution_id = ?')
  const addDocument = search.prepare('INSERT INTO document (id, account, execution_id) VALUES (?, ?, ?)')
  const dropDocument = search.prepare('DELETE FROM document WHERE id = ?')
  const addWords = search.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)')
  const dropWords = search.prepare('DELETE FROM words WHERE rowid = ?')
  const noteBehind = search.prepare('INSERT OR IGNORE INTO behind (id, since) VALUES (?, ?)')
  const dropBehind = search.prepare('DELETE FROM behind WHERE id = ?')
  const findBehind = search.prepare(
    'SELECT id, account, execution_id FROM behind JOIN document USING (id) WHERE since <= ? ORDER BY since LIMIT ?',
  )
  const oldestBehind = search.prepare('SELECT min(since) AS since FROM behind')
  const stateOf = (name: string) => Number(get.get(name)?.value)
  const documentOf = (account: string, id: string) => findDocument.get(account, id)?.id as number | undefined
  const behindSince = () => oldestBehind.get()?.since as number | null

  function removeDocuments(): boolean {
    const removed = recorded.removedAfter(stateOf('removed'), piecesAtOnce)
    for (const { account, execution_id } of removed) remove(documentOf(account, execution_id))
    const last = removed.at(-1)
    if (last !== undefined) set.run(last.position, 'removed')
    return removed.length === piecesAtOnce
  }

  function remove(documentId: number | undefined): void {
    if (documentId === undefined) return
    for (const drop of [dropWords, dropDocument, dropBehind]) drop.run(documentId)
  }

  function addPieces(): boolean {
    const pieces = recorded.after(stateOf('position'), piecesAtOnce)
    for (const own of Map.groupBy(pieces, ({ account, execution_id }) => JSON.stringify([account, execution_id])).values()) addOwn(own)
    const last = pieces.at(-1)
    if (last !== undefined) set.run(last.position, 'position')
    return pieces.length === piecesAtOnce
  }

  /** Of one execution. Most are there whole, from their beginning to their end. */
  function addOwn(pieces: readonly LogPiece[]): void {
    const [first] = pieces
    if (first === undefined) return
    const { account, execution_id: id } = first
    const summary = recorded.summary(account, id)
    if (summary === undefined) return
    const documentId = documentOf(account, id)
    if (documentId === undefined && first.first_event === 0) return putWords(first.position, summary, pieces)
    if (documentId !== undefined && !isFinal(summary.status)) return void noteBehind.run(documentId, now())
    putWhole(documentId, summary)
  }

  function putWhole(documentId: number | undefined, summary: ExecutionSummary): void {
    const pieces = recorded.piecesOf(summary.account, summary.id)
    const id = documentId ?? pieces[0]?.position
    if (id !== undefined) putWords(id, summary, pieces)
  }

  function putWords(documentId: number, summary: ExecutionSummary, pieces: readonly LogPiece[]): void {
    remove(documentId)
    addDocument.run(documentId, summary.account, summary.id)
    addWords.run(documentId, [...labelsOf(summary), ...wordsIn(recorded.textsIn(pieces))].join(' '))
  }

  function catchUpBehind(since: number): boolean {
    const rows = findBehind.all(since, behindAtOnce) as unknown as readonly { id: number; account: string; execution_id: string }[]
    for (const { id, account, execution_id } of rows) {
      const summary = recorded.summary(account, execution_id)
      if (summary === undefined) remove(id)
      else putWhole(id, summary)
    }
    return rows.length === behindAtOnce
  }

  return {
    step(extent) {
      const began = now()
      search.exec('BEGIN IMMEDIATE')
      try {
        const more = [removeDocuments(), addPieces(), catchUpBehind(extent === 'all' ? Number.MAX_VALUE : began - behindMs)]
        const isMore = more.includes(true)
        if (!isMore) set.run(began, 'complete-at')
        search.exec('COMMIT')
        return isMore
      } catch (error) {
        if (search.isTransaction) search.exec('ROLLBACK')
        throw error
      }
    },
    nextAt() {
      const since = behindSince()
      return since === null ? undefined : since + behindMs
    },
    completeTo() {
      const since = behindSince()
      const isBehind = stateOf('position') < recorded.lastPosition()
      if (since === null && !isBehind) return undefined
      return Math.min(since ?? Number.POSITIVE_INFINITY, isBehind ? stateOf('complete-at') : Number.POSITIVE_INFINITY)
    },
    position: () => stateOf('position'),
    removedTo: () => stateOf('removed'),
  }
}

function wordsIn(texts: readonly string[]): Iterable<string> {
  const words = new Set<string>()
  for (const text of texts) {
    for (const word of tokensIn(foldText(text))) words.add(word)
    if (words.size >= mostWords) break
  }
  return words
}

/** What nobody can type: it begins with a sign that is in no word. */
export function label(kind: 'workflow' | 'status' | 'trigger', value: string): string {
  return `\u00b7${kind[0]}${Buffer.from(value).toString('hex')}`
}

/** Only what does not change any more. */
function labelsOf({ workflowId, triggerType, status }: ExecutionSummary): readonly string[] {
  return [label('workflow', workflowId), label('trigger', triggerType), ...(isFinal(status) ? [label('status', status)] : [])]
}
