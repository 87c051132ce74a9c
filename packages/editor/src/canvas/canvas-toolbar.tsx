import { Code, Play, Plus, Redo2, Rocket, Undo2 } from 'lucide-react'
import { Button } from '../design/button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { PinButton } from '../overlay/pin-button.tsx'
import { useTitle } from '../shell/use-title.ts'
import { VersionsLink } from '../versions/versions-link.tsx'
import styles from './canvas-toolbar.module.css'
import { DraftMark } from './draft/draft-mark.tsx'
import { useEditor } from './editor-context.ts'

interface CanvasToolbarProps {
  readonly isTextShown: boolean
  onAdd(): void
  onUndo(): void
  onRedo(): void
  onText(): void
  onRun(): void
  onPublish(): void
}

/** What workflow this is, how its draft stands, and what one does with it. */
export function CanvasToolbar({ isTextShown, onAdd, onUndo, onRedo, onText, onRun, onPublish }: CanvasToolbarProps) {
  const workflowId = useEditor((editor) => editor.workflowId)
  const name = useEditor(({ text }) => (typeof text.value.name === 'string' ? text.value.name : ''))
  const draft = useEditor((editor) => editor.draft)
  const isEdited = useEditor((editor) => editor.draft.revision !== 0 || editor.text.source !== editor.draft.source)
  const { past, future } = useEditor((editor) => editor.history)
  useTitle(name || workflowId)
  return (
    <header className={styles.bar}>
      <div className={styles.name}>
        <h1>{name || workflowId}</h1>
        <code>{workflowId}</code>
      </div>
      <DraftMark draft={draft} isEdited={isEdited} />
      <span className={styles.gap} />
      <IconButton icon={Plus} label="Add a node" shortcut="Tab" onClick={onAdd} />
      <IconButton icon={Undo2} label={labelOf('Undo', past.at(-1)?.label)} shortcut="Mod+Z" disabled={past.length === 0} onClick={onUndo} />
      <IconButton
        icon={Redo2}
        label={labelOf('Redo', future.at(-1)?.label)}
        shortcut="Mod+Shift+Z"
        disabled={future.length === 0}
        onClick={onRedo}
      />
      <IconButton icon={Code} label="Text beside the canvas" shortcut="Mod+E" isPressed={isTextShown} onClick={onText} />
      <PinButton workflowId={workflowId} />
      <VersionsLink workflowId={workflowId} />
      <Button icon={Play} onClick={onRun}>
        Run
      </Button>
      <Button icon={Rocket} look="main" disabled={!isEdited && draft.newest !== undefined} onClick={onPublish}>
        Publish
      </Button>
    </header>
  )
}

function labelOf(word: string, label: string | undefined): string {
  return label === undefined ? word : `${word}: ${label}`
}
