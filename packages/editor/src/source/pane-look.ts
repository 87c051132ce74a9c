import { EditorView } from '@codemirror/view'

/** The text of a workflow, which fills its pane and can be searched and folded. */
export const paneLook = EditorView.theme({
  '&': { height: '100%', background: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { padding: '8px 0' },
  '.cm-gutters': { background: 'var(--surface)' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'var(--surface-sunken)' },
  '.cm-chosen': { background: 'color-mix(in srgb, var(--accent-soft) 55%, transparent)' },
  '.cm-selectionMatch, .cm-searchMatch': { background: 'var(--retrying-soft)' },
  '.cm-searchMatch-selected': { outline: '1px solid var(--retrying)' },
  '.cm-foldPlaceholder': { background: 'var(--surface-sunken)', border: '1px solid var(--line-soft)', color: 'var(--ink-soft)' },
  '.cm-panels': { background: 'var(--surface-raised)', color: 'var(--ink)', borderColor: 'var(--line-soft)' },
  '.cm-panels input, .cm-panels button': {
    background: 'var(--surface)',
    border: '1px solid var(--line-soft)',
    borderRadius: '4px',
    color: 'var(--ink)',
    fontSize: '12px',
    backgroundImage: 'none',
  },
})
