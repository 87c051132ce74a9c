import { ListPlus, Workflow } from 'lucide-react'
import { Suspense } from 'react'
import { Button } from '../design/button.tsx'
import { ContextMenu } from '../design/context-menu.tsx'
import { Empty } from '../design/empty.tsx'
import { Loading } from '../design/loading.tsx'
import { useEditor, useEditorStore } from './editor-context.ts'
import { useHands } from './editor-hand.ts'
import { FlowView } from './flow/flow-view.tsx'
import { canvasMenu } from './hand/canvas-menu.ts'
import type { Commands } from './hand/use-canvas-commands.ts'
import { useCanvasClipboard, useCanvasKeys } from './hand/use-canvas-keys.ts'
import { FileDrop, NodeFinder, NodePanel, Palette } from './late-parts.ts'
import styles from './workbench.module.css'
import type { Aside } from './workbench.tsx'

interface CanvasAreaProps {
  readonly aside: Aside
  readonly commands: Commands
  onAside(aside: Aside): void
}

/** The canvas with what lies over it: palette, search, the panel of a node. */
export function CanvasArea({ aside, onAside, commands }: CanvasAreaProps) {
  const store = useEditorStore()
  const hands = useHands()
  const opened = useEditor((editor) => editor.opened)
  const isEmpty = useEditor(({ canvas }) => canvas.nodes.length === 0 && canvas.notes.length === 0)
  const hasSelection = useEditor(({ selection }) => selection.size > 0)
  useCanvasClipboard(hands)
  const press = useCanvasKeys(hands, commands, () => store.getState().select([]))
  const close = () => {
    onAside(undefined)
    hands.reach(store.getState().focused)
  }
  const isStale = useEditor(({ canvas }) => canvas.isStale)
  return (
    <>
      <Suspense>
        <FileDrop
          what="Drop a workflow file, or an export of n8n, to add what is in it"
          onText={(text, name) => hands.paste(text, `add ${name}`)}
        />
      </Suspense>
      <ContextMenu entries={canvasMenu(commands, hasSelection)}>
        <section className={styles.canvas} aria-label="Canvas" data-canvas-keys tabIndex={-1} onKeyDown={press}>
          <FlowView />
          {isStale && (
            <p className={styles.stale}>
              {isEmpty
                ? 'The text has a mistake: mend it, and the workflow is drawn here.'
                : 'The text has a mistake: this is how the workflow was before.'}
            </p>
          )}
          {isEmpty && !isStale && aside === undefined && (
            <div className={styles.empty}>
              <Empty
                icon={Workflow}
                title="An empty canvas"
                actions={
                  <Button look="main" icon={ListPlus} onClick={hands.openPalette}>
                    Add the first node
                  </Button>
                }
              >
                Begin with what starts the workflow, such as a webhook or a schedule, or with its first node. Or write it in the text
                beside.
              </Empty>
            </div>
          )}
          <Suspense fallback={<Opening onClose={close} />}>
            {aside?.type === 'palette' && <Palette context={aside.context} onAdd={hands.add} onClose={close} />}
            {aside?.type === 'find' && (
              <NodeFinder
                label="Find a node"
                onClose={close}
                onChoose={(key) => {
                  onAside(undefined)
                  store.getState().select([key])
                  hands.reach(key)
                }}
              />
            )}
            {aside?.type === 'connect' && (
              <NodeFinder
                label={`Connect ${aside.from} (${aside.port}) to`}
                onClose={close}
                onChoose={(key) => {
                  close()
                  hands.join(aside.from, aside.port, key)
                }}
              />
            )}
          </Suspense>
        </section>
      </ContextMenu>
      {/* Not inside the canvas: its keys and its menu mean nothing there. */}
      <Suspense
        fallback={
          <div className={styles.empty}>
            <Loading what="the node" />
          </div>
        }
      >
        {opened !== undefined && <NodePanel key={opened} nodeKey={opened} onClosed={() => hands.reach(opened)} />}
      </Suspense>
    </>
  )
}

/** Keeps what is typed meanwhile from the keys of the canvas; Escape gives up. */
function Opening({ onClose }: { onClose(): void }) {
  return (
    <div
      role="dialog"
      aria-label="Opening"
      tabIndex={-1}
      className={`${styles.empty} ${styles.opening}`}
      ref={(shown) => shown?.focus()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') onClose()
      }}
    >
      <Loading what="what can be chosen" />
    </div>
  )
}
