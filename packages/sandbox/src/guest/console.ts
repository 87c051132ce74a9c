import { jsonText } from './json-text.ts'

export interface Line {
  readonly level: string
  readonly message: string
  /** As it was when it was logged. */
  readonly data?: unknown
  readonly at: number
}

const maxLines = 1_000
const maxCharacters = 262_144
const clock = Date.now
const parseJson = JSON.parse

/** `console`, and the lines written with it. What is too much is counted, and said once. */
export function createConsole(): { readonly console: object; readonly lines: () => readonly Line[] } {
  const kept: Line[] = []
  let characters = 0
  let dropped = 0

  function write(level: string, values: readonly unknown[]): void {
    const { line, size } = lineOf(level, values)
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

function lineOf(level: string, values: readonly unknown[]): { readonly line: Line; readonly size: number } {
  const [message, data] = values
  const json = values.length === 2 && typeof message === 'string' && typeof data === 'object' && data !== null ? tryJson(data) : undefined
  if (json !== undefined) {
    return {
      line: { level, message: message as string, data: parseJson(json), at: clock() },
      size: (message as string).length + json.length,
    }
  }
  const shownText = values.map(shown).join(' ')
  return { line: { level, message: shownText, at: clock() }, size: shownText.length }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return String(value.stack ?? value)
  return (typeof value === 'object' ? tryJson(value) : undefined) ?? text(value)
}

/** Undefined when it is not plain: then it is shown as text. */
function tryJson(value: unknown): string | undefined {
  try {
    return jsonText(value, 'it')
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
