import { useShallow } from 'zustand/react/shallow'
import { nodeLabel } from '../canvas/flow/node-label.ts'
import type { CanvasNode } from '../model/canvas-node.ts'
import { isFailure } from '../model/overlay/run.ts'
import { badgeFacts } from './badge-words.ts'
import { useMarks } from './marks.ts'
import { verdictLooks } from './verdict-looks.ts'

export interface RunLook {
  readonly 'data-run': 'absent' | 'skipped' | 'failed' | 'ran'
  readonly 'data-error-path': boolean
  readonly 'data-current': boolean
  readonly 'data-selected': boolean
  /** For those who hear it. */
  readonly words: string
  /** Why it was not run. */
  readonly reason: string | undefined
}

/** How a node looks while an execution is pinned. */
export function useRunLook(node: CanvasNode): RunLook {
  const { key } = node
  return useMarks(
    useShallow(({ badges, errorPath, current, selected, fired, verdicts }) => {
      const badge = badges.get(key)
      const verdict = verdicts?.get(key)
      const hasFired = fired === key
      const facts = badge === undefined ? (hasFired ? 'started it' : 'did not run') : badgeFacts(badge)
      const difference = verdict === undefined ? '' : `, ${verdictLooks[verdict].meaning.toLowerCase()}`
      return {
        'data-run': badge === undefined ? (hasFired ? 'ran' : 'absent') : stateOf(badge.status),
        'data-error-path': errorPath.has(key),
        'data-current': current === key,
        'data-selected': selected === key,
        words: `${nodeLabel(node)}, ${facts}${difference}`,
        reason: badge?.status === 'skipped' ? (badge.step.reason ?? 'Skipped') : undefined,
      } as const
    }),
  )
}

function stateOf(status: string): RunLook['data-run'] {
  if (isFailure(status)) return 'failed'
  return status === 'skipped' ? 'skipped' : 'ran'
}
