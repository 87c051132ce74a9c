import { Search, X } from 'lucide-react'
import { type Ref, useRef } from 'react'
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
  function clear() {
    onChange('')
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
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return
          event.preventDefault()
          event.stopPropagation()
          onChange('')
        }}
      />
      {value === '' && shortcut !== undefined && <Keys keys={shortcut} />}
      {value !== '' && (
        <button type="button" className={styles.clear} aria-label="Clear the search" onClick={clear}>
          <X size={14} aria-hidden />
        </button>
      )}
    </search>
  )
}
