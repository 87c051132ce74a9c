import { ChevronLeft, ChevronRight } from 'lucide-react'
import { IconButton } from '../design/icon-button.tsx'
import { lookOf } from '../design/status-mark.tsx'
import { useMarks } from './marks.ts'
import styles from './turn-stepper.module.css'

interface TurnStepperProps {
  readonly scope: string
  readonly title: string
}

/** The iterations of a for-each or a loop: all at once, or one after the other. */
export function TurnStepper({ scope, title }: TurnStepperProps) {
  const turns = useMarks((marks) => marks.turns.get(scope))
  const chosen = useMarks(({ chosenTurns }) => chosenTurns.get(scope))
  const choose = useMarks((marks) => marks.chooseTurn)
  if (turns === undefined || turns.length === 0) return null
  const at = chosen === undefined ? -1 : turns.findIndex(({ index }) => index === chosen)
  const status = turns[at]?.status
  const go = (next: number) => choose(scope, turns[next]?.index)
  return (
    <span className={styles.stepper}>
      <IconButton icon={ChevronLeft} label={`Iteration before, of ${title}`} disabled={at < 0} onClick={() => go(at - 1)} />
      <button
        type="button"
        className={styles.all}
        data-tone={status === undefined ? undefined : lookOf(status).tone}
        title={at < 0 ? `Show the first of ${turns.length} iterations` : 'Show all iterations at once'}
        onClick={() => choose(scope, at < 0 ? turns[0]?.index : undefined)}
      >
        {at < 0 ? `all ${turns.length}` : `${at + 1} of ${turns.length} · ${lookOf(status ?? '').word.toLowerCase()}`}
      </button>
      <IconButton icon={ChevronRight} label={`Next iteration of ${title}`} disabled={at >= turns.length - 1} onClick={() => go(at + 1)} />
    </span>
  )
}
