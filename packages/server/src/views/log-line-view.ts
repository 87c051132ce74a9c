import { jsonValue } from '@millrace/kit'
import { type LineFilter, type LogLevel, logLevels, type StoredLine } from '@millrace/store'
import { z } from 'zod'
import { isoTime } from './iso-time.ts'

export const logLine = z
  .object({
    position: z.string().meta({ description: 'Grows in the order of writing. Live readers go on after it.' }),
    at: z.iso.datetime().meta({ description: 'When it was logged. It is written when the attempt is over.' }),
    level: z.enum(logLevels),
    message: z.string().meta({ description: 'Its first 4,096 characters.' }),
    data: jsonValue().optional().meta({ description: 'What was logged beside it; left out where that is longer than 4,096 characters.' }),
    isCut: z.boolean().optional().meta({ description: 'The execution has more of it.' }),
    workflowId: z.string(),
    executionId: z.string(),
    step: z.string().meta({ description: 'The path of the step: `each_line[3].ship`.' }),
    node: z.string(),
    attempt: z.int(),
  })
  .meta({ id: 'LogLine' })

export function logLineView({ position, place, at, ...line }: StoredLine): z.input<typeof logLine> {
  return { position: placeText({ position, place }), at: isoTime(at), ...line }
}

/** A place as clients get it: they only hand it back. */
export function placeText({ position, place }: Pick<StoredLine, 'position' | 'place'>): string {
  return `${position}.${place}`
}

export function placeOf(text: string): Pick<StoredLine, 'position' | 'place'> {
  const [position = 0, place = 0] = text.split('.').map(Number)
  return { position, place }
}

/** What clients ask for, live or of the list. */
interface AskedLines {
  readonly level?: LogLevel | undefined
  readonly workflow?: string | undefined
  readonly execution?: string | undefined
  readonly node?: string | undefined
  readonly text?: string | undefined
  /** Epoch milliseconds, as `to`. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export function lineFilterOf({ level, workflow, execution, node, text, from, to }: AskedLines): LineFilter {
  return {
    ...(level && { level }),
    ...(workflow && { workflowId: workflow }),
    ...(execution && { executionId: execution }),
    ...(node && { node }),
    ...(text && { text }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}
