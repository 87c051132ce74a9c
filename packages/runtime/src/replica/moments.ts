import type { Position } from './replica-layout.ts'

/** From this time on, the position was safely in the replica. */
export interface Moment extends Position {
  /** In ms since 1970. */
  readonly at: number
}

export function momentLine({ at, segment, bytes }: Moment): string {
  return `${new Date(at).toISOString()} ${segment} ${bytes}\n`
}

/** As they were appended, the oldest first. A last line that is torn is left out; throws a `SyntaxError` that names any other one that cannot be read. */
export function parseMoments(text: string): readonly Moment[] {
  const lines = text.split('\n')
  // Behind the last newline is nothing, or what a death has left half written.
  lines.pop()
  return lines.map((line, index) => momentOf(line) ?? refuse(index, line))
}

function momentOf(line: string): Moment | undefined {
  const [, time = '', segment, bytes] = /^(\S+Z) (\d{1,9}) (\d{1,15})$/.exec(line) ?? []
  const at = Date.parse(time)
  return Number.isNaN(at) ? undefined : { at, segment: Number(segment), bytes: Number(bytes) }
}

function refuse(index: number, line: string): never {
  throw new SyntaxError(`Line ${index + 1} of the moments is ${JSON.stringify(line.slice(0, 80))}.`)
}
