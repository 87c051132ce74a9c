import type { CompletionSource } from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import { useEffect, useLayoutEffect, useRef } from 'react'
import styles from './code-editor.module.css'
import { type CodeLanguage, createCodeView, setCode } from './create-code-view.ts'

interface CodeEditorProps {
  readonly label: string
  readonly language: CodeLanguage
  readonly value: string
  /** Given, the editor takes the focus as it appears, with the caret there. */
  readonly caret?: number | undefined
  readonly placeholder?: string | undefined
  readonly complete?: CompletionSource
  onChange(text: string): void
}

/** Code that is typed: highlighted, with brackets that close. Text that is dropped goes in where it falls. */
export function CodeEditor({ label, language, value, caret, placeholder, complete, onChange }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const current = useRef({ value, caret, onChange, complete })
  current.current = { value, caret, onChange, complete }

  // Before anything else happens: a key pressed now goes into the editor.
  useLayoutEffect(() => {
    if (host.current === null) return
    const made = createCodeView(host.current, {
      label,
      language,
      source: current.current.value,
      placeholder,
      typed: (text) => current.current.onChange(text),
      ...(current.current.complete !== undefined && { complete: (context) => current.current.complete?.(context) ?? null }),
    })
    view.current = made
    if (current.current.caret !== undefined) {
      made.focus()
      made.dispatch({ selection: { anchor: Math.min(current.current.caret, made.state.doc.length) } })
    }
    return () => made.destroy()
  }, [label, language, placeholder])

  useEffect(() => {
    if (view.current !== null) setCode(view.current, value)
  }, [value])

  return <div ref={host} className={styles.editor} data-language={language} />
}
