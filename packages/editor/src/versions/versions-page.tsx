import { ArrowLeft, FileText, GitCompareArrows, RotateCcw, Workflow } from 'lucide-react'
import { useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import type { WorkflowDraft } from '../api/api-schema.ts'
import { useTypes } from '../canvas/use-types.ts'
import { Button } from '../design/button.tsx'
import { Empty } from '../design/empty.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { Segmented } from '../design/segmented.tsx'
import { SplitPane } from '../design/split-pane.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Comparison } from './comparison.tsx'
import { OpenAsDraft } from './open-as-draft.tsx'
import { RollBackDialog } from './roll-back-dialog.tsx'
import { SidesBar } from './sides-bar.tsx'
import { useVersions, type Versions } from './use-versions.ts'
import { VersionList } from './version-list.tsx'
import { firstSides, readSide, type Side, sideName, useSource } from './version-side.ts'
import styles from './versions-page.module.css'

type Look = 'canvas' | 'text'

/** What was published of a workflow, any two of it side by side, and the way back to an older one. */
export function VersionsPage() {
  const { workflowId = '' } = useParams()
  const read = useVersions(workflowId)
  if (read.versions === undefined || read.draft === undefined) {
    return read.error === null ? <Loading what="the versions" /> : <Failure error={read.error} onRetry={read.readAgain} />
  }
  return <Shown workflowId={workflowId} read={read} draft={read.draft} />
}

function Shown({ workflowId, read, draft }: { readonly workflowId: string; readonly read: Versions; readonly draft: WorkflowDraft }) {
  const [address, setAddress] = useSearchParams()
  useTitle(`Versions of ${workflowId}`)
  const { versions = [] } = read
  const [firstLeft, firstRight] = firstSides(versions, draft)
  const left = readSide(address.get('left')) ?? (address.has('right') ? undefined : firstLeft)
  const right = readSide(address.get('right')) ?? firstRight
  const look: Look = address.get('look') === 'text' ? 'text' : 'canvas'

  function show(change: { left?: Side | undefined; right?: Side | undefined; look?: Look }) {
    const fields = { left, right, look, ...change }
    const written = Object.entries(fields).flatMap(([name, value]) =>
      value === undefined || value === 'canvas' ? [] : [[name, `${value}`]],
    )
    setAddress(written as [string, string][], { replace: true })
  }

  const list = <VersionList workflowId={workflowId} read={read} left={left} right={right} onShow={(left, right) => show({ left, right })} />
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link className={styles.back} to={`/workflows/${workflowId}`} aria-label="Back to the canvas">
          <ArrowLeft size={20} aria-hidden />
        </Link>
        <h1>Versions</h1>
        <code className={styles.id}>{workflowId}</code>
        <span className={styles.gap} />
        <Segmented
          label="Look of the comparison"
          choices={[
            { value: 'canvas', name: 'Canvas', icon: Workflow },
            { value: 'text', name: 'Text', icon: FileText },
          ]}
          value={look}
          onChange={(look) => show({ look })}
        />
      </header>
      <div className={styles.body}>
        <SplitPane
          id="versions"
          label="Width of the list"
          sized="first"
          initial={272}
          min={200}
          max={480}
          first={list}
          second={
            <Compared
              key={`${left} ${right}`}
              {...{ workflowId, read, draft, left, right, look }}
              onShow={(left, right) => show({ left, right })}
            />
          }
        />
      </div>
    </div>
  )
}

interface ComparedProps {
  readonly workflowId: string
  readonly read: Versions
  readonly draft: WorkflowDraft
  readonly left: Side | undefined
  readonly right: Side | undefined
  readonly look: Look
  onShow(left: Side | undefined, right: Side | undefined): void
}

function Compared({ workflowId, read, draft, left, right, look, onShow }: ComparedProps) {
  const types = useTypes()
  const before = useSource(workflowId, left, draft.source)
  const after = useSource(workflowId, right, draft.source)
  const { versions = [] } = read
  const error = types.error ?? before.error ?? after.error
  return (
    <section className={styles.compared} aria-label="Comparison">
      <div className={styles.tools}>
        <SidesBar versions={versions} hasDraft={draft.revision > 0} left={left} right={right} onShow={onShow} />
        <span className={styles.gap} />
        <WayBack {...{ workflowId, draft, left, right, onShow }} live={versions[0]?.version} sources={[before.data, after.data]} />
      </div>
      {error !== null && (
        <Failure
          error={error}
          onRetry={() => {
            void types.refetch()
            void before.refetch()
            void after.refetch()
          }}
        />
      )}
      {left === undefined || right === undefined ? (
        <NothingBefore right={right} />
      ) : before.data === undefined || after.data === undefined || types.data === undefined ? (
        error === null && <Loading what="both texts" />
      ) : (
        <div className={styles.shown}>
          <Comparison
            look={look}
            left={before.data}
            right={after.data}
            names={[sideName(left), sideName(right)]}
            types={types.data}
            layout={draft.layout}
          />
        </div>
      )}
    </section>
  )
}

interface WayBackProps extends Pick<ComparedProps, 'workflowId' | 'draft' | 'left' | 'right' | 'onShow'> {
  readonly live: number | undefined
  readonly sources: readonly [left: string | undefined, right: string | undefined]
}

/** What one does with the older of the two that are looked at. */
function WayBack({ workflowId, draft, left, right, live, sources, onShow }: WayBackProps) {
  const [isOpen, setIsOpen] = useState(false)
  // The one of the two that is not live; of two old ones, the one that was just looked for.
  const isRight = typeof right === 'number' && right !== live
  const version = isRight ? right : left
  const source = isRight ? sources[1] : sources[0]
  if (typeof version !== 'number' || version === live || source === undefined) return null
  return (
    <>
      <OpenAsDraft workflowId={workflowId} version={version} source={source} revision={draft.revision} />
      <Button icon={RotateCcw} onClick={() => setIsOpen(true)}>
        Roll back to version {version}
      </Button>
      <RollBackDialog
        workflowId={workflowId}
        version={version}
        hasDraft={draft.revision > 0}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        onDone={(fresh) => onShow(live, fresh)}
      />
    </>
  )
}

function NothingBefore({ right }: { readonly right: Side | undefined }) {
  if (right === undefined)
    return (
      <Empty icon={GitCompareArrows} title="Nothing was published yet">
        Each time that you publish, a version stands here with its note, and any two can be compared.
      </Empty>
    )
  return (
    <Empty icon={GitCompareArrows} title={`${sideName(right)} is the first one`}>
      Nothing was published before it. Change something on the canvas and publish it: then both stand side by side here. Or choose two in
      the bar above.
    </Empty>
  )
}
