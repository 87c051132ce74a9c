import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint'
import type { EditorState, Extension } from '@codemirror/state'
import { lineNumbers } from '@codemirror/view'

const mostMarks = 10
const readMs = 50

/** Marks, at its line, what cannot be read as code. What it breaks is told below the field, by the server. */
export const codeSyntax: Extension = [lineNumbers(), lintGutter(), linter(({ state }) => marksIn(state), { delay: 300 })]

function marksIn(state: EditorState): Diagnostic[] {
  const marks: Diagnostic[] = []
  const tree = ensureSyntaxTree(state, state.doc.length, readMs) ?? syntaxTree(state)
  tree.iterate({
    enter({ type, from, to }) {
      if (!type.isError || marks.length >= mostMarks) return
      // What is missing has no length: the sign before it is marked.
      marks.push({
        from: from === to ? Math.max(0, from - 1) : from,
        to,
        severity: 'error',
        message: 'This cannot be read: is a bracket, a quote or a comma missing before it?',
      })
    },
  })
  return marks
}
