import { z } from 'zod'

const time = z.iso.datetime()

export const waitsFor = z
  .object({
    code: z.enum([
      'running',
      'retry',
      'time',
      'again',
      'event',
      'answer',
      'decision',
      'call',
      'inside',
      'interval',
      'held',
      'queued',
      'paused',
      'canceling',
      'held-up',
      'due',
      'left',
      'timer',
      'under-way',
    ]),
    sentence: z.string().meta({ example: 'charge: retry 3 of 5 in 00:31 after HTTP 429' }),
    since: time,
    until: time.optional().meta({ description: 'When it ends at the latest, by itself.' }),
    step: z.string().optional().meta({ description: 'Of an execution: the step that holds it.' }),
    others: z.int().optional().meta({ description: 'How many more steps have not settled either.' }),
    type: z.string().optional(),
    attempt: z.int().optional(),
    attempts: z.int().optional(),
    error: z.string().optional().meta({ description: 'The code of the failure before a retry, or what the store says.' }),
    event: z.string().optional(),
    executionId: z.string().optional(),
    workflow: z.string().optional(),
    progress: z.object({ finished: z.int(), total: z.int() }).optional(),
    by: z.string().optional(),
    note: z.string().optional(),
  })
  .meta({ id: 'WaitsFor', description: 'Why it has not ended: one cause and one sentence.' })
