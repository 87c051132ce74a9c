import type { ExecutionEvent } from '@millrace/engine'
import type { ExecutionSummary, LetterCount } from '@millrace/store'
import type { z } from 'zod'
import type { deadLetterDetail, letterCounts } from './dead-letter-schema.ts'
import { summaryView } from './execution-view.ts'
import { isoTime } from './iso-time.ts'

/** `first` is the first event of its log. */
export function letterView(summary: ExecutionSummary, first: ExecutionEvent | undefined): z.infer<typeof deadLetterDetail> {
  const started = first?.type === 'execution-started' ? { trigger: first.trigger, inputs: first.inputs } : {}
  return { ...summaryView(summary), ...started }
}

export function letterCountView({ oldestAt, newestAt, ...rest }: LetterCount): z.infer<typeof letterCounts>['items'][number] {
  return { ...rest, oldestAt: isoTime(oldestAt), newestAt: isoTime(newestAt) }
}
