import { durationText } from '../design/duration-text.ts'
import { lookOf } from '../design/status-mark.tsx'
import { Tooltip } from '../design/tooltip.tsx'
import type { PlacedStep, Run } from '../model/overlay/run.ts'
import styles from './step-dots.module.css'

/** More would be a line, not dots. */
const mostDots = 30

interface StepDotsProps {
  readonly run: Run
  readonly count: number
  readonly isInTime: boolean
  onStep(count: number): void
}

/** Each step where it begins, in the colour of how it ended. By keyboard the slider below does the same. */
export function StepDots({ run, count, isInTime, onStep }: StepDotsProps) {
  const { steps, startMs, endMs } = run
  if (steps.length > mostDots) return null
  const placeOf = (step: PlacedStep, index: number) =>
    isInTime ? part(step.startMs - startMs, endMs - startMs) : part(index, steps.length - 1)
  return (
    <div className={styles.dots}>
      {steps.map((placed, index) => (
        <Tooltip key={placed.step.step} side="top" text={tipOf(placed, index + 1)}>
          <button
            type="button"
            tabIndex={-1}
            className={styles.dot}
            aria-label={tipOf(placed, index + 1)}
            data-tone={lookOf(placed.step.status).tone}
            data-passed={index < count}
            style={{ left: `${placeOf(placed, index) * 100}%` }}
            onClick={() => onStep(index + 1)}
          />
        </Tooltip>
      ))}
    </div>
  )
}

function part(some: number, whole: number): number {
  return whole <= 0 ? 0 : Math.max(0, Math.min(1, some / whole))
}

function tipOf({ step, startMs, endMs }: PlacedStep, number: number): string {
  const duration = endMs === undefined ? '' : `, ${durationText(endMs - startMs)}`
  return `${number}. ${step.step}: ${lookOf(step.status).word.toLowerCase()}${duration}`
}
