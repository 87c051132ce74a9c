import type { DatabaseSync } from 'node:sqlite'
import { isFinal } from '@millrace/engine'
import {
  decodeNumberCursor,
  type ExecutionFilter,
  type ExecutionSummary,
  encodeCursor,
  isListed,
  type Listed,
  matchesTexts,
  type SearchRequest,
  type TextQuery,
} from '@millrace/store'
import { label } from './index-words.ts'
import type { RecordedTexts } from './recorded-texts.ts'

const candidatesAtOnce = 200
/** After so long a page ends. */
const mostMs = 60

/**
 * The index gives candidates, the newest first: they have all words and labels. Whatever else is asked for, such as words that stand
 * together, is looked up in the log.
 */
export function createFindWords(search: DatabaseSync, recorded: RecordedTexts): (request: SearchRequest) => Listed<ExecutionSummary> {
  const findCandidates = search.prepare('SELECT rowid AS id FROM words WHERE words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?')
  const findDocument = search.prepare('SELECT account, execution_id FROM document WHERE id = ?')

  function accept(id: number, { account, filter, query }: SearchRequest): ExecutionSummary | undefined {
    const place = findDocument.get(id) as { readonly account: string; readonly execution_id: string } | undefined
    if (place?.account !== account) return undefined
    const summary = recorded.summary(account, place.execution_id)
    if (summary === undefined || !isListed(summary, filter, undefined)) return undefined
    return isExact(query) || matchesTexts(query, recorded.textsIn(recorded.piecesOf(account, summary.id))) ? summary : undefined
  }

  return (request) => {
    const { limit, cursor } = request.page
    const match = matchOf(request.query, request.filter)
    const until = performance.now() + mostMs
    const items: ExecutionSummary[] = []
    let before = cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeNumberCursor(cursor)
    if (match === undefined) return { items }
    do {
      const candidates = findCandidates.all(match, before, candidatesAtOnce)
      for (const { id } of candidates) {
        if (items.length === limit) return { items, nextCursor: encodeCursor([before]) }
        before = Number(id)
        const found = accept(before, request)
        if (found !== undefined) items.push(found)
      }
      if (candidates.length < candidatesAtOnce) return { items }
    } while (performance.now() < until)
    return { items, nextCursor: encodeCursor([before]) }
  }
}

/** Whether the index alone decides. */
function isExact({ terms }: TextQuery): boolean {
  return terms.every(({ exactly }) => exactly === undefined)
}

/** Words have only letters and digits, labels only digits and our own sign: between quotes nothing in them means anything. */
function matchOf({ terms }: TextQuery, filter: ExecutionFilter): string | undefined {
  const words = terms.flatMap(({ tokens, isPrefix }) =>
    tokens.map((token, index) => `"${token}"${isPrefix && index === tokens.length - 1 ? ' *' : ''}`),
  )
  const groups = labelGroups(filter)
  if (groups.some((group) => group.length === 0)) return undefined
  return [...words, ...groups.map((group) => `(${group.map((one) => `"${one}"`).join(' OR ')})`)].join(' AND ')
}

/** Of each group one must be there. */
function labelGroups({ workflowId, workflowIds, triggerType, status }: ExecutionFilter): readonly (readonly string[])[] {
  return [
    ...(workflowId === undefined ? [] : [[label('workflow', workflowId)]]),
    ...(workflowIds === undefined ? [] : [workflowIds.map((id) => label('workflow', id))]),
    ...(triggerType === undefined ? [] : [[label('trigger', triggerType)]]),
    ...(status?.every(isFinal) === true ? [status.map((one) => label('status', one))] : []),
  ]
}
