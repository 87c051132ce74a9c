import type { Json } from '@millrace/engine'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from '../design/icon-button.tsx'
import type { VersionChange } from '../model/versions/compare-versions.ts'
import { pathText } from '../model/versions/path-text.ts'
import styles from './change-list.module.css'
import { MarkWord } from './mark-word.tsx'

interface ChangeListProps {
  readonly changes: readonly VersionChange[]
  readonly selected: string | undefined
  onSelect(key: string): void
  /** To the next one, or back. */
  onStep(by: 1 | -1): void
}

/** Every change; the one that is selected with what it was and is. */
export function ChangeList({ changes, selected, onSelect, onStep }: ChangeListProps) {
  const current = useRef<HTMLLIElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another one is selected.
  useEffect(() => void current.current?.scrollIntoView({ block: 'nearest' }), [selected])
  return (
    <section className={styles.list} aria-label="Changes">
      <header className={styles.head}>
        <h2>{changes.length === 1 ? 'One change' : `${changes.length} changes`}</h2>
        <IconButton icon={ChevronUp} label="Previous change" shortcut="p" isSmall onClick={() => onStep(-1)} />
        <IconButton icon={ChevronDown} label="Next change" shortcut="n" isSmall onClick={() => onStep(1)} />
      </header>
      <ul>
        {changes.map((change) => (
          <li key={change.key} ref={change.key === selected ? current : undefined}>
            <button type="button" className={styles.change} aria-expanded={change.key === selected} onClick={() => onSelect(change.key)}>
              <MarkWord mark={change.mark} />
              <span className={styles.title}>{change.title}</span>
              {change.about !== 'file' && change.about !== 'node' && <span className={styles.about}>{change.about}</span>}
            </button>
            {change.key === selected && <Values change={change} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Values({ change: { differences, title } }: { readonly change: VersionChange }) {
  return (
    <dl className={styles.values} aria-label={`What is different in ${title}`}>
      {differences.map(({ path, before, after }) => (
        <div key={JSON.stringify(path)}>
          <dt>{path.length === 0 ? 'Everything' : pathText(path)}</dt>
          {before !== undefined && (
            <dd data-side="before">
              <span className={styles.word}>was</span>
              <pre>{valueText(before)}</pre>
            </dd>
          )}
          {after !== undefined && (
            <dd data-side="after">
              <span className={styles.word}>{before === undefined ? 'is new' : 'is now'}</span>
              <pre>{valueText(after)}</pre>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

/** Longer ones are read in the text. */
const longest = 2_000

function valueText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)
  return text.length > longest ? `${text.slice(0, longest)}\n… the text has all of it` : text
}
