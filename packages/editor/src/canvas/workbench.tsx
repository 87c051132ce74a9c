import { Suspense, useEffect, useMemo, useState } from 'react'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { SplitPane } from '../design/split-pane.tsx'
import { withTab } from '../model/open-tabs.ts'
import { CanvasArea } from './canvas-area.tsx'
import { CanvasToolbar } from './canvas-toolbar.tsx'
import { type KeptDraft, keepDraft } from './draft/keep-draft.ts'
import { keepHistory } from './draft/keep-history.ts'
import { KeptContext } from './draft/kept-context.ts'
import { useEditor, useEditorStore } from './editor-context.ts'
import { HandContext, type Hands } from './editor-hand.ts'
import { giveKeysToCanvas } from './flow/give-keys-to-canvas.ts'
import { useIsDrawn } from './flow/use-is-drawn.ts'
import { useCanvasCommands } from './hand/use-canvas-commands.ts'
import { useCanvasHand } from './hand/use-canvas-hand.ts'
import { changeTabs } from './kept-tabs.ts'
import { ConflictBar, loadLateParts, PublishDialog, RunBar, RunDialog, YamlPane } from './late-parts.ts'
import { keepLayout } from './layout/keep-layout.ts'
import { nextPlace } from './palette/next-place.ts'
import type { PaletteContext } from './palette/palette-context.ts'
import { ProblemList } from './problem-list.tsx'
import { useTestRun } from './run/use-test-run.ts'
import { useIsSettled } from './use-is-settled.ts'
import { useMistakes } from './use-mistakes.ts'
import { usePinning } from './use-pinning.ts'
import { useShownText } from './use-shown-text.ts'
import styles from './workbench.module.css'

/** What lies over the canvas just now. */
export type Aside =
  | { readonly type: 'palette'; readonly context: PaletteContext }
  | { readonly type: 'find' }
  | { readonly type: 'connect'; readonly from: string; readonly port: string }
  | undefined

/** A workflow that is open: toolbar, canvas, text, problems. */
export function Workbench() {
  const store = useEditorStore()
  const kept = useKept()
  const [dialog, setDialog] = useState<'publish' | 'run'>()
  const [aside, setAside] = useState<Aside>()
  const [isTextShown, setIsTextShown] = useShownText()
  const test = useTestRun(kept)
  const hand = useCanvasHand()
  const pin = usePinning()
  const isDrawn = useIsSettled(useIsDrawn())
  const theirs = useEditor((editor) => editor.draft.theirs)
  const unsaved = useEditor(({ draft: { status, failure } }) => (status === 'saved' || status === 'conflict' ? undefined : failure))
  const closeDialog = () => setDialog(undefined)
  useMistakes()
  useTab()
  useEffect(() => {
    if (!isDrawn) return
    loadLateParts()
    takeKeys()
  }, [isDrawn])

  const hands = useMemo(
    (): Hands => ({
      ...hand,
      openPalette: () => setAside({ type: 'palette', context: nextPlace(store.getState()) }),
      openPaletteFor: (context) => setAside({ type: 'palette', context }),
    }),
    [hand, store],
  )
  const page = useMemo(
    () => ({
      find: () => setAside({ type: 'find' }),
      connect() {
        const { after } = nextPlace(store.getState())
        if (after !== undefined) setAside({ type: 'connect', ...after })
      },
      run: () => setDialog('run'),
      publish: () => setDialog('publish'),
      toggleText: () => setIsTextShown(!isTextShown),
      showText: () => setIsTextShown(true),
      pin,
    }),
    [store, isTextShown, setIsTextShown, pin],
  )
  const commands = useCanvasCommands(hands, page)

  const text = (
    <section className={styles.text} aria-label="Text">
      <Suspense fallback={<Loading what="the text" />}>
        {isDrawn ? <YamlPane onSave={page.publish} /> : <Loading what="the text" />}
      </Suspense>
    </section>
  )
  return (
    <HandContext value={hands}>
      <CanvasToolbar
        isTextShown={isTextShown}
        onAdd={hands.openPalette}
        onUndo={commands['workflow.undo']}
        onRedo={commands['workflow.redo']}
        onText={page.toggleText}
        onRun={page.run}
        onPublish={page.publish}
      />
      {unsaved !== undefined && <Failure error={new Error(`Not saved. ${unsaved} What you type stays here, and is sent again.`)} />}
      <Suspense>{kept !== undefined && theirs !== undefined && <ConflictBar kept={kept} theirs={theirs} />}</Suspense>
      <div className={styles.work}>
        <SplitPane
          label="Width of the text"
          id="workflow-text"
          sized="second"
          // As much of a wide screen as of a small one.
          initial={Math.max(440, Math.round(innerWidth * 0.28))}
          min={280}
          first={
            <KeptContext value={kept}>
              <CanvasArea aside={aside} onAside={setAside} commands={commands} />
            </KeptContext>
          }
          {...(isTextShown && { second: text })}
        />
      </div>
      <Suspense>
        {test.executionId !== undefined && <RunBar key={test.executionId} executionId={test.executionId} onClose={test.clear} />}
      </Suspense>
      <ProblemList isTextShown={isTextShown} onText={page.showText} />
      <Suspense>
        {kept !== undefined && dialog === 'publish' && <PublishDialog kept={kept} onClose={closeDialog} />}
        {dialog === 'run' && <RunDialog onRun={test.start} onClose={closeDialog} />}
      </Suspense>
    </HandContext>
  )
}

/** Whoever came here from another page of the editor goes on with the keys of the canvas, unless the focus is elsewhere by now. */
function takeKeys(): void {
  if (document.activeElement?.id === 'content') giveKeysToCanvas()
}

/** The workflow is among those that are open in this browser, under the name that it has. */
function useTab(): void {
  const id = useEditor((editor) => editor.workflowId)
  const name = useEditor(({ text }) => (typeof text.value.name === 'string' && text.value.name !== '' ? text.value.name : id))
  useEffect(() => changeTabs((tabs) => withTab(tabs, { id, name })), [id, name])
}

/** The draft at the server, the history of this tab and the layout, kept while the page is open. */
function useKept(): KeptDraft | undefined {
  const store = useEditorStore()
  const [kept, setKept] = useState<KeptDraft>()
  useEffect(() => {
    const draft = keepDraft(store)
    const ends = [keepHistory(store), keepLayout(store), draft.close]
    setKept(draft)
    return () => {
      for (const end of ends) end()
    }
  }, [store])
  return kept
}
