import { lazy, Suspense, useEffect, useState } from 'react'
import { Loading } from '../design/loading.tsx'
import { SplitPane } from '../design/split-pane.tsx'
import { NodePanel } from '../panel/node-panel.tsx'
import { CanvasToolbar } from './canvas-toolbar.tsx'
import { ConflictBar } from './conflict-bar.tsx'
import { useEditor, useEditorStore } from './editor-context.ts'
import { FlowView } from './flow-view.tsx'
import { type KeptDraft, keepDraft } from './keep-draft.ts'
import { keepHistory } from './keep-history.ts'
import { followLayout } from './keep-layout.ts'
import { ProblemList } from './problem-list.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { useShownText } from './use-shown-text.ts'
import styles from './workbench.module.css'

// The editor of texts is large: the canvas does not wait for it.
const YamlPane = lazy(() => import('../source/yaml-pane.tsx').then(({ YamlPane }) => ({ default: YamlPane })))

/** A workflow that is open: toolbar, canvas, text, problems. */
export function Workbench() {
  const store = useEditorStore()
  const [kept, setKept] = useState<KeptDraft>()
  const [isPublishing, setIsPublishing] = useState(false)
  const [isTextShown, setIsTextShown] = useShownText()
  const opened = useEditor((editor) => editor.opened)
  const publish = () => setIsPublishing(true)

  useEffect(() => {
    const draft = keepDraft(store)
    const ends = [keepHistory(store), followLayout(store), draft.close]
    setKept(draft)
    return () => {
      for (const end of ends) end()
    }
  }, [store])

  const text = (
    <section className={styles.text} aria-label="Text">
      <Suspense fallback={<Loading what="the text" />}>
        <YamlPane onSave={publish} />
      </Suspense>
    </section>
  )
  const canvas = (
    <section className={styles.canvas} aria-label="Canvas">
      <FlowView />
      {opened !== undefined && <NodePanel key={opened} nodeKey={opened} />}
    </section>
  )
  return (
    <>
      <CanvasToolbar
        isTextShown={isTextShown}
        isRunning={false}
        onText={() => setIsTextShown(!isTextShown)}
        onRun={() => undefined}
        onStop={() => undefined}
        onPublish={publish}
      />
      {kept !== undefined && <ConflictBar kept={kept} />}
      <div className={styles.work}>
        <SplitPane
          label="Width of the text"
          id="workflow-text"
          sized="second"
          initial={440}
          min={280}
          first={canvas}
          {...(isTextShown && { second: text })}
        />
      </div>
      <ProblemList />
      {kept !== undefined && <PublishDialog kept={kept} isOpen={isPublishing} onClose={() => setIsPublishing(false)} />}
    </>
  )
}
