import { positionAt } from './position.ts'

export type TemplatePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'value'; readonly name: string }
  | { readonly type: 'section'; readonly name: string; readonly isInverted: boolean; readonly parts: readonly TemplatePart[] }

/** A template that cannot be read or filled, as the end of a sentence. */
export class TemplateMistake extends Error {
  override readonly name = 'TemplateMistake'
}

interface Open {
  readonly name: string
  readonly isInverted: boolean
  readonly parts: TemplatePart[]
  readonly at: number
}

const deepest = 50

export function readTemplate(template: string): readonly TemplatePart[] {
  const open: [Open, ...Open[]] = [{ name: '', isInverted: false, parts: [], at: 0 }]
  const inside = () => open.at(-1) ?? open[0]
  let at = 0
  for (let start = template.indexOf('[['); start !== -1; start = template.indexOf('[[', at)) {
    if (template[start - 1] === '\\' && start > at) {
      inside().parts.push({ type: 'text', text: `${template.slice(at, start - 1)}[[` })
      at = start + 2
      continue
    }
    if (start > at) inside().parts.push({ type: 'text', text: template.slice(at, start) })
    const end = template.indexOf(']]', start)
    if (end === -1) throw mistake(template, start, '[[ has no ]]')
    readTag(template, start, template.slice(start + 2, end).trim(), open)
    at = end + 2
  }
  if (open.length > 1) throw mistake(template, inside().at, `the section ${inside().name} has no end`)
  return at < template.length ? [...open[0].parts, { type: 'text', text: template.slice(at) }] : open[0].parts
}

function readTag(template: string, start: number, tag: string, open: [Open, ...Open[]]): void {
  const [, sign = '', name = ''] = /^([#^/]?)\s*(\.|[^\s[\].#^/][^\s[\].]*(?:\.[^\s[\].]+)*)$/.exec(tag) ?? []
  if (name === '') throw mistake(template, start, '[[ must be followed by a name')
  const inside = open.at(-1) ?? open[0]
  if (sign === '') inside.parts.push({ type: 'value', name })
  else if (sign === '/') {
    const outer = open.at(-2)
    if (inside.name !== name || !outer) throw mistake(template, start, `the end of ${name} has no beginning`)
    open.pop()
    outer.parts.push({ type: 'section', name, isInverted: inside.isInverted, parts: inside.parts })
  } else {
    if (open.length > deepest) throw mistake(template, start, `sections are nested more than ${deepest} levels deep`)
    open.push({ name, isInverted: sign === '^', parts: [], at: start })
  }
}

function mistake(template: string, offset: number, why: string): TemplateMistake {
  const { line, column } = positionAt(template, offset)
  return new TemplateMistake(`${why}, in line ${line}, column ${column}`)
}
