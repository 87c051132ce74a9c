import { z } from 'zod'

/** What triggers tell of an execution that has ended. */
export const endFields = {
  workflow: z.object({ id: z.string(), name: z.string(), version: z.int() }),
  execution: z.object({
    id: z.string(),
    status: z.string(),
    startedAt: z.string(),
    finishedAt: z.string(),
    trigger: z.string().meta({ description: 'The type of trigger that had started it.' }),
  }),
  error: z.object({ code: z.string(), class: z.string(), message: z.string(), details: z.json().optional() }).nullable(),
  step: z.string().nullable().meta({ description: 'The path of the step that failed.' }),
}
