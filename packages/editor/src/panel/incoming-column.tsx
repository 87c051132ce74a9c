import { isJsonObject } from '@millrace/engine'
import { Link } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { RelativeTime } from '../design/relative-time.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { ValueView } from '../design/value-view.tsx'
import { useExample } from './example-context.ts'
import styles from './node-panel.module.css'

/** What expressions of this node can read, with the values that they had: each can be dragged into a field. */
export function IncomingColumn({ execution }: { readonly execution: Execution | undefined }) {
  const { names } = useExample()
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
      </header>
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
