import { CirclePause, CirclePlay, CircleSlash } from 'lucide-react'
import styles from './trigger-state.module.css'
import type { ShownTrigger } from './use-triggers.ts'

const looks = {
  on: { icon: CirclePlay, word: 'On' },
  paused: { icon: CirclePause, word: 'Paused' },
  off: { icon: CircleSlash, word: 'Switched off' },
} as const

/** Whether it starts anything now; icon and word. */
export function TriggerState({ trigger: { isEnabled, isPaused } }: { readonly trigger: ShownTrigger }) {
  const state = !isEnabled ? 'off' : isPaused === true ? 'paused' : 'on'
  const { icon: Icon, word } = looks[state]
  return (
    <span className={styles.state} data-state={state}>
      <Icon size={14} aria-hidden />
      {word}
    </span>
  )
}
