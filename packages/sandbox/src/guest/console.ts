import { plainValue } from './plain-value.ts'

export interface Line {
  readonly level: string
  readonly message: string
  readonly data?: unknown
  readonly at: number
}

const maxLines = 1_000
const maxCharacters = 262_144
const clock = Date.now
const stringify = JSON.stringify

/** `console`, and the lines written with it. What is too much is counted, and said once. */
export function createConsole(): { readonly console: object; readonly lines: () => readonly Line[] } {
  const kept: Line[] = []
  let characters = 0
  let dropped = 0

  function write(level: string, values: readonly unknown[]): void {
    const line = lineOf(level, values)
    const size = line.message.length + (line.data === undefined ? 0 : stringify(line.data).length)
    if (kept.length >= maxLines || characters + size > maxCharacters) {
      dropped += 1
      return
    }
    characters += size
    kept[kept.length] = line
  }

  const to =
    (level: string) =>
    (...values: readonly unknown[]) =>
      write(level, values)
  const lines = () =>
    dropped === 0 ? kept : [...kept, { level: 'warn', message: `${dropped} further lines of console were left out`, at: clock() }]
  const console = { log: to('info'), info: to('info'), warn: to('warn'), error: to('error'), debug: to('debug'), trace: to('debug') }
  return { console, lines }
}

function lineOf(level: string, values: readonly unknown[]): Line {
  const [message, data] = values
  if (values.length === 2 && typeof message === 'string' && typeof data === 'object' && data !== null) {
    const plain = tryPlain(data)
    if (plain !== undefined) return { level, message, data: plain, at: clock() }
  }
  return { level, message: values.map(shown).join(' '), at: clock() }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return String(value.stack ?? value)
  const plain = typeof value === 'object' ? tryPlain(value) : undefined
  return plain === undefined ? text(value) : stringify(plain)
}

/** Undefined when it is not plain: then it is shown as text. */
function tryPlain(value: unknown): unknown {
  try {
    return plainValue(value, 'it')
  } catch {
    return undefined
  }
}

function text(value: unknown): string {
  try {
    return String(value)
  } catch {
    return 'a value that cannot be shown'
  }
}
