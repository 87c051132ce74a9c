import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { defineNode, done, FatalError, folded } from '@millrace/kit'
import { z } from 'zod'
import { jsonMap } from '../json-map.ts'

export const xmlStringify = defineNode({
  type: 'xml.stringify',
  title: 'Write XML',
  icon: 'code',
  group: 'data',
  summary: 'Writes a map as XML text.',
  docs: `The map has one field, the root element. Inside, \`@name\` is an attribute, \`#text\` is text, a list repeats its element, null and an empty text make an empty element: the form that \`xml.parse\` gives out. Attributes that are null are left out.

Text is escaped. What XML cannot hold, such as control characters and names with spaces, is an error.`,
  params: z.strictObject({
    value: jsonMap().optional().meta({ title: 'Value', description: 'A map with the root element; what came in, when left out' }),
    indent: z.int().min(0).max(10).default(0).meta({ title: 'Indent', description: 'Spaces per level; 0 writes one line' }),
    declaration: z
      .boolean()
      .default(true)
      .meta({ title: 'Declaration', description: 'Begin with `<?xml …?>`', ...folded }),
  }),
  output: z.string(),
  effects: 'pure',
  errors: [
    {
      code: 'BAD_INPUT',
      when: 'The value is not a map with one root, or holds what XML cannot. `error.details.path` tells where. A retry does not help.',
    },
  ],
  examples: [
    {
      name: 'totals',
      with: { value: { totals: { '@currency': 'EUR', country: '{{ input }}' } }, indent: 2, declaration: false },
      input: [
        { '@code': 'DE', '#text': 7 },
        { '@code': 'FR', '#text': 1 },
      ],
      output: '<totals currency="EUR">\n  <country code="DE">7</country>\n  <country code="FR">1</country>\n</totals>\n',
    },
  ],
  run({ params: { value, indent, declaration }, input }) {
    const [root, ...others] = isJsonObject(value ?? input) ? Object.entries((value ?? input) as JsonObject) : []
    if (!root || others.length > 0 || Array.isArray(root[1])) throw badValue('', 'must be a map with exactly one field, the root element')
    const written = writeElement(root[0], root[1], { path: root[0], margin: '', step: ' '.repeat(indent), lineEnd: indent > 0 ? '\n' : '' })
    return done(`${declaration ? '<?xml version="1.0" encoding="UTF-8"?>\n' : ''}${written}`)
  },
})

interface Layout {
  readonly path: string
  readonly margin: string
  readonly step: string
  readonly lineEnd: string
}

function writeElement(name: string, value: Json, layout: Layout): string {
  checkName(name, layout.path)
  const { margin, lineEnd } = layout
  if (!isJsonObject(value)) return `${margin}${element(name, '', writeText(value, layout.path))}${lineEnd}`
  const fields = Object.entries(value)
  const attributes = fields.filter(([key]) => key.startsWith('@')).map(([key, one]) => writeAttribute(key.slice(1), one, layout.path))
  const text = writeText(value['#text'] ?? null, layout.path)
  const elements = fields.filter(([key]) => !key.startsWith('@') && key !== '#text')
  const inner = elements
    .map(([key, one]) => writeElements(key, one, { ...layout, path: `${layout.path}.${key}`, margin: margin + layout.step }))
    .join('')
  const isBlock = inner !== '' && text === ''
  return `${margin}${element(name, attributes.join(''), isBlock ? `${lineEnd}${inner}${margin}` : text + inner.trim())}${lineEnd}`
}

function writeElements(name: string, value: Json, layout: Layout): string {
  if (!Array.isArray(value)) return writeElement(name, value, layout)
  return value
    .map((one: Json, index) => {
      const path = `${layout.path}.${index}`
      if (Array.isArray(one)) throw badValue(path, 'is a list within a list')
      return writeElement(name, one, { ...layout, path })
    })
    .join('')
}

function element(name: string, attributes: string, inner: string): string {
  return inner === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inner}</${name}>`
}

function writeAttribute(name: string, value: Json, path: string): string {
  checkName(name, `${path}.@${name}`)
  if (value === null) return ''
  const text = writeText(value, `${path}.@${name}`).replaceAll('"', '&quot;')
  return ` ${name}="${text.replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`
}

function writeText(value: Json, path: string): string {
  if (typeof value === 'object' && value !== null) throw badValue(path, 'must be a text, a number, true, false or null')
  const text = value === null ? '' : `${value}`
  // Control characters and lone surrogates.
  if (/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) throw badValue(path, 'holds a character that XML cannot')
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')
}

function checkName(name: string, path: string): void {
  if (!/^[\p{L}_][\p{L}\p{N}._-]*(:[\p{L}_][\p{L}\p{N}._-]*)?$/u.test(name)) throw badValue(path, 'has a name that XML cannot')
}

function badValue(path: string, why: string): FatalError {
  return new FatalError(`The value cannot be written as XML: ${path === '' ? 'it' : path} ${why}.`, {
    code: 'BAD_INPUT',
    details: { path },
  })
}
