import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  Hourglass,
  type LucideProps,
  MinusCircle,
  Pause,
  RotateCw,
  TimerOff,
  Zap,
} from 'lucide-react'
import type { ComponentType } from 'react'
import styles from './status-mark.module.css'
import { Wheel } from './wheel.tsx'

interface Look {
  readonly icon: ComponentType<LucideProps>
  readonly word: string
  /** Which of the status colours of the tokens. */
  readonly tone: 'queued' | 'running' | 'waiting' | 'retrying' | 'success' | 'failed' | 'skipped'
}

/** Icon and word of every status of an execution or a step: never colour alone. */
const statusLooks = {
  queued: { icon: CircleDashed, word: 'Queued', tone: 'queued' },
  running: { icon: Wheel, word: 'Running', tone: 'running' },
  waiting: { icon: Hourglass, word: 'Waiting', tone: 'waiting' },
  retrying: { icon: RotateCw, word: 'Retrying', tone: 'retrying' },
  paused: { icon: Pause, word: 'Paused', tone: 'waiting' },
  success: { icon: CircleCheck, word: 'Success', tone: 'success' },
  failed: { icon: CircleX, word: 'Failed', tone: 'failed' },
  canceled: { icon: Ban, word: 'Canceled', tone: 'skipped' },
  timed_out: { icon: TimerOff, word: 'Timed out', tone: 'failed' },
  crashed: { icon: Zap, word: 'Crashed', tone: 'failed' },
  skipped: { icon: MinusCircle, word: 'Skipped', tone: 'skipped' },
} as const satisfies Record<string, Look>

const unknownLook: Look = { icon: Clock, word: 'Unknown', tone: 'queued' }

interface StatusMarkProps {
  readonly status: string
  /** The icon alone, with the word for screen readers and as a tip. */
  readonly isSmall?: boolean
}

export function StatusMark({ status, isSmall = false }: StatusMarkProps) {
  const { icon: Icon, word, tone } = lookOf(status)
  const icon = <Icon size={14} strokeWidth={2.25} aria-hidden />
  if (isSmall)
    return (
      // Its word as a label, not as text that nobody sees: clipping that took half of the painting of a canvas with 200 badges.
      <span className={styles.mark} data-tone={tone} data-small role="img" aria-label={word} title={word}>
        {icon}
      </span>
    )
  return (
    <span className={styles.mark} data-tone={tone}>
      {icon}
      <span>{word}</span>
    </span>
  )
}

export function lookOf(status: string): Look {
  return Object.entries(statusLooks).find(([name]) => name === status)?.[1] ?? { ...unknownLook, word: status }
}
