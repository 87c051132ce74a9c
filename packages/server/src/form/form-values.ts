import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import type { FormField } from '@millrace/kit'

/** What was sent, read by the fields of the form. What no field asks for is let be. */
export interface FormValues {
  /** By the names of the fields; null for what was left empty. */
  readonly values: JsonObject
  /** By the names of the fields: what does not fit, for whoever filled it in. */
  readonly mistakes: ReadonlyMap<string, string>
}

export function readFormValues(fields: readonly FormField[], sent: JsonObject): FormValues {
  const mistakes = new Map<string, string>()
  const values = fields.map((field): [string, Json] => {
    const read = readValue(field, Object.hasOwn(sent, field.name) ? sent[field.name] : undefined)
    if (typeof read === 'string') {
      mistakes.set(field.name, read)
      return [field.name, null]
    }
    const isMissing = read.value === null || (field.type === 'checkbox' && read.value === false)
    if (field.required && isMissing) mistakes.set(field.name, missing[field.type] ?? 'Please fill this in.')
    return [field.name, read.value]
  })
  return { values: Object.fromEntries(values), mistakes }
}

const missing: Readonly<Partial<Record<FormField['type'], string>>> = {
  checkbox: 'Please tick this.',
  select: 'Please choose one.',
  file: 'Please choose a file.',
}

/** As long as an address may be. */
const longestEmail = 254

/** The value; or, as a text, what is wrong with it. */
function readValue(field: FormField, given: Json | undefined): { readonly value: Json } | string {
  if (field.type === 'file') return readFile(given)
  // A name that came twice is how somebody looks for what two readers understand differently.
  if (given !== undefined && given !== null && typeof given !== 'string') return 'Please fill this in once.'
  const text = (given ?? '').replace(/\r\n?/g, '\n').trim()
  if (field.type === 'checkbox') return { value: text !== '' }
  if (text === '') return { value: null }
  switch (field.type) {
    case 'text':
    case 'textarea':
      return [...text].length > field.maxLength ? `Please write at most ${field.maxLength} characters.` : { value: text }
    case 'email':
      return isEmail(text) ? { value: text } : 'Please write an address such as ada@example.com.'
    case 'number':
      return readNumber(text, field)
    case 'date':
      return isDay(text) ? { value: text } : 'Please write a day as year-month-day, e.g. 2027-03-01.'
    case 'select':
      return field.options.includes(text) ? { value: text } : 'Please choose one of the list.'
  }
}

/** A handle is made by whoever reads the request: a text that poses as one is no file. */
function readFile(given: Json | undefined): { readonly value: Json } | string {
  if (given === undefined || given === null || given === '') return { value: null }
  if (isJsonObject(given)) return { value: given }
  return Array.isArray(given) ? 'Please choose one file.' : 'Please choose a file.'
}

function isEmail(text: string): boolean {
  return text.length <= longestEmail && /^[^\s@<>"',;:\\()[\]]+@[^\s@<>"',;:\\()[\]]+\.[^\s@<>"',;:\\()[\].]+$/u.test(text)
}

function readNumber(text: string, { min, max }: Extract<FormField, { type: 'number' }>): { readonly value: Json } | string {
  const value = Number(text.replace(',', '.'))
  if (!/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?$/i.test(text) || !Number.isFinite(value)) return 'Please write a number.'
  if (min !== undefined && value < min) return `Please write ${min} or more.`
  if (max !== undefined && value > max) return `Please write ${max} or less.`
  return { value }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
