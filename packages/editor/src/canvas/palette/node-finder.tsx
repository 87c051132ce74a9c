import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { TypeIcon } from '../../design/type-icon.tsx'
import type { CanvasNode } from '../../model/canvas-node.ts'
import { fuzzyMatch } from '../../shell/fuzzy-match.ts'
import { useEditor } from '../editor-context.ts'
import styles from './node-finder.module.css'

export interface NodeFinderProps {
  /** What a chosen node is for: "Find a node", "Connect to". */
  readonly label: string
  onChoose(key: string): void
  onClose(): void
}

const mostShown = 12

/** Finds a node by a few letters of its name, id, type or what it does. */
export function NodeFinder({ label, onChoose, onClose }: NodeFinderProps) {
  const nodes = useEditor((editor) => editor.canvas.nodes)
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  // With its first drawing: what is typed before an effect runs would be keys of the canvas.
  useLayoutEffect(() => input.current?.focus(), [])
  const found = findNodes(nodes, typed)
  const chosen = found[Math.min(place, found.length - 1)]

  function press(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setPlace(Math.max(0, Math.min(found.length - 1, place + step)))
    else if (event.key === 'Enter' && chosen !== undefined) onChoose(chosen.key)
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className={styles.finder}>
      <div className={styles.top}>
        <Search size={16} aria-hidden />
        <input
          ref={input}
          className={styles.input}
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.key}`}
          placeholder={`${label} …`}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setPlace(0)
          }}
          onKeyDown={press}
          onBlur={onClose}
        />
      </div>
      <div id={`${id}-list`} className={styles.found} role="listbox" aria-label="Nodes" tabIndex={-1}>
        {found.map((node) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field above names the chosen one.
          <div
            key={node.key}
            id={`${id}-${node.key}`}
            className={styles.node}
            role="option"
            aria-selected={node === chosen}
            onMouseDown={() => onChoose(node.key)}
          >
            <TypeIcon name={node.icon} size={16} />
            <span>{node.title}</span>
            <span className={styles.line}>{node.line || node.type}</span>
          </div>
        ))}
      </div>
    </search>
  )
}

function findNodes(nodes: readonly CanvasNode[], typed: string): readonly CanvasNode[] {
  const scored = nodes.flatMap((node) => {
    const score = Math.max(...[node.title, node.address, node.type, node.line].map((text) => fuzzyMatch(text, typed)?.score ?? -1))
    return score < 0 ? [] : [{ node, score }]
  })
  const best = scored.toSorted((a, b) => b.score - a.score).slice(0, mostShown)
  return best.map(({ node }) => node)
}
