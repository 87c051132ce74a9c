import { Tooltip } from '@base-ui/react/tooltip'
import { useEffect, useState } from 'react'
import popup from '../design/popup.module.css'
import { StatusMark } from '../design/status-mark.tsx'
import type { CanvasEdge } from '../model/canvas-edge.ts'
import { badgeFacts } from './badge-words.ts'
import { useMarks } from './marks.ts'
import styles from './run-tip.module.css'
import { previewLines } from './value-preview.ts'

/** What the pointer is over, and where that is on the screen. */
export type Pointed =
  | { readonly kind: 'node'; readonly key: string; readonly box: DOMRect }
  | { readonly kind: 'edge'; readonly edge: CanvasEdge; readonly box: DOMRect }

const delayMs = 250

/** The data of what is under the pointer, in short; the panel has it whole. It never leaves the window. */
export function RunTip({ pointed }: { readonly pointed: Pointed | undefined }) {
  const shown = useLate(pointed)
  const key = shown === undefined ? '' : shown.kind === 'node' ? shown.key : shown.edge.from
  const badge = useMarks(({ badges }) => badges.get(key))
  const edge = useMarks(({ edges }) => (shown?.kind === 'edge' ? edges.get(shown.edge.id) : undefined))
  const received = useMarks((marks) => (marks.fired === key ? marks.received : undefined))
  if (shown === undefined || (badge === undefined && edge === undefined && received === undefined)) return null
  const step = edge === undefined ? badge?.step : edge.step
  return (
    <Tooltip.Root open>
      <Tooltip.Portal>
        <Tooltip.Positioner className={popup.place} anchor={{ getBoundingClientRect: () => shown.box }} side="bottom" sideOffset={8}>
          {/* For the pointer alone: the name of the node says it to those who hear, and the panel has it whole. */}
          <Tooltip.Popup className={styles.tip} aria-hidden>
            {edge !== undefined && <p className={styles.head}>{flowWords(edge.state, edge.count)}</p>}
            {edge === undefined && badge !== undefined && (
              <p className={styles.head}>
                <StatusMark status={badge.status} isSmall />
                {badgeFacts(badge)}
              </p>
            )}
            {edge === undefined && badge === undefined && <p className={styles.head}>It started with</p>}
            {step?.error !== undefined && <p className={styles.error}>{step.error.message}</p>}
            {step?.status === 'skipped' && <p>{step.reason}</p>}
            {step?.output !== undefined && <Lines value={step.output} />}
            {received !== undefined && edge?.state !== 'not-taken' && <Lines value={received} />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

function flowWords(state: string, count: number): string {
  if (state === 'carried') return count > 1 ? `Taken ${count} times, the last time with` : 'Taken, with'
  return state === 'waiting' ? 'Not yet decided' : 'Not taken'
}

function Lines({ value }: { readonly value: unknown }) {
  return (
    <dl className={styles.lines}>
      {previewLines(value).map(({ name, text }) => (
        <div key={name ?? text}>
          {name !== undefined && <dt>{name}</dt>}
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Nothing flickers while the pointer only crosses. */
function useLate(pointed: Pointed | undefined): Pointed | undefined {
  const [shown, setShown] = useState<Pointed>()
  useEffect(() => {
    if (pointed === undefined) return setShown(undefined)
    const timer = setTimeout(() => setShown(pointed), delayMs)
    return () => clearTimeout(timer)
  }, [pointed])
  return pointed === undefined ? undefined : shown
}
