import { durationText } from '../design/duration-text.ts'
import { lookOf } from '../design/status-mark.tsx'
import type { Badge } from '../model/overlay/overlay.ts'

/** All that a badge shows, in words: for those who hear it, and as its tip. */
export function badgeFacts({ status, durationMs, attempts, runs, failures, items }: Badge): string {
  const facts = [
    lookOf(status).word.toLowerCase(),
    durationMs !== undefined && status !== 'skipped' && durationText(durationMs),
    attempts > 1 && `${attempts} attempts`,
    runs > 1 && (failures === 0 ? `ran ${runs} times` : `ran ${runs} times, failed ${failures} times`),
    items !== undefined && (items === 1 ? '1 item' : `${items} items`),
  ]
  return facts.filter((fact) => fact !== false).join(', ')
}
