import { EditorView } from '@codemirror/view'

/** Code in a field of a form: framed by its focus, as high as its lines up to a limit. */
export const fieldLook = EditorView.theme({
  '&': { background: 'var(--surface-raised)', maxHeight: '480px' },
  '&.cm-focused': { outline: 'var(--focus)', outlineOffset: '-2px' },
  // The frame of the focus is seen beside the numbers of the lines, too.
  '.cm-gutters': { background: 'transparent' },
  '.cm-content': { padding: '6px 8px' },
  '.cm-expression': { background: 'var(--accent-soft)', borderRadius: '4px' },
})
