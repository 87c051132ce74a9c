import { z } from 'zod'
import { change } from './change-schema.ts'

const time = z.iso.datetime()

export const problem = z
  .object({
    code: z.string().meta({ example: 'UNKNOWN_NODE_TYPE' }),
    severity: z.enum(['error', 'warning']),
    message: z.string(),
    path: z
      .array(z.union([z.string(), z.number()]))
      .readonly()
      .meta({ example: ['nodes', 'charge', 'type'] }),
    position: z.object({ line: z.int(), column: z.int(), offset: z.int() }),
    suggestion: z.string().optional(),
  })
  .meta({ id: 'WorkflowProblem' })

const trigger = z
  .object({
    id: z.string(),
    type: z.string(),
    name: z.string().optional(),
    disabled: z.boolean().optional(),
    with: z.unknown().optional(),
    url: z.string().optional().meta({ description: 'Of a webhook.', example: 'http://localhost:8577/webhook/orders' }),
    methods: z.array(z.string()).optional().meta({ description: 'Of a webhook.' }),
    conflicts: z
      .array(z.object({ method: z.string(), heldBy: z.string() }))
      .optional()
      .meta({ description: 'Methods of this webhook that another workflow has claimed before, and which one.' }),
  })
  .meta({ id: 'Trigger' })

const draft = z.literal(true).optional().meta({ description: 'It is kept for the executions that replay with it: no trigger uses it.' })

const note = z.string().optional().meta({ description: 'What whoever published it has said about it.' })

export const workflowSummary = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    description: z.string().optional(),
    tags: z.array(z.string()).readonly().optional(),
    version: z.int(),
    publishedAt: time,
    note,
    draft,
    triggers: z.array(trigger),
  })
  .meta({ id: 'WorkflowSummary' })

const lastRun = z.object({
  executionId: z.string(),
  status: z.enum(['success', 'failed', 'canceled', 'timed_out', 'crashed']),
  startedAt: time,
  durationMs: z.number(),
})

const listedWorkflow = workflowSummary
  .omit({ draft: true })
  .extend({
    version: z.int().optional().meta({ description: 'The newest; left out of a draft that was never published.' }),
    publishedAt: time.optional(),
    status: z.enum(['published', 'draft']),
    hasDraft: z.boolean().meta({ description: 'Something is edited that is not published.' }),
    mistakes: z.int().optional().meta({ description: 'How many mistakes keep the draft from being published; left out without a draft.' }),
    problems: z.array(problem).optional().meta({
      description: 'Why the version no longer validates, as after an upgrade: until it is mended and published, nothing starts it.',
    }),
    nextAt: time.optional().meta({ description: 'When its next schedule is due.' }),
    lastRuns: z.array(lastRun).meta({ description: 'The last 20 that have ended, newest first, without test runs.' }),
  })
  .meta({ id: 'ListedWorkflow' })

export const workflowList = z.object({ items: z.array(listedWorkflow), nextCursor: z.string().optional() }).meta({ id: 'WorkflowList' })

export const workflowDetail = workflowSummary
  .extend({
    hash: z.string().meta({ description: 'SHA-256 of the source, in hex.' }),
    source: z.string().meta({ description: 'The file, byte for byte.' }),
    inputs: z.unknown().optional(),
    warnings: z.array(problem).readonly(),
  })
  .meta({ id: 'Workflow' })

const count = z.int().min(0)

export const shownWorkflow = workflowDetail
  .extend({
    unfinished: z
      .object({ running: count, queued: count, waiting: count, paused: count })
      .meta({ description: 'How many of its executions have not ended, whatever their version.' }),
  })
  .meta({ id: 'ShownWorkflow' })

export const versionList = z
  .object({
    items: z.array(
      z.object({
        ...{ version: z.int(), hash: z.string(), publishedAt: time, note, draft },
        executions: z.int().optional().meta({ description: 'With `executions`: how many ran on it, counted up to 51.' }),
      }),
    ),
    nextCursor: z.string().optional(),
  })
  .meta({ id: 'WorkflowVersionList' })

export const validation = z
  .object({
    valid: z.boolean(),
    id: z.string().optional().meta({ description: 'The id in the file, when it could be read.' }),
    problems: z.array(problem).readonly(),
  })
  .meta({ id: 'Validation' })

export const workflowScope = z
  .object({
    node: z.string(),
    names: z.array(
      z.object({
        name: z.string().meta({ example: 'input' }),
        about: z.string(),
        schema: z.unknown().meta({ description: 'JSON Schema of its value.' }),
      }),
    ),
  })
  .meta({ id: 'WorkflowScope' })

export const editedWorkflow = z
  .object({
    source: z.string().meta({ description: 'The file with the change made.' }),
    inverse: change,
    problems: z.array(problem).readonly(),
  })
  .meta({ id: 'EditedWorkflow' })
