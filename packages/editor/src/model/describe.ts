import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { cronWords } from './cron-words.ts'

type Describe = (params: JsonObject) => string | undefined

const longest = 80

/** One line of what a node or trigger does, from its parameters as written. Empty when they say nothing. */
export function describe(kind: 'node' | 'trigger', type: string, params: Json | undefined): string {
  if (!isJsonObject(params)) return ''
  const own = (kind === 'node' ? nodeLines : triggerLines)[type]
  return shorten((own === undefined ? firstText(params) : own(params)) ?? '')
}

const nodeLines: Readonly<Record<string, Describe | undefined>> = Object.assign(Object.create(null), {
  'http.request': request,
  if: ({ condition, where }) => text(condition) ?? comparison(where ?? condition),
  filter: ({ condition, where }) => text(condition) ?? comparison(where ?? condition),
  switch: ({ value, cases, where }) => (where === undefined ? by(text(value), keys(cases)) : keys(where)),
  'for-each': ({ items }) => (text(items) === undefined ? undefined : `each of ${text(items)}`),
  loop: (params) => worded(params, 'while') ?? worded(params, 'until'),
  set: ({ values }) => keys(values),
  log: ({ message }) => text(message),
  stop: ({ status, message }) => [text(status), text(message)].filter((part) => part !== undefined).join(': '),
  'wait.delay': (params) => worded(params, 'for') ?? worded(params, 'until'),
  'code.javascript': ({ code }) => text(code)?.split('\n', 1)[0],
  'workflow.call': ({ workflow }) => text(workflow),
} satisfies Record<string, Describe>)

const triggerLines: Readonly<Record<string, Describe | undefined>> = Object.assign(Object.create(null), {
  webhook: request,
  schedule: schedule,
} satisfies Record<string, Describe>)

function request({ method, url, path }: JsonObject): string | undefined {
  const place = text(url) ?? text(path)
  return place === undefined ? undefined : `${text(method) ?? (url === undefined ? 'POST' : 'GET')} ${place}`
}

function schedule({ cron, every, rrule, timezone }: JsonObject): string | undefined {
  const zone = text(timezone)
  const when =
    text(cron) !== undefined ? (cronWords(text(cron) ?? '') ?? text(cron)) : (text(rrule) ?? (text(every) && `every ${text(every)}`))
  return when !== undefined && zone !== undefined ? `${when}, ${zone}` : when
}

function comparison(where: Json | undefined): string | undefined {
  if (!isJsonObject(where)) return undefined
  const { path, is, value } = where
  return typeof path === 'string'
    ? [path, text(is)?.replaceAll('-', ' '), text(value)].filter((part) => part !== undefined).join(' ')
    : keys(where)
}

function worded(params: JsonObject, key: string): string | undefined {
  const value = text(params[key])
  return value === undefined ? undefined : `${key} ${value}`
}

function by(value: string | undefined, cases: string | undefined): string | undefined {
  return value === undefined || cases === undefined ? (value ?? cases) : `${value}: ${cases}`
}

function keys(value: Json | undefined): string | undefined {
  return isJsonObject(value) && Object.keys(value).length > 0 ? Object.keys(value).join(', ') : undefined
}

function firstText(params: JsonObject): string | undefined {
  return Object.values(params)
    .map(text)
    .find((one) => one !== undefined)
}

/** Braces around one whole expression say nothing to people. */
function text(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const whole = /^\{\{(.*)\}\}$/s.exec(value.trim())?.[1]
  return whole === undefined || /\{\{|\}\}/.test(whole) ? value.trim() : whole.trim()
}

function shorten(line: string): string {
  const flat = line
    .slice(0, longest * 4)
    .replace(/\s+/g, ' ')
    .trim()
  return flat.length > longest ? `${flat.slice(0, longest - 1)}…` : flat
}
