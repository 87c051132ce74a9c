import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { IconButton } from '../../design/icon-button.tsx'
import { Segmented } from '../../design/segmented.tsx'
import { TypeIcon } from '../../design/type-icon.tsx'
import { useEditor } from '../editor-context.ts'
import { draggedType } from './dragged-type.ts'
import styles from './palette.module.css'
import type { PaletteContext } from './palette-context.ts'
import { entryKey, findEntries, type PaletteEntry, paletteEntries } from './palette-entries.ts'
import { recentTypes, rememberType } from './recent-types.ts'
import { TypeDocs } from './type-docs.tsx'

export interface PaletteProps {
  readonly context: PaletteContext
  onAdd(kind: 'node' | 'trigger', type: string, context: PaletteContext): void
  onClose(): void
}

/** Everything that can be added, at the left of the canvas: found by a few letters, chosen by Enter, click, or dragged onto the canvas. */
export function Palette({ context, onAdd, onClose }: PaletteProps) {
  const types = useEditor((editor) => editor.types)
  const { ports, after, setPort } = useAfter(context)
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const all = useMemo(
    () => paletteEntries(types, recentTypes(), context.after === undefined && context.between === undefined),
    [types, context],
  )
  const entries = useMemo(() => findEntries(all, typed), [all, typed])
  const chosen = entries[Math.min(place, entries.length - 1)]

  // With its first drawing: what is typed before an effect runs would be keys of the canvas.
  useLayoutEffect(() => input.current?.focus(), [])
  useEffect(() => {
    document.getElementById(`${id}-${place}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, place])

  function choose(entry: PaletteEntry | undefined) {
    if (entry === undefined) return
    rememberType(entryKey(entry))
    onClose()
    onAdd(entry.kind, entry.type, { ...context, ...(after && { after }) })
  }
  function press(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setPlace(Math.max(0, Math.min(entries.length - 1, place + step)))
    else if (event.key === 'Enter') choose(chosen)
    else return
    event.preventDefault()
  }
  /** Wherever in it: Escape closes, Tab goes on, and nothing is meant for the canvas below. */
  function pressAnywhere(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.key !== 'Escape') return
    event.preventDefault()
    onClose()
  }
  return (
    <aside className={styles.palette} aria-label="Palette" onKeyDown={pressAnywhere}>
      <div className={styles.list}>
        <div className={styles.top}>
          <Search size={16} aria-hidden />
          <input
            ref={input}
            className={styles.input}
            role="combobox"
            aria-label="Find a node or trigger to add"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={chosen === undefined ? undefined : `${id}-${Math.min(place, entries.length - 1)}`}
            placeholder={context.between === undefined ? 'Add a node …' : 'Insert a node …'}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setPlace(0)
            }}
            onKeyDown={press}
          />
          <IconButton icon={X} label="Close the palette" shortcut="Escape" isSmall onClick={onClose} />
        </div>
        {after !== undefined && ports.length > 1 && (
          <div className={styles.ports}>
            <span>after</span>
            <Segmented label="Port that leads to it" choices={ports} value={after.port} onChange={setPort} />
          </div>
        )}
        <div id={`${id}-list`} className={styles.entries} role="listbox" aria-label="Nodes and triggers" tabIndex={-1}>
          {entries.map((entry, index) => (
            <Entry
              key={`${entry.group} ${entryKey(entry)}`}
              id={`${id}-${index}`}
              entry={entry}
              head={entries[index - 1]?.group === entry.group ? undefined : entry.group}
              isChosen={entry === chosen}
              onHover={() => setPlace(index)}
              onChoose={() => choose(entry)}
            />
          ))}
        </div>
        {entries.length === 0 && (
          <p className={styles.none}>
            Nothing is called “{typed}”. “HTTP request” calls any service, “Webhook” is called by one, “Code” does what no other can.
          </p>
        )}
      </div>
      {chosen !== undefined && <TypeDocs entry={chosen} />}
    </aside>
  )
}

interface EntryProps {
  readonly id: string
  readonly entry: PaletteEntry
  readonly head: string | undefined
  readonly isChosen: boolean
  onHover(): void
  onChoose(): void
}

function Entry({ id, entry, head, isChosen, onHover, onChoose }: EntryProps) {
  return (
    <>
      {head !== undefined && (
        <div className={styles.group} role="presentation">
          {head}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field above, which keeps the focus. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the field above names the chosen one. */}
      <div
        id={id}
        className={styles.entry}
        role="option"
        aria-selected={isChosen}
        draggable
        onDragStart={(event) => event.dataTransfer.setData(draggedType, entryKey(entry))}
        onMouseMove={onHover}
        onClick={onChoose}
      >
        <TypeIcon name={entry.icon} size={16} />
        <span className={styles.title}>{entry.title}</span>
        <span className={styles.type}>{entry.type}</span>
      </div>
    </>
  )
}

/** The port that the new node comes after; one may choose another one. */
function useAfter({ after: given }: PaletteContext) {
  const node = useEditor(({ canvas }) => canvas.nodes.find(({ key }) => key === given?.from))
  const [port, setPort] = useState(given?.port ?? '')
  const ports = (node?.ports ?? []).filter(({ kind }) => kind !== 'timeout').map(({ name }) => ({ value: name, name }))
  return { ports, after: given === undefined ? undefined : { from: given.from, port }, setPort }
}
