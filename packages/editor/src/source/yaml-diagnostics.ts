import type { Diagnostic } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'
import type { Problem } from '@millrace/engine'

/** Problems as marks in the text: from where they begin to the end of the word, or of the line. */
export function yamlDiagnostics({ doc }: EditorState, problems: readonly Problem[]): Diagnostic[] {
  return problems.map(({ position, severity, message, code }) => {
    const from = Math.max(0, Math.min(position.offset, doc.length))
    const rest = doc.sliceString(from, doc.lineAt(from).to)
    const word = /^(?:"[^"]*"|'[^']*'|[^\s,:[\]{}]+)/.exec(rest)?.[0].length ?? 1
    return { from, to: Math.min(doc.length, from + word), severity, message, source: code }
  })
}
