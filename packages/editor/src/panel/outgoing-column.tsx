import type { Json } from '@millrace/engine'
import { Pin, PinOff, Play, StepForward } from 'lucide-react'
import { useState } from 'react'
import type { Step } from '../api/api-schema.ts'
import type { Pins } from '../api/use-pins.ts'
import { useEditor } from '../canvas/editor-context.ts'
import { Button } from '../design/button.tsx'
import { durationText } from '../design/duration-text.ts'
import { Failure } from '../design/failure.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { ValueView } from '../design/value-view.tsx'
import type { CanvasNode } from '../model/canvas-node.ts'
import { TestListener } from '../triggers/test-listener.tsx'
import styles from './node-panel.module.css'
import { TypedJson } from './typed-json.tsx'
import type { ExampleRun } from './use-example-run.ts'

interface OutgoingColumnProps {
  readonly node: CanvasNode
  readonly run: ExampleRun
  readonly pins: Pins
  /** What somebody has typed in place of what comes in. */
  readonly typedInput: Json | undefined
}

/** What the node gave the last time, or what is pinned in its place; and the ways to run it. */
export function OutgoingColumn({ node, run, pins, typedInput }: OutgoingColumnProps) {
  const step = run.execution?.steps.findLast((one) => one.node === node.id)
  const pinned = Object.hasOwn(pins.pins, node.id) ? pins.pins[node.id] : undefined
  const [isTyping, setIsTyping] = useState(false)
  if (node.kind === 'trigger') return <TriggerData node={node} run={run} />
  const output = step?.output as Json | undefined // What the API sends is JSON.
  return (
    <section className={styles.column} aria-label="What went out">
      <header className={styles.columnHead}>
        <h3>Out</h3>
        {step !== undefined && <StepMark step={step} />}
        <span className={styles.gap} />
        {pinned === undefined ? (
          <IconButton
            isSmall
            icon={Pin}
            label={output === undefined ? 'Type an output to pin' : 'Pin this output'}
            shortcut="p"
            onClick={() => (output === undefined ? setIsTyping(true) : pins.pin(node.id, output))}
          />
        ) : (
          <IconButton isSmall icon={PinOff} label="Take the pin away" isPressed onClick={() => pins.pin(node.id, null)} />
        )}
      </header>
      <div className={styles.runs}>
        <Button look="main" icon={Play} isBusy={run.isRunning} onClick={() => run.run(node.id, typedInput)}>
          Run this node
        </Button>
        <Button icon={StepForward} isBusy={run.isRunning} onClick={() => run.runTo(node.id)}>
          Run up to here
        </Button>
      </div>
      {run.error !== undefined && <Failure error={run.error} />}
      {isTyping && (
        <TypedJson
          label="Output"
          action={{ name: 'Pin', icon: Pin }}
          value={pinned ?? output}
          onDone={(value) => pins.pin(node.id, value)}
          onClose={() => setIsTyping(false)}
        />
      )}
      {pinned !== undefined && (
        <div className={styles.pinned}>
          <p>
            Pinned: test runs give this instead of running the node.{' '}
            <Button look="quiet" onClick={() => setIsTyping(true)}>
              Edit
            </Button>
          </p>
          <ValueView value={pinned} name={`pinned output of ${node.id}`} expression={`nodes.${node.id}.output`} />
        </div>
      )}
      {step?.error !== undefined && <Failure error={new Error(`${step.error.code}: ${step.error.message}`)} />}
      {pinned === undefined && output !== undefined && (
        <ValueView value={output} name={`output of ${node.id}`} expression={`nodes.${node.id}.output`} />
      )}
      {pinned === undefined && output === undefined && step?.error === undefined && (
        <p className={styles.soft}>It has given nothing yet: run it.</p>
      )}
    </section>
  )
}

function StepMark({ step: { status, durationMs } }: { readonly step: Step }) {
  return (
    <span className={styles.soft}>
      <StatusMark status={status} /> {durationMs !== undefined && status !== 'skipped' && durationText(durationMs)}
    </span>
  )
}

function TriggerData({ node, run: { execution } }: { readonly node: CanvasNode; readonly run: ExampleRun }) {
  const workflowId = useEditor((editor) => editor.workflowId)
  const source = useEditor(({ text }) => text.source)
  return (
    <section className={styles.column} aria-label="What it brought">
      <header className={styles.columnHead}>
        <h3>Out</h3>
      </header>
      {execution?.trigger === undefined || execution.triggerId !== node.id ? (
        <p className={styles.soft}>
          {execution?.trigger === undefined ? 'It has not fired yet.' : `What is shown was started by ${execution.triggerId}.`} Once it has
          fired, or the workflow was run with sample data as if it had, what it brought stands here.
        </p>
      ) : (
        <ValueView value={execution.trigger.data} name="trigger data" expression="trigger" />
      )}
      {node.type === 'webhook' && <TestListener workflowId={workflowId} triggerId={node.id} source={source} />}
    </section>
  )
}
