import { Decoration, type DecorationSet, type EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view'

const matcher = new MatchDecorator({ regexp: /\{\{.*?\}\}/gs, decoration: Decoration.mark({ class: 'cm-expression' }) })

/** What stands between `{{` and `}}` is seen to be more than text. */
export const expressionMarks = ViewPlugin.fromClass(
  class {
    marks: DecorationSet
    constructor(view: EditorView) {
      this.marks = matcher.createDeco(view)
    }
    update(update: ViewUpdate) {
      this.marks = matcher.updateDeco(update, this.marks)
    }
  },
  { decorations: ({ marks }) => marks },
)
