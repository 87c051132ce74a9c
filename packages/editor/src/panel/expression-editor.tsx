import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { completeExpression } from '../model/complete-expression.ts'
import type { ExampleScope } from '../model/example-scope.ts'
import { CodeEditor } from './code-editor.tsx'

interface ExpressionEditorProps {
  readonly label: string
  readonly value: string
  readonly placeholder: string | undefined
  readonly caret: number | undefined
  readonly example: ExampleScope
  onChange(text: string): void
}

/** Completed with what real values have: Ctrl+Space, or as one types. */
export function ExpressionEditor({ label, value, placeholder, caret, example, onChange }: ExpressionEditorProps) {
  function complete({ state, pos }: CompletionContext): CompletionResult | null {
    const found = completeExpression(state.doc.toString(), pos, example)
    if (found === undefined) return null
    return {
      from: found.from,
      options: found.options.map(({ label, insert, detail, from }) => ({
        label,
        detail,
        apply: (view, _, __, to) => view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } }),
      })),
      filter: false,
    }
  }
  return (
    <CodeEditor
      label={label}
      language="expression"
      value={value}
      placeholder={placeholder}
      caret={caret}
      complete={complete}
      onChange={onChange}
    />
  )
}
