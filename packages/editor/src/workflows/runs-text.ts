import { lookOf } from '../design/status-mark.tsx'
import type { LastRun } from './listed-workflow.ts'

/** The same as the picture says: `Last 20 runs: 18 success, 2 failed`. */
export function runsText(runs: readonly Pick<LastRun, 'status'>[]): string {
  if (runs.length === 0) return 'Never run'
  const counts = Map.groupBy(runs, ({ status }) => lookOf(status).word.toLowerCase())
  const parts = [...counts].map(([word, { length }]) => `${length} ${word}`)
  return `${runs.length === 1 ? 'Last run' : `Last ${runs.length} runs`}: ${parts.join(', ')}`
}
