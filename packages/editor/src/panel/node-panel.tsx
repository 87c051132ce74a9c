import { Dialog } from '@base-ui/react/dialog'
import type { Json, JsonObject } from '@millrace/engine'
import { X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { ApiError } from '../api/call.ts'
import { usePins } from '../api/use-pins.ts'
import { useTypeDetail } from '../api/use-type-detail.ts'
import { useEditor, useEditorStore } from '../canvas/editor-context.ts'
import { stepHistory } from '../canvas/hand/step-history.ts'
import { Failure } from '../design/failure.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Loading } from '../design/loading.tsx'
import { Tabs } from '../design/tabs.tsx'
import { TypeIcon } from '../design/type-icon.tsx'
import { Unseen } from '../design/unseen.tsx'
import { ValueView } from '../design/value-view.tsx'
import type { CanvasNode } from '../model/canvas-node.ts'
import { exampleScope } from '../model/example-scope.ts'
import { valueAt } from '../model/value-at.ts'
import { ExampleContext } from './example-context.ts'
import { IncomingColumn } from './incoming-column.tsx'
import styles from './node-panel.module.css'
import { OutgoingColumn } from './outgoing-column.tsx'
import { ParamsForm } from './params-form.tsx'
import { SettingsForm } from './settings-form.tsx'
import { TypeDocs } from './type-docs.tsx'
import { useExampleRun } from './use-example-run.ts'

/** One node, opened over the canvas: what came in, its parameters, what went out. */
export function NodePanel({ nodeKey, onClosed }: { readonly nodeKey: string; onClosed(): void }) {
  const node = useEditor(({ canvas }) => canvas.nodes.find(({ key }) => key === nodeKey))
  return node === undefined ? undefined : <OpenNode node={node} onClosed={onClosed} />
}

function OpenNode({ node, onClosed }: { readonly node: CanvasNode; onClosed(): void }) {
  const store = useEditorStore()
  const workflowId = useEditor((editor) => editor.workflowId)
  const canvas = useEditor((editor) => editor.canvas)
  const run = useExampleRun(workflowId)
  const pins = usePins(workflowId)
  const [typedInput, setTypedInput] = useState<Json>()
  const example = useMemo(() => {
    const scope = exampleScope({ canvas, key: node.key, execution: run.execution, pins: pins.pins })
    return typedInput === undefined ? scope : { ...scope, names: { input: typedInput, ...without(scope.names, 'input') } }
  }, [canvas, node.key, run.execution, pins.pins, typedInput])
  const panel = useRef<HTMLDivElement>(null)

  function close() {
    store.getState().open(undefined)
    onClosed()
  }

  /** What is typed in a field is undone there; whatever else was set, here as on the canvas. */
  function onKey(event: KeyboardEvent) {
    if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || isTypedIn(event)) return
    event.preventDefault()
    stepHistory(store, event.shiftKey ? 'redo' : 'undo')
  }

  return (
    <ExampleContext value={example}>
      <Dialog.Root open onOpenChange={(open) => !open && close()}>
        <Dialog.Portal>
          <Dialog.Backdrop className={styles.behind} data-covers-page />
          <Dialog.Popup ref={panel} className={styles.panel} initialFocus={panel} finalFocus={false} onKeyDown={onKey}>
            <header className={styles.head}>
              <TypeIcon name={node.icon} />
              <Dialog.Title>
                <Unseen>Node </Unseen>
                {node.title}
              </Dialog.Title>
              <code>{node.type}</code>
              <span className={styles.gap} />
              <IconButton icon={X} label="Back to the canvas" shortcut="Escape" onClick={close} />
            </header>
            <div className={styles.columns}>
              {node.kind !== 'trigger' && <IncomingColumn execution={run.execution} typed={typedInput} onTyped={setTypedInput} />}
              <ParamsColumn
                node={node}
                onTry={(input) => {
                  setTypedInput(input)
                  run.run(node.id, input)
                }}
              />
              <OutgoingColumn node={node} run={run} pins={pins} typedInput={typedInput} />
            </div>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </ExampleContext>
  )
}

/** A field of text, also inside the shadow root of an editor of code. */
function isTypedIn({ nativeEvent }: KeyboardEvent): boolean {
  const [target] = nativeEvent.composedPath()
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'))
}

function without(names: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(names).filter(([key]) => key !== name))
}

type TabId = 'parameters' | 'settings' | 'docs'

interface ParamsColumnProps {
  readonly node: CanvasNode
  /** Runs the node alone, with this as its input. */
  onTry(input: Json | undefined): void
}

function ParamsColumn({ node, onTry }: ParamsColumnProps) {
  const detail = useTypeDetail(node.kind, node.type)
  const [tab, setTab] = useState<TabId>('parameters')
  const waiting =
    detail.error === null ? (
      <Loading what="the parameters" />
    ) : detail.error instanceof ApiError && detail.error.status === 404 ? (
      <UnknownType node={node} />
    ) : (
      <Failure error={detail.error} onRetry={() => void detail.refetch()} />
    )
  const tabs = [
    {
      id: 'parameters',
      name: 'Parameters',
      content: detail.data === undefined ? waiting : <ParamsForm node={node} detail={detail.data} />,
    },
    { id: 'settings', name: 'Settings', content: <SettingsForm node={node} /> },
    {
      id: 'docs',
      name: 'Docs',
      content: detail.data === undefined ? waiting : <TypeDocs node={node} detail={detail.data} onTry={onTry} />,
    },
  ] as const
  return (
    <section className={styles.column} aria-label="Parameters">
      <Tabs label="What is set" tabs={tabs} value={tab} onChange={(id) => setTab(id)} />
    </section>
  )
}

/** Its parameters are shown as they stand: nothing says what they mean. */
function UnknownType({ node }: { readonly node: CanvasNode }) {
  const value = useEditor(({ text }) => valueAt(text.value, [...node.path, 'with']))
  const kind = node.kind === 'trigger' ? 'trigger' : 'node'
  return (
    <>
      <Failure
        error={new Error(`There is no ${kind} type "${node.type}" here: correct "type" in the text, or install the plugin that brings it.`)}
      />
      {value !== undefined && <ValueView value={value} name="parameters" isPlain />}
    </>
  )
}
