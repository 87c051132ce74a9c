import { ChevronLeft, ChevronRight, CircleX } from 'lucide-react'
import { IconButton } from '../design/icon-button.tsx'
import { lookOf, StatusMark } from '../design/status-mark.tsx'
import { isFailure } from '../model/overlay/run.ts'
import { useMarks } from './marks.ts'
import { NthInput } from './nth-input.tsx'
import styles from './turn-stepper.module.css'

interface TurnStepperProps {
  readonly scope: string
  readonly title: string
}

/** The iterations of a for-each or a loop: all at once, one after the other, by number, or those that failed. */
export function TurnStepper({ scope, title }: TurnStepperProps) {
  const turns = useMarks((marks) => marks.turns.get(scope))
  const chosen = useMarks(({ chosenTurns }) => chosenTurns.get(scope))
  const choose = useMarks((marks) => marks.chooseTurn)
  if (turns === undefined || (turns.length === 0 && chosen === undefined)) return null
  const at = chosen === undefined ? -1 : turns.findIndex(({ index }) => index === chosen)
  const status = turns[at]?.status
  const go = (next: number) => choose(scope, turns[next]?.index)
  const failed = turns.flatMap((turn, place) => (isFailure(turn.status) ? [place] : []))
  return (
    <span className={`nodrag nopan ${styles.stepper}`}>
      <IconButton icon={ChevronLeft} label={`Iteration before, of ${title}`} disabled={at < 0} onClick={() => go(at - 1)} />
      {chosen === undefined ? (
        <button type="button" className={styles.all} title={`Show the first of ${turns.length} iterations`} onClick={() => go(0)}>
          all {turns.length}
        </button>
      ) : (
        <>
          {status !== undefined && <StatusMark status={status} isSmall />}
          <span className={styles.place} title={status === undefined ? 'There is no such iteration here' : lookOf(status).word}>
            <NthInput
              label={`Which iteration of ${title}`}
              nth={at < 0 ? undefined : at + 1}
              count={turns.length}
              onGo={(nth) => go(nth - 1)}
            />{' '}
            of {turns.length}
          </span>
          <button type="button" className={styles.all} title="Show all iterations at once" onClick={() => choose(scope, undefined)}>
            all
          </button>
        </>
      )}
      <IconButton icon={ChevronRight} label={`Next iteration of ${title}`} disabled={at >= turns.length - 1} onClick={() => go(at + 1)} />
      {failed.length > 0 && (
        <button
          type="button"
          className={styles.failed}
          title={`Next of ${failed.length === 1 ? 'one failed iteration' : `${failed.length} failed iterations`}`}
          aria-label={`Next failed iteration of ${title}, of ${failed.length}`}
          onClick={() => go(failed.find((place) => place > at) ?? failed[0] ?? 0)}
        >
          <CircleX size={14} aria-hidden />
          {failed.length}
        </button>
      )}
    </span>
  )
}
