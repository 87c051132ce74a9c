import type { ExecutionEvent } from '@millrace/engine'

/** Where data of users, messages and logs stand in events. Everything else is ours. */
const searched = ['trigger', 'inputs', 'input', 'output', 'data', 'error', 'logs', 'response', 'wait'] as const

/** The texts and numbers that were recorded: what came in, went on, came out, failed and was logged. */
export function textsOf(events: readonly ExecutionEvent[]): readonly string[] {
  const texts: string[] = []
  for (const event of events) {
    for (const field of searched) collect((event as unknown as Readonly<Record<string, unknown>>)[field], texts)
  }
  return texts
}

/** A list and no recursion: values may be nested as deep as JSON text can be. */
function collect(value: unknown, texts: string[]): void {
  const left: unknown[] = [value]
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next === 'string') texts.push(next)
    else if (typeof next === 'number') texts.push(String(next))
    else if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) left.push(inner)
  }
}
