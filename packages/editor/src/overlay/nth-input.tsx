import { useState } from 'react'
import styles from './nth-input.module.css'

interface NthInputProps {
  readonly label: string
  /** Counted from 1; none of them while undefined. */
  readonly nth: number | undefined
  readonly count: number
  onGo(nth: number): void
}

/** One of many, by its number. It goes there at each key that makes one of them, and says again where it is when it is left. */
export function NthInput({ label, nth, count, onGo }: NthInputProps) {
  const [typed, setTyped] = useState<string>()
  function type(text: string) {
    setTyped(text)
    const next = Number(text)
    if (Number.isInteger(next) && next >= 1 && next <= count) onGo(next)
  }
  return (
    <input
      type="number"
      className={`nodrag nopan ${styles.input}`}
      style={{ width: `${String(count).length + 2}ch` }}
      aria-label={label}
      min={1}
      max={count}
      value={typed ?? nth ?? ''}
      onChange={({ target }) => type(target.value)}
      onBlur={() => setTyped(undefined)}
      onKeyDown={({ key, currentTarget }) => (key === 'Escape' || key === 'Enter') && currentTarget.blur()}
    />
  )
}
