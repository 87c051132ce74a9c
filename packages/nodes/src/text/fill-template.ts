import { isJsonObject, type Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'
import { readField } from '../transform/field-path.ts'
import { TemplateMistake, type TemplatePart } from './read-template.ts'
import { maxTextLength } from './text-input.ts'

interface Filling {
  readonly escape: 'none' | 'html' | 'url'
  readonly missing: 'error' | 'empty'
}

export function fillTemplate(parts: readonly TemplatePart[], values: Json, filling: Filling): string {
  const pieces: string[] = []
  let length = 0
  const write = (text: string) => {
    length += text.length + 1
    if (length > maxTextLength) throw new FatalError(`The text would have more than ${maxTextLength} characters.`, { code: 'TOO_LARGE' })
    pieces.push(text)
  }
  fill(parts, [values], filling, write)
  return pieces.join('')
}

/** `scopes`: the values, then the items of the sections around, innermost last. */
function fill(parts: readonly TemplatePart[], scopes: readonly Json[], filling: Filling, write: (text: string) => void): void {
  for (const part of parts) {
    if (part.type === 'text') write(part.text)
    else if (part.type === 'value') write(escaped(textOf(found(part.name, scopes, filling)), filling.escape))
    else fillSection(part, scopes, filling, write)
  }
}

function fillSection(
  { name, isInverted, parts }: Extract<TemplatePart, { type: 'section' }>,
  scopes: readonly Json[],
  filling: Filling,
  write: (text: string) => void,
): void {
  const value = lookUp(name, scopes) ?? null
  const items = Array.isArray(value) ? value : value === null || value === false || value === '' ? [] : [value]
  if (isInverted && items.length === 0) fill(parts, scopes, filling, write)
  // An empty turn costs too: a section of nothing over a list of millions, many times over.
  if (!isInverted) {
    for (const item of items) {
      write('')
      fill(parts, [...scopes, item], filling, write)
    }
  }
}

function found(name: string, scopes: readonly Json[], { missing }: Filling): Json {
  const value = lookUp(name, scopes)
  if (value === undefined && missing === 'error') throw new TemplateMistake(`there is no value for ${name}`)
  return value ?? null
}

/** From the innermost outwards, by the first name of the path, as people read it. */
function lookUp(name: string, scopes: readonly Json[]): Json | undefined {
  if (name === '.') return scopes.at(-1)
  const [first = ''] = name.split('.', 1)
  const scope = scopes.findLast((one) => isJsonObject(one) && Object.hasOwn(one, first))
  return scope === undefined ? undefined : readField(scope, name)
}

function textOf(value: Json): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`
}

const htmlForms: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' }

function escaped(text: string, form: Filling['escape']): string {
  switch (form) {
    case 'none':
      return text
    case 'html':
      return text.replace(/[&<>"'`]/g, (character) => htmlForms[character] ?? character)
    case 'url':
      return encodeURIComponent(text.toWellFormed())
  }
}
