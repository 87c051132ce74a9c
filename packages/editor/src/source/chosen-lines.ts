import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'

/** From and to which offset the chosen nodes stand. */
export interface TextRange {
  readonly from: number
  readonly to: number
}

export const chooseLines = StateEffect.define<readonly TextRange[]>()

const line = Decoration.line({ class: 'cm-chosen' })

/** Marks the lines of what is selected on the canvas. */
export const chosenLines: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, { effects, changes, state }) {
    for (const effect of effects) if (effect.is(chooseLines)) return marked(state, effect.value)
    return lines.map(changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

function marked({ doc }: EditorState, ranges: readonly TextRange[]): DecorationSet {
  const starts = new Set<number>()
  for (const { from, to } of ranges) {
    const last = doc.lineAt(Math.min(to, doc.length)).number
    for (let number = doc.lineAt(Math.min(from, doc.length)).number; number <= last; number++) starts.add(doc.line(number).from)
  }
  return Decoration.set([...starts].sort((a, b) => a - b).map((start) => line.range(start)))
}
