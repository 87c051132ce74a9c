import { parseDuration } from '@millrace/engine'
import type { ExecutionFilter } from '@millrace/store'
import { z } from 'zod'
import { executionStatus } from '../views/execution-schema.ts'
import { flag, pageQuery } from './page-query.ts'

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** Repeated, or with commas between. */
const several = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat().flatMap((text) => text.split(',')))

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text)
  if (ms === undefined) context.addIssue({ code: 'custom', message: 'must be a duration such as 500ms, 10s or 5m' })
  return ms ?? 0
})

/** What the list of executions can be asked for. */
export const executionQuery = z.strictObject({
  search: z.string().max(500).optional().meta({
    description:
      'Finds this in what was recorded: data of triggers, inputs, outputs, errors and logs. Every word must occur; "several words" between quotes as they stand; begin* finds what begins so. Nothing else in it has a meaning.',
    example: 'order 4711',
  }),
  workflow: several
    .pipe(z.array(z.string()).max(50))
    .optional()
    .meta({ description: 'The id of a workflow, or several, repeated or with commas between.', example: 'orders,refunds' }),
  status: several
    .pipe(z.array(executionStatus))
    .optional()
    .meta({ description: 'One or several statuses, repeated or with commas between.', example: 'failed,timed_out' }),
  trigger: z.string().optional().meta({ description: 'The type of the trigger.', example: 'webhook' }),
  key: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'The key of the limit that they share, as lists tell it.', example: 'customer=42' }),
  version: z.coerce.number().int().min(1).optional().meta({ description: 'The version of the workflow.' }),
  startedFrom: time.optional().meta({ description: 'Started at this time or later.', example: '2027-03-01T00:00:00Z' }),
  startedTo: time.optional().meta({ description: 'Started before this time.' }),
  minDuration: duration.optional().meta({ description: 'Ended after at least so long.', example: '10s' }),
  maxDuration: duration.optional().meta({ description: 'Ended after at most so long.' }),
  parent: z.string().optional().meta({ description: 'The execution that called them.' }),
  replayOf: z.string().optional().meta({ description: 'The execution that they run again.' }),
  test: flag.optional().meta({ description: 'Only those by which somebody tried a workflow out, or with `false` only the others.' }),
  ...pageQuery,
})

export function toFilter(query: z.infer<typeof executionQuery>): ExecutionFilter {
  const { workflow, status, trigger, key, version, startedFrom, startedTo, minDuration, maxDuration, parent, replayOf, test } = query
  return {
    ...(workflow !== undefined && { workflowIds: workflow }),
    ...(status !== undefined && { status }),
    ...(trigger !== undefined && { triggerType: trigger }),
    ...(key !== undefined && { key }),
    ...(version !== undefined && { workflowVersion: version }),
    ...(startedFrom !== undefined && { startedFrom }),
    ...(startedTo !== undefined && { startedTo }),
    ...(minDuration !== undefined && { minDurationMs: minDuration }),
    ...(maxDuration !== undefined && { maxDurationMs: maxDuration }),
    ...(parent !== undefined && { parentId: parent }),
    ...(replayOf !== undefined && { replayOf }),
    ...(test !== undefined && { isTest: test }),
  }
}
