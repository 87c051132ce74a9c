import type { ApiLogLine } from '../api/log-types.ts'
import { timeText } from '../executions/execution-shape.ts'
import type { Output } from '../host.ts'
import { createPaint, type Style } from '../output/paint.ts'
import { oneLine } from '../output/printable.ts'
import type { ListShape } from '../output/write-list.ts'

const styles: Readonly<Partial<Record<ApiLogLine['level'], Style>>> = { error: 'red', warn: 'yellow', debug: 'dim' }

/** A line as people read it: one, whatever it says. */
export function lineText({ at, level, workflowId, step, message, data, isCut }: ApiLogLine, out: Pick<Output, 'usesColor'>): string {
  const paint = createPaint(out)
  const word = level.padEnd(5)
  const style = styles[level]
  const rest = data === undefined ? '' : ` ${paint('dim', oneLine(JSON.stringify(data)))}`
  return `${paint('dim', timeText(at))} ${style === undefined ? word : paint(style, word)} ${workflowId} ${oneLine(step)}: ${oneLine(message)}${isCut ? ' …' : ''}${rest}`
}

/** For programs; people get `lineText`. */
export const lineShape: ListShape<ApiLogLine> = {
  headings: [],
  cells: () => [],
  fields: {
    at: ({ at }) => at,
    level: ({ level }) => level,
    workflowId: ({ workflowId }) => workflowId,
    executionId: ({ executionId }) => executionId,
    step: ({ step }) => step,
    attempt: ({ attempt }) => String(attempt),
    message: ({ message }) => message,
    data: ({ data }) => (data === undefined ? '' : JSON.stringify(data)),
  },
  empty: 'There are no such lines: a node of type log writes one, and so does console.log in a code node.',
}
