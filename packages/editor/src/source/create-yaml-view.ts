import { defaultKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language'
import { lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Annotation, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view'
import { codeLook } from '../design/code-look.ts'
import { differenceBetween } from '../model/difference-between.ts'
import { chosenLines } from './chosen-lines.ts'
import { paneLook } from './pane-look.ts'
import { yamlPathAt } from './yaml-path.ts'

export interface YamlEvents {
  /** Somebody has typed: the whole text. */
  typed(source: string): void
  /** The caret was moved by hand, into this path. */
  moved(path: readonly string[]): void
  undo(): void
  redo(): void
  save(): void
}

/** Ctrl+Enter runs a test here too. */
const textKeys = defaultKeymap.filter(({ key }) => key !== 'Mod-Enter')

/** A text that is set from outside is not something that was typed. */
const fromOutside = Annotation.define<boolean>()

/**
 * A CodeMirror editor in a shadow root: its styles are sheets of that root, which the page's policy allows, where style elements are not.
 * What is typed is undone by the canvas, so that both have one history.
 */
export function createYamlView(host: HTMLElement, source: string, events: YamlEvents): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const own = keymap.of([
    { key: 'Mod-z', run: taken(events.undo), preventDefault: true },
    { key: 'Mod-Shift-z', run: taken(events.redo), preventDefault: true },
    { key: 'Mod-y', run: taken(events.redo), preventDefault: true },
    { key: 'Mod-s', run: taken(events.save), preventDefault: true },
  ])
  const hear = EditorView.updateListener.of(({ docChanged, selectionSet, state, transactions, view }) => {
    if (transactions.some((one) => one.annotation(fromOutside) === true)) return
    if (docChanged) events.typed(state.doc.toString())
    if ((docChanged || selectionSet) && view.hasFocus) events.moved(yamlPathAt(state, state.selection.main.head))
  })
  return new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: source,
      extensions: [
        own,
        lineNumbers(),
        foldGutter(),
        codeFolding(),
        lintGutter(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        bracketMatching(),
        indentOnInput(),
        indentUnit.of('  '),
        search({ top: true }),
        yaml(),
        chosenLines,
        ...codeLook,
        paneLook,
        keymap.of([...searchKeymap, ...foldKeymap, ...lintKeymap, ...textKeys, indentWithTab]),
        EditorView.contentAttributes.of({
          tabindex: '0',
          'aria-label': 'The workflow file, as YAML',
          'aria-description': 'Tab indents. Escape, then Tab, leads out of the text.',
        }),
        hear,
      ],
    }),
  })
}

/** A key that was taken. */
function taken(act: () => void): () => boolean {
  return () => {
    act()
    return true
  }
}

/** Brings the view to another text by what differs, so that caret and folds stay where they are. */
export function setYaml(view: EditorView, source: string): void {
  const now = view.state.doc.toString()
  if (now === source) return
  const { start, end, insert } = differenceBetween(now, source)
  view.dispatch({ changes: { from: start, to: end, insert }, annotations: fromOutside.of(true) })
}

/** Shows a place, with the caret at it. */
export function revealAt(view: EditorView, offset: number, withFocus: boolean): void {
  const at = Math.min(offset, view.state.doc.length)
  view.dispatch({
    selection: { anchor: at },
    effects: EditorView.scrollIntoView(at, { y: 'center' }),
    annotations: fromOutside.of(true),
  })
  if (withFocus) view.focus()
}
