import { setDiagnostics } from '@codemirror/lint'
import type { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { useEditor, useEditorStore } from '../canvas/editor-context.ts'
import { stepHistory } from '../canvas/hand/step-history.ts'
import { keysAtPath } from '../canvas/keys-at-path.ts'
import { useProblems } from '../canvas/use-problems.ts'
import { useActions } from '../shell/actions.ts'
import { chooseLines } from './chosen-lines.ts'
import { createYamlView, revealAt, setYaml } from './create-yaml-view.ts'
import { rangesOf } from './ranges-of.ts'
import { yamlDiagnostics } from './yaml-diagnostics.ts'
import styles from './yaml-pane.module.css'

/** The workflow file beside its canvas: either one changes the other at each key. */
export function YamlPane({ onSave }: { onSave(): void }) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const store = useEditorStore()
  const save = useRef(onSave)
  save.current = onSave

  useEffect(() => {
    if (host.current === null) return
    const { text } = store.getState()
    const made = createYamlView(host.current, text.source, {
      typed: (source) => store.getState().type(source),
      moved: (path) => {
        const { canvas, select, selection } = store.getState()
        const keys = keysAtPath(canvas, path)
        if (keys.length !== selection.size || keys.some((key) => !selection.has(key))) select(keys)
      },
      undo: () => stepHistory(store, 'undo'),
      redo: () => stepHistory(store, 'redo'),
      save: () => save.current(),
    })
    view.current = made
    return () => made.destroy()
  }, [store])

  useActions([{ id: 'text.leave', name: 'Leave the text, where Tab indents', group: 'Text', keys: ['Escape Tab'] }])

  const text = useEditor((editor) => editor.text)
  useEffect(() => {
    if (view.current !== null) setYaml(view.current, text.source)
  }, [text])

  const selection = useEditor((editor) => editor.selection)
  useEffect(() => {
    const shown = view.current
    if (shown === null) return
    const ranges = rangesOf(store.getState(), selection)
    shown.dispatch({ effects: chooseLines.of(ranges) })
    const [first] = ranges
    if (first !== undefined && !shown.hasFocus) revealAt(shown, first.from, false)
  }, [selection, store])

  const reveal = useEditor((editor) => editor.reveal)
  useEffect(() => {
    if (reveal === undefined || view.current === null) return
    revealAt(view.current, reveal.offset, reveal.withFocus)
    store.getState().show(undefined)
  }, [reveal, store])

  const problems = useProblems()
  useEffect(() => {
    const shown = view.current
    if (shown !== null) shown.dispatch(setDiagnostics(shown.state, yamlDiagnostics(shown.state, problems)))
  }, [problems])

  return <div ref={host} className={styles.pane} />
}
