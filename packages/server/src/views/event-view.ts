import { jsonValue } from '@millrace/kit'
import type { EventFilter, EventFiring, StoredEvent } from '@millrace/store'
import { z } from 'zod'
import { ProblemError } from '../problem.ts'
import { isoTime } from './iso-time.ts'

const firing = z.object({
  workflowId: z.string(),
  triggerId: z.string(),
  outcome: z.enum(['started', 'failed']),
  executionId: z.string().optional(),
  message: z.string().optional().meta({ description: 'Why it failed.' }),
})

/** What has come of an event so far. */
export const eventOutcome = {
  isDelivered: z.boolean().meta({ description: 'Whether all that listened for it has heard of it.' }),
  received: z.int().meta({ description: 'How many steps that waited for it have received it.' }),
  firings: z.array(firing).meta({ description: 'What it started, by trigger.' }),
}

export const event = z
  .object({
    id: z.string(),
    name: z.string(),
    data: jsonValue(),
    at: z.iso.datetime(),
    source: z
      .object({
        workflowId: z.string().optional(),
        executionId: z.string().optional(),
        step: z.string().optional(),
        by: z.string().optional(),
      })
      .meta({ description: 'The step, or the execution at its end, that it comes from; or who sent it.' }),
    depth: z.int().meta({ description: 'How many events in a row have led to it, itself included.' }),
    ...eventOutcome,
  })
  .meta({ id: 'Event' })

interface EventQuery {
  readonly name?: string | undefined
  readonly workflow?: string | undefined
  readonly trigger?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

export function eventFilterOf({ name, workflow, trigger, from, to }: EventQuery): EventFilter {
  if (trigger !== undefined && workflow === undefined)
    throw new ProblemError('REQUEST_INVALID', '"trigger" is one of a workflow: give "workflow" too.')
  return {
    ...(name !== undefined && (name.endsWith('*') ? { namePrefix: name.replace(/\*+$/, '') } : { name })),
    ...(workflow !== undefined && { workflowId: workflow }),
    ...(trigger !== undefined && { triggerId: trigger }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}

export function eventView(stored: StoredEvent, cursor: number): z.input<typeof event> {
  const { id, name, data, at, source, depth } = stored
  return { id, name, data, at: isoTime(at), source: { ...source }, depth, ...outcomeView(stored, cursor) }
}

export function outcomeView({ position, received, firings }: Pick<StoredEvent, 'position' | 'received' | 'firings'>, cursor: number) {
  return { isDelivered: position <= cursor, received, firings: firings.map((one: EventFiring) => ({ ...one })) }
}
