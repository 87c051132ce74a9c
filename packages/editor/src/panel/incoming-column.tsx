import { isJsonObject, type Json } from '@millrace/engine'
import { Check, Keyboard, KeyboardOff } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { IconButton } from '../design/icon-button.tsx'
import { RelativeTime } from '../design/relative-time.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { ValueView } from '../design/value-view.tsx'
import { useExample } from './example-context.ts'
import styles from './node-panel.module.css'
import { TypedJson } from './typed-json.tsx'

interface IncomingColumnProps {
  readonly execution: Execution | undefined
  /** Stands in for what comes in when the node is run alone. */
  readonly typed: Json | undefined
  onTyped(value: Json | undefined): void
}

/** What expressions of this node can read, with the values that they had: each can be dragged into a field. */
export function IncomingColumn({ execution, typed, onTyped }: IncomingColumnProps) {
  const { names } = useExample()
  const [isTyping, setIsTyping] = useState(false)
  const { nodes, ...others } = names
  const roots = Object.entries({ ...others, ...(nodes !== undefined && isJsonObject(nodes) && Object.keys(nodes).length > 0 && { nodes }) })
  return (
    <section className={styles.column} aria-label="What came in">
      <header className={styles.columnHead}>
        <h3>In</h3>
        {execution !== undefined && (
          <Link className={styles.soft} to={`/executions/${execution.id}`}>
            <StatusMark status={execution.status} isSmall /> <RelativeTime at={execution.startedAt} />
          </Link>
        )}
        <span className={styles.gap} />
        {typed === undefined ? (
          <IconButton isSmall icon={Keyboard} label="Type what comes in" onClick={() => setIsTyping(true)} />
        ) : (
          <IconButton isSmall icon={KeyboardOff} label="Forget what was typed" isPressed onClick={() => onTyped(undefined)} />
        )}
      </header>
      {isTyping && (
        <TypedJson
          label="Input"
          action={{ name: 'Use it', icon: Check }}
          value={typed ?? names.input}
          onDone={onTyped}
          onClose={() => setIsTyping(false)}
        />
      )}
      {typed !== undefined && !isTyping && <p className={styles.soft}>“Run this node” gives it what was typed as input.</p>}
      {roots.length === 0 && (
        <p className={styles.soft}>There are no values yet: run the workflow once, and what came in stands here to be used in fields.</p>
      )}
      {roots.map(([name, value]) => (
        <details key={name} open={name !== 'nodes'} className={styles.root}>
          <summary>
            <code>{name}</code>
          </summary>
          <ValueView value={value} name={name} expression={name} isPlain />
        </details>
      ))}
    </section>
  )
}
