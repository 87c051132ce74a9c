import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'

type Resolved = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>

/** The longest that typing may wait for the tree. */
const parseMs = 50

/** The path of what the caret stands in, from the syntax tree, which is there for texts with mistakes too. Items of lists are left out. */
export function yamlPathAt(state: EditorState, offset: number): readonly string[] {
  const tree = ensureSyntaxTree(state, offset, parseMs) ?? syntaxTree(state)
  const path: string[] = []
  for (let node: Resolved | null = tree.resolveInner(lineStart(state, offset), 1); node !== null; node = node.parent) {
    const key = node.name === 'Pair' ? node.getChild('Key') : null
    if (key !== null) path.unshift(state.sliceDoc(key.from, key.to).replace(/^(["'])(.*)\1$/, '$2'))
  }
  return path
}

/** Between the words of a line the tree says nothing of it; at its first word it does. */
function lineStart(state: EditorState, offset: number): number {
  const line = state.doc.lineAt(offset)
  return Math.max(offset, line.from + (line.text.length - line.text.trimStart().length))
}
