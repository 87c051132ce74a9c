import { GitCompare } from 'lucide-react'
import { useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { SplitPane } from '../design/split-pane.tsx'
import { useIsNarrow } from '../design/use-is-narrow.ts'
import { useActions } from '../shell/actions.ts'
import { ComparePanel } from './compare-panel.tsx'
import { CompareStrip } from './compare-strip.tsx'
import { DraftDialog } from './draft-dialog.tsx'
import { ExecutionPicker } from './execution-picker.tsx'
import { dropPin } from './kept-pin.ts'
import { MarksContext } from './marks.ts'
import { NodeRuns } from './node-runs.tsx'
import { PinnedHead } from './pinned-head.tsx'
import styles from './pinned-run.module.css'
import { RunFlow } from './run-flow.tsx'
import { RunNotice } from './run-notice.tsx'
import { Scrubber } from './scrubber.tsx'
import { usePinned } from './use-pinned.ts'
import type { RunCanvases } from './use-run-canvas.ts'

interface PinnedRunProps {
  readonly execution: Execution
  readonly other: Execution | undefined
  readonly canvases: RunCanvases
}

/** Narrower, the panel stands below the canvas. */
const narrowBelowPx = 720

/** The canvas with an execution on it: head, canvas, panel, and the scrubber below. */
export function PinnedRun({ execution, other, canvases }: PinnedRunProps) {
  const { id, workflowId } = execution
  const [, setAddress] = useSearchParams()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'compare' | 'draft'>()
  const pinned = usePinned(execution, other, canvases)
  const { store, run, overlay, compared, place, canvas, node, move, select, toRun } = pinned
  const work = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow(work, narrowBelowPx)
  const isPanelOpen = compared !== undefined || node !== undefined

  function unpin() {
    dropPin(workflowId)
    void navigate(`/workflows/${workflowId}`)
  }
  function compareWith(otherId: string | undefined) {
    const next = new URLSearchParams({ execution: id, ...(otherId !== undefined && { with: otherId }) })
    setDialog(undefined)
    setAddress(next)
  }
  /** Out of the panel first, then off the canvas. */
  function leave() {
    if (pinned.selected !== undefined) select(undefined)
    else unpin()
  }
  const group = 'Pinned execution'
  useActions([
    { id: 'overlay.unpin', name: 'Unpin the execution', group, keys: ['Escape'], run: leave },
    { id: 'overlay.compare', name: 'Compare with another execution', group, icon: GitCompare, run: () => setDialog('compare') },
  ])

  const panel =
    compared !== undefined && other !== undefined ? (
      <ComparePanel compared={compared} executions={{ a: other, b: execution }} selected={pinned.selected} onSelect={select} />
    ) : node !== undefined ? (
      <NodeRuns
        execution={execution}
        canvas={canvas}
        node={node}
        runs={pinned.runsOfNode}
        shown={overlay.badges.get(node.key)?.step}
        onRun={toRun}
        onClose={() => select(undefined)}
      />
    ) : undefined
  return (
    <MarksContext value={store}>
      <PinnedHead
        name={canvases.name}
        execution={execution}
        onCompare={() => setDialog('compare')}
        onDraft={() => setDialog('draft')}
        onUnpin={unpin}
      />
      {other !== undefined && (
        <CompareStrip
          a={other}
          b={execution}
          onSwap={() => setAddress(new URLSearchParams({ execution: other.id, with: id }))}
          onChoose={() => setDialog('compare')}
          onEnd={() => compareWith(undefined)}
        />
      )}
      <RunNotice
        execution={execution}
        canvases={canvases}
        notice={overlay.notice}
        steps={run.steps}
        shown={place.shown}
        onShow={(shown) => move({ shown })}
      />
      <div ref={work} className={styles.work}>
        <SplitPane
          key={String(isNarrow)}
          sized="second"
          {...(isNarrow
            ? { id: 'overlay-panel-below', label: 'Height of the panel', direction: 'rows', initial: 320, min: 160 }
            : { id: 'overlay-panel', label: 'Width of the panel', initial: 480, min: 320 })}
          first={
            <section className={styles.canvas} aria-label="Canvas">
              <RunFlow canvas={canvas} />
            </section>
          }
          {...(isPanelOpen && { second: panel })}
        />
      </div>
      <Scrubber
        run={run}
        cursor={place.cursor}
        isLive={execution.finishedAt === undefined}
        onMove={(cursor, at) => pinned.toCursor(cursor, at)}
        onEscape={leave}
      />
      <ExecutionPicker
        title="Compare with …"
        text="You see where the pinned one went another way than the one you choose."
        workflowId={workflowId}
        executionId={id}
        isOpen={dialog === 'compare'}
        onChoose={compareWith}
        onClose={() => setDialog(undefined)}
      />
      <DraftDialog
        workflowId={workflowId}
        executionId={id}
        canvas={canvases.current ?? canvas}
        isOpen={dialog === 'draft'}
        onDone={unpin}
        onClose={() => setDialog(undefined)}
      />
    </MarksContext>
  )
}
