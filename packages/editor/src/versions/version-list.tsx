import { Link } from 'react-router'
import { Button } from '../design/button.tsx'
import { RelativeTime } from '../design/relative-time.tsx'
import type { Versions } from './use-versions.ts'
import styles from './version-list.module.css'
import { type Side, sideBefore, type Version } from './version-side.ts'

interface VersionListProps {
  readonly workflowId: string
  readonly read: Versions
  readonly left: Side | undefined
  readonly right: Side | undefined
  /** Shows what a version has changed. */
  onShow(left: Side | undefined, right: Side): void
}

/** What is edited and what was published, the newest first. */
export function VersionList({ workflowId, read, left, right, onShow }: VersionListProps) {
  const { versions = [], draft, hasOlder, isReading, readOlder } = read
  const live = versions[0]?.version
  const show = (side: Side) => onShow(sideBefore(side, versions, draft?.base?.version), side)
  return (
    <nav className={styles.list} aria-label="Versions">
      <ul>
        {draft !== undefined && draft.revision > 0 && (
          <li className={styles.row} data-side={sideOf('draft', left, right)}>
            <button type="button" className={styles.show} aria-pressed={right === 'draft'} onClick={() => show('draft')}>
              <span className={styles.name}>
                Draft
                <SideMark side={sideOf('draft', left, right)} />
              </span>
              <span className={styles.facts}>
                edited <RelativeTime at={draft.updatedAt} />
                {draft.base !== null && `, from version ${draft.base.version}`}
              </span>
            </button>
          </li>
        )}
        {versions.map((one) => (
          <li key={one.version} className={styles.row} data-side={sideOf(one.version, left, right)}>
            <button type="button" className={styles.show} aria-pressed={right === one.version} onClick={() => show(one.version)}>
              <span className={styles.name}>
                Version {one.version}
                {one.version === live && <span className={styles.live}>live</span>}
                <SideMark side={sideOf(one.version, left, right)} />
              </span>
              {one.note !== undefined && <span className={styles.note}>{one.note}</span>}
              <span className={styles.facts}>
                <RelativeTime at={one.publishedAt} /> · <code title={one.hash}>{one.hash.slice(0, 7)}</code>
              </span>
            </button>
            <Runs workflowId={workflowId} version={one} />
          </li>
        ))}
      </ul>
      {hasOlder && (
        <div className={styles.older}>
          <Button look="quiet" isBusy={isReading} onClick={readOlder}>
            Show older ones
          </Button>
        </div>
      )}
    </nav>
  )
}

type Place = 'left' | 'right' | undefined

function sideOf(side: Side, left: Side | undefined, right: Side | undefined): Place {
  return side === right ? 'right' : side === left ? 'left' : undefined
}

function SideMark({ side }: { readonly side: Place }) {
  return side && <span className={styles.side}>{side}</span>
}

/** The server counts no further than one more. */
const mostRuns = 50

/** How many executions ran on it, as far as they are kept. */
function Runs({ workflowId, version: { version, executions: count = 0 } }: { readonly workflowId: string; readonly version: Version }) {
  if (count === 0) return <span className={styles.runs}>Nothing ran on it</span>
  return (
    <Link className={styles.runs} to={`/executions?workflow=${encodeURIComponent(workflowId)}&version=${version}`}>
      {count > mostRuns ? `more than ${mostRuns}` : count} {count === 1 ? 'execution' : 'executions'}
    </Link>
  )
}
