import { autocompletion, type CompletionSource, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { python } from '@codemirror/lang-python'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import { Annotation, EditorState, type Extension } from '@codemirror/state'
import { drawSelection, EditorView, keymap, placeholder, tooltips } from '@codemirror/view'
import { codeLook } from '../design/code-look.ts'
import { differenceBetween } from '../model/difference-between.ts'
import { codeSyntax } from './code-syntax.ts'
import { expressionMarks } from './expression-marks.ts'
import { fieldLook } from './field-look.ts'

export type CodeLanguage = 'expression' | 'javascript' | 'typescript' | 'python' | 'sql' | 'text'

interface CodeViewOptions {
  readonly label: string
  readonly language: CodeLanguage
  readonly source: string
  readonly placeholder?: string | undefined
  readonly complete?: CompletionSource
  typed(source: string): void
}

const fromOutside = Annotation.define<boolean>()

/** An editor of code in a shadow root: its styles are sheets of that root, which the page's policy allows, where style elements are not. */
export function createCodeView(
  host: HTMLElement,
  { label, language, source, placeholder: hint, complete, typed }: CodeViewOptions,
): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  return new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: source,
      extensions: [
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        indentOnInput(),
        indentUnit.of('  '),
        EditorView.lineWrapping,
        // Not cut off by the field around it.
        tooltips({ position: 'fixed' }),
        ...(complete === undefined ? [] : [completionBy(complete, language)]),
        ...(hint === undefined ? [] : [placeholder(hint)]),
        ...languageOf(language),
        ...codeLook,
        fieldLook,
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label }),
        EditorView.updateListener.of(({ docChanged, state, transactions }) => {
          if (docChanged && !transactions.some((one) => one.annotation(fromOutside) === true)) typed(state.doc.toString())
        }),
      ],
    }),
  })
}

/** Brings the view to another text by what differs alone: the caret stays where it was in the rest. */
export function setCode(view: EditorView, source: string): void {
  const now = view.state.doc.toString()
  if (now === source) return
  const { start, end, insert } = differenceBetween(now, source)
  view.dispatch({ changes: { from: start, to: end, insert }, annotations: fromOutside.of(true) })
}

/** Beside what is known of the values, code is completed with its own names and with the words of the language. */
function completionBy(complete: CompletionSource, language: CodeLanguage): Extension {
  if (language === 'expression') return autocompletion({ override: [complete], icons: false })
  return [autocompletion({ icons: false }), EditorState.languageData.of(() => [{ autocomplete: complete }])]
}

function languageOf(language: CodeLanguage): readonly Extension[] {
  switch (language) {
    case 'javascript':
      return [javascript(), codeSyntax]
    case 'typescript':
      return [javascript({ typescript: true }), codeSyntax]
    case 'python':
      return [python(), codeSyntax]
    case 'expression':
      return [expressionMarks]
    case 'sql':
    case 'text':
      return []
  }
}
