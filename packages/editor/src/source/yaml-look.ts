import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The tokens of the page reach into the shadow root, where the styles of the editor live. */
const look = EditorView.theme({
  '&': { height: '100%', background: 'var(--surface)', color: 'var(--ink)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--accent)' },
  '.cm-gutters': { background: 'var(--surface)', color: 'var(--ink-faint)', border: 'none', paddingLeft: '4px' },
  '.cm-activeLine, .cm-activeLineGutter': { background: 'var(--surface-sunken)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--accent-soft)' },
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
  '.cm-tooltip': {
    background: 'var(--surface-raised)',
    border: '1px solid var(--line-soft)',
    borderRadius: '8px',
    boxShadow: 'var(--shadow)',
  },
  '.cm-diagnostic': { fontFamily: 'var(--font)', fontSize: '13px', padding: '4px 12px', maxWidth: '480px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--failed)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--retrying)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--failed)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--retrying)' },
})

const words = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--running)' },
  { tag: tags.propertyName, color: 'var(--running)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--success)' },
  { tag: tags.content, color: 'var(--ink)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--ink-faint)', fontStyle: 'italic' },
  { tag: [tags.keyword, tags.labelName, tags.typeName, tags.attributeValue], color: 'var(--waiting)' },
  { tag: [tags.separator, tags.punctuation, tags.brace, tags.squareBracket], color: 'var(--ink-faint)' },
])

/** How YAML looks, in the colours of the tokens alone. */
export const yamlLook = [look, syntaxHighlighting(words)]
