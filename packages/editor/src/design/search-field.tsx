import { Search, X } from 'lucide-react'
import { type Ref, useEffect, useRef, useState } from 'react'
import { Keys } from './keys.tsx'
import styles from './search-field.module.css'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  onChange(value: string): void
  /** Shown inside while it is empty; the page makes it work. */
  readonly shortcut?: string
  readonly placeholder?: string
  readonly ref?: Ref<HTMLInputElement>
}

/** Narrows what is shown while one types; Escape clears it. */
export function SearchField({ label, value, onChange, shortcut, placeholder = label, ref }: SearchFieldProps) {
  const own = useRef<HTMLInputElement>(null)
  const { typed, type } = useTyped(value, onChange)
  function clear() {
    type('')
    own.current?.focus()
  }
  return (
    <search className={styles.search}>
      <Search className={styles.glass} size={16} aria-hidden />
      <input
        ref={(element) => {
          own.current = element
          if (typeof ref === 'function') return ref(element)
          if (ref) ref.current = element
        }}
        className={styles.input}
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || typed === '') return
          event.preventDefault()
          event.stopPropagation()
          type('')
        }}
      />
      {typed === '' && shortcut !== undefined && <Keys keys={shortcut} />}
      {typed !== '' && (
        <button type="button" className={styles.clear} aria-label="Clear the search" onClick={clear}>
          <X size={14} aria-hidden />
        </button>
      )}
    </search>
  )
}

/** What was typed is shown at once: where `value` comes back from the address of the page, it is some letters behind. */
function useTyped(value: string, onChange: (value: string) => void) {
  const [typed, setTyped] = useState(value)
  const told = useRef<string[]>([])
  useEffect(() => {
    const at = told.current.indexOf(value)
    told.current = told.current.slice(at + 1)
    if (at < 0) setTyped(value)
  }, [value])
  function type(next: string) {
    told.current.push(next)
    setTyped(next)
    onChange(next)
  }
  return { typed, type }
}
