import { ChevronLeft, ChevronRight, Pause, Play, Radio } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../design/button.tsx'
import { durationText } from '../design/duration-text.ts'
import { IconButton } from '../design/icon-button.tsx'
import { Segmented } from '../design/segmented.tsx'
import { lookOf } from '../design/status-mark.tsx'
import type { Cursor } from '../model/overlay/look.ts'
import type { PlacedStep, Run } from '../model/overlay/run.ts'
import { useActions } from '../shell/actions.ts'
import { cursorAt, cursorAtTime, stepsAt } from './cursor-steps.ts'
import styles from './scrubber.module.css'
import { StepDots } from './step-dots.tsx'
import { useNow } from './use-now.ts'
import { usePlay } from './use-play.ts'

interface ScrubberProps {
  readonly run: Run
  readonly cursor: Cursor | undefined
  /** Steps may still come. */
  readonly isLive: boolean
  onMove(cursor: Cursor | undefined, at: PlacedStep | undefined): void
  onEscape(): void
}

const speeds = [1, 2, 4, 0.5] as const
const stepMs = 800
const frameMs = 50
/** So long the whole of an execution plays in time at speed 1, however long it took. */
const shortestMs = 2_000
const longestMs = 12_000

/** Through an execution step by step, or in time: by hand, by keys, or playing. */
export function Scrubber({ run, cursor, isLive, onMove, onEscape }: ScrubberProps) {
  const [by, setBy] = useState<'step' | 'time'>(cursor?.by ?? 'step')
  const [isPlaying, setIsPlaying] = useState(false)
  const [speed, setSpeed] = useState<(typeof speeds)[number]>(1)
  const total = run.steps.length
  const count = stepsAt(run, cursor)
  const endMs = Math.max(run.endMs, useNow(isLive))
  const spanMs = endMs - run.startMs
  const atMs = cursor === undefined ? endMs : cursor.by === 'time' ? cursor.atMs : (run.steps[count - 1]?.startMs ?? run.startMs)

  function toStep(next: number) {
    const bounded = Math.max(1, Math.min(total, next))
    onMove(cursorAt(run, bounded), run.steps[bounded - 1])
  }
  function toTime(nextMs: number) {
    const next = cursorAtTime(run, nextMs)
    onMove(next, run.steps[stepsAt(run, next) - 1])
  }
  function tick(passedMs: number) {
    if (cursor === undefined) return setIsPlaying(false)
    if (by === 'step') toStep(count + 1)
    else toTime(atMs + (spanMs * passedMs * speed) / Math.min(longestMs, Math.max(shortestMs, spanMs)))
  }
  function play() {
    if (!isPlaying && cursor === undefined) by === 'step' ? toStep(1) : toTime(run.startMs)
    setIsPlaying(!isPlaying)
  }
  usePlay(isPlaying, by === 'step' ? stepMs / speed : frameMs, tick)
  const isEmpty = total === 0
  const group = 'Pinned execution'
  useActions([
    { id: 'overlay.next', name: 'Next step', group, keys: ['ArrowRight'], isDisabled: isEmpty, run: () => toStep(count + 1) },
    { id: 'overlay.previous', name: 'Step before', group, keys: ['ArrowLeft'], isDisabled: isEmpty, run: () => toStep(count - 1) },
    { id: 'overlay.first', name: 'First step', group, keys: ['Home'], isDisabled: isEmpty, run: () => toStep(1) },
    { id: 'overlay.last', name: 'Last step', group, keys: ['End'], isDisabled: isEmpty, run: () => toStep(total) },
    { id: 'overlay.play', name: isPlaying ? 'Stop playing' : 'Play the steps', group, keys: ['Space'], isDisabled: isEmpty, run: play },
  ])

  const step = run.steps[count - 1]?.step
  const status = step === undefined ? '' : lookOf(step.status).word.toLowerCase()
  const words = `step ${count} of ${total}${step === undefined ? '' : `, ${step.step}, ${status}`}`
  const isInTime = by === 'time'
  return (
    <section className={styles.bar} aria-label="Steps of the execution">
      <div className={styles.buttons}>
        <IconButton
          icon={ChevronLeft}
          label="Step before"
          shortcut="ArrowLeft"
          side="top"
          disabled={count <= 1}
          onClick={() => toStep(count - 1)}
        />
        <IconButton
          icon={isPlaying ? Pause : Play}
          label={isPlaying ? 'Stop playing' : 'Play the steps'}
          shortcut="Space"
          side="top"
          disabled={isEmpty}
          onClick={play}
        />
        <IconButton
          icon={ChevronRight}
          label="Next step"
          shortcut="ArrowRight"
          side="top"
          disabled={count >= total}
          onClick={() => toStep(count + 1)}
        />
      </div>
      <p className={styles.counter} role="status">
        <strong>
          Step {count} of {total}
        </strong>
        <span className={styles.step}>
          <span className={styles.path} title={step?.step}>
            {step?.step ?? (isEmpty ? 'nothing recorded' : 'before the first')}
          </span>
          {step !== undefined && ` · ${status}`}
        </span>
      </p>
      <div className={styles.track}>
        <StepDots run={run} count={count} isInTime={isInTime} onStep={toStep} />
        <input
          type="range"
          className={styles.range}
          aria-label={isInTime ? 'Time in the execution' : 'Step of the execution'}
          aria-valuetext={isInTime ? `${durationText(atMs - run.startMs)}, ${words}` : words}
          min={isInTime ? 0 : Math.min(1, total)}
          max={isInTime ? Math.max(1, spanMs) : total}
          step={isInTime ? Math.max(1, Math.round(spanMs / 500)) : 1}
          value={isInTime ? atMs - run.startMs : count}
          disabled={isEmpty}
          onChange={({ target }) => (isInTime ? toTime(run.startMs + target.valueAsNumber) : toStep(target.valueAsNumber))}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' && event.key !== ' ') return
            event.preventDefault()
            event.key === ' ' ? play() : onEscape()
          }}
        />
      </div>
      <span className={styles.time}>
        {durationText(atMs - run.startMs)} <span className={styles.soft}>of {durationText(spanMs)}</span>
        {isLive && cursor === undefined && <span className={styles.live}> · live</span>}
      </span>
      {isLive && cursor !== undefined && (
        <Button icon={Radio} onClick={() => toStep(total)}>
          Back to live
        </Button>
      )}
      <Segmented
        label="Move by"
        choices={[
          { value: 'step', name: 'Steps' },
          { value: 'time', name: 'Time' },
        ]}
        value={by}
        onChange={setBy}
      />
      <button
        type="button"
        className={styles.speed}
        aria-label={`Speed of playing: ${speedText(speed)}`}
        title="Speed of playing"
        onClick={() => setSpeed(speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1)}
      >
        {speedText(speed)}
      </button>
    </section>
  )
}

function speedText(speed: number): string {
  return speed === 0.5 ? '½ ×' : `${speed} ×`
}
