import { z } from 'zod'
import { executionSummary } from './execution-schema.ts'

const time = z.iso.datetime().meta({ example: '2027-03-01T09:00:00.000Z' })
const anyJson = z.unknown().meta({ description: 'Any JSON value.' })

export const deadLetterList = z
  .object({ items: z.array(executionSummary), nextCursor: z.string().optional() })
  .meta({ id: 'DeadLetterList' })

export const deadLetterDetail = executionSummary
  .extend({ trigger: z.object({ id: z.string(), type: z.string(), data: anyJson }).optional(), inputs: anyJson.optional() })
  .meta({ id: 'DeadLetter' })

export const letterCounts = z
  .object({ items: z.array(z.object({ workflowId: z.string(), count: z.int(), oldestAt: time, newestAt: time })) })
  .meta({ id: 'DeadLetterCounts' })

export const manyReplayed = z
  .object({
    replayed: z.array(z.object({ id: z.string(), executionId: z.string() })),
    failed: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })).meta({ description: 'They stay open.' }),
    hasMore: z.boolean().meta({ description: 'The limit left out letters that the filter would take.' }),
  })
  .meta({ id: 'ManyReplayed' })
