import { isFinal } from '@millrace/engine'
import { ChevronLeft, ChevronRight, RotateCw, X } from 'lucide-react'
import { useState } from 'react'
import type { Execution, Step } from '../api/api-schema.ts'
import { Button } from '../design/button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { TypeIcon } from '../design/type-icon.tsx'
import { ValueView } from '../design/value-view.tsx'
import { StepDetail } from '../history/step-detail.tsx'
import type { Canvas } from '../model/canvas.ts'
import type { CanvasNode } from '../model/canvas-node.ts'
import type { PlacedStep } from '../model/overlay/run.ts'
import styles from './node-runs.module.css'
import { NthInput } from './nth-input.tsx'
import { ReplayDialog } from './replay-dialog.tsx'

interface NodeRunsProps {
  readonly execution: Execution
  readonly canvas: Canvas
  readonly node: CanvasNode
  /** Of the node, those that had begun at the cursor. */
  readonly runs: readonly PlacedStep<Step>[]
  /** The one that its badge shows. */
  readonly shown: Step | undefined
  onRun(run: PlacedStep<Step>): void
  onClose(): void
}

/** What one node did: of a node that ran several times each run can be reached. */
export function NodeRuns({ execution, canvas, node, runs, shown, onRun, onClose }: NodeRunsProps) {
  const [isReplaying, setIsReplaying] = useState(false)
  const at = runs.findIndex(({ step }) => step.step === shown?.step)
  const go = (next: number) => runs[next] !== undefined && onRun(runs[next])
  return (
    <section className={styles.panel} aria-label={`${node.title} in this execution`}>
      <header className={styles.head}>
        <TypeIcon name={node.icon} />
        <h2 className={styles.title}>{node.title}</h2>
        {runs.length > 1 && (
          <span className={styles.runs}>
            <IconButton icon={ChevronLeft} label="Run before" isSmall disabled={at <= 0} onClick={() => go(at - 1)} />
            <span>
              <NthInput label={`Which of its ${runs.length} runs`} nth={at + 1} count={runs.length} onGo={(nth) => go(nth - 1)} /> of{' '}
              {runs.length}
            </span>
            <IconButton icon={ChevronRight} label="Next run" isSmall disabled={at >= runs.length - 1} onClick={() => go(at + 1)} />
          </span>
        )}
        <IconButton icon={X} label="Close the panel" shortcut="Escape" onClick={onClose} />
      </header>
      <div className={styles.body}>
        {node.kind === 'trigger' && <TriggerData execution={execution} node={node} />}
        {node.kind !== 'trigger' && shown === undefined && (
          <p className={styles.nothing}>
            {execution.steps.some((step) => step.node === node.key)
              ? 'It has not begun at this step. Go on with the arrow keys, or to the end.'
              : 'It was not reached in this execution.'}
          </p>
        )}
        {shown !== undefined && <StepDetail key={shown.step} step={shown} executionId={execution.id} />}
      </div>
      {shown !== undefined && shown.status !== 'skipped' && isFinal(execution.status) && (
        <footer className={styles.foot}>
          <Button icon={RotateCw} onClick={() => setIsReplaying(true)}>
            Replay from here
          </Button>
          <ReplayDialog execution={execution} step={shown} canvas={canvas} isOpen={isReplaying} onClose={() => setIsReplaying(false)} />
        </footer>
      )}
    </section>
  )
}

function TriggerData({ execution, node }: Pick<NodeRunsProps, 'execution' | 'node'>) {
  const { trigger, inputs, triggerId } = execution
  if (triggerId !== node.id) return <p className={styles.nothing}>Another trigger has started this execution: {triggerId}.</p>
  if (trigger === undefined && inputs === undefined)
    return <p className={styles.nothing}>Nothing is kept of what it received: the settings of the workflow keep less.</p>
  return (
    <div className={styles.data}>
      {trigger !== undefined && <ValueView value={trigger.data} name={`data of ${node.id}`} expression="trigger" />}
      {inputs !== undefined && <ValueView value={inputs} name="inputs" expression="inputs" />}
    </div>
  )
}
