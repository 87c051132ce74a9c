import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { useTableNames } from '../api/use-table-names.ts'
import { useWorkflowNames } from '../api/use-workflow-names.ts'
import { Keys } from '../design/keys.tsx'
import { Unseen } from '../design/unseen.tsx'
import { type BarEntry, barEntries } from './bar-entries.ts'
import { byNearness } from './by-nearness.ts'
import styles from './command-bar.module.css'
import { textRuns } from './text-runs.ts'
import { useCurrentActions } from './use-current-actions.ts'

/** Everything that can be done and gone to, by a few letters of its name. */
export function CommandBar({ onClose }: { onClose(): void }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} data-covers-page />
        <Dialog.Popup className={styles.bar}>
          <Unseen>
            <Dialog.Title render={<span />}>Command bar</Dialog.Title>
          </Unseen>
          <Choosing onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Choosing({ onClose }: { onClose(): void }) {
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const id = useId()
  const entries = useEntries(typed)
  const chosen = Math.min(place, entries.length - 1)

  function run(entry: BarEntry | undefined) {
    if (entry === undefined) return
    onClose()
    entry.run()
  }
  function press(event: KeyboardEvent) {
    const next = nextPlace(event.key, chosen, entries.length)
    if (event.key === 'Enter') run(entries[chosen])
    else if (next !== undefined) setPlace(next)
    else return
    event.preventDefault()
  }

  return (
    <>
      <div className={styles.typed}>
        <Search size={18} aria-hidden />
        <input
          className={styles.input}
          role="combobox"
          aria-label="Find an action, a page, a workflow, a table, or an execution by its id"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length === 0 ? undefined : `${id}-${chosen}`}
          placeholder="Find an action, a page, a workflow …"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          // The bar is opened to be typed into, and closes with Escape.
          // biome-ignore lint/a11y/noAutofocus: see above.
          autoFocus
          onChange={(event) => {
            setTyped(event.target.value)
            setPlace(0)
          }}
          onKeyDown={press}
        />
      </div>
      <div className={styles.list} role="listbox" id={`${id}-list`} aria-label="What fits">
        {entries.map((entry, index) => (
          <Line
            key={entry.id}
            id={`${id}-${index}`}
            entry={entry}
            isChosen={index === chosen}
            group={groupLabel(typed, entry, entries[index - 1])}
            onPoint={() => setPlace(index)}
            onRun={() => run(entry)}
          />
        ))}
      </div>
      {entries.length === 0 && (
        <p className={styles.none} role="status">
          Nothing is called so. An execution is found by its whole id, and what is in it on the page Executions.
        </p>
      )}
    </>
  )
}

function useEntries(typed: string): readonly BarEntry[] {
  const actions = useCurrentActions()
  const workflows = useWorkflowNames(typed)
  const tables = useTableNames()
  const navigate = useNavigate()
  return useMemo(
    () => barEntries(typed, { actions: actions.toSorted(byNearness), workflows, tables, go: (to) => void navigate(to) }),
    [typed, actions, workflows, tables, navigate],
  )
}

function nextPlace(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at + count - 1) % count
    case 'PageDown':
      return Math.min(count - 1, at + 8)
    case 'PageUp':
      return Math.max(0, at - 8)
    default:
      return undefined
  }
}

interface LineProps {
  readonly id: string
  readonly entry: BarEntry
  readonly isChosen: boolean
  /** `head` above the first of its group; `beside` where the best come first, whatever their group. */
  readonly group: 'head' | 'beside' | 'none'
  onPoint(): void
  onRun(): void
}

function Line({ id, entry, isChosen, group, onPoint, onRun }: LineProps) {
  const { name, hint, icon: Icon, keys, places } = entry
  return (
    <>
      {group === 'head' && (
        <p className={styles.group} role="presentation">
          {entry.group}
        </p>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard in the field above, which keeps the focus. */}
      <div
        id={id}
        ref={(element) => {
          if (isChosen) element?.scrollIntoView({ block: 'nearest' })
        }}
        className={styles.line}
        role="option"
        tabIndex={-1}
        aria-selected={isChosen}
        onPointerMove={() => !isChosen && onPoint()}
        onClick={onRun}
      >
        <span className={styles.icon}>{Icon !== undefined && <Icon size={16} aria-hidden />}</span>
        <span className={styles.name}>{marked(name, places)}</span>
        <span className={styles.hint}>{hint ?? (group === 'beside' ? entry.group : '')}</span>
        {keys !== undefined && <Sequence keys={keys} />}
      </div>
    </>
  )
}

function groupLabel(typed: string, entry: BarEntry, before: BarEntry | undefined): LineProps['group'] {
  if (typed !== '') return 'beside'
  return entry.group === before?.group ? 'none' : 'head'
}

/** `g w` is one key after the other. */
function Sequence({ keys }: { readonly keys: string }) {
  return keys.split(' ').map((one) => <Keys key={one} keys={one} />)
}

function marked(name: string, places: readonly number[]) {
  return textRuns(name, places).map(({ at, text, isMarked }) => (isMarked ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>))
}
