import type { ExecutionStatus, StepStatus } from '@millrace/engine'
import { z } from 'zod'
import { waitsFor } from './wait-reason-schema.ts'

const time = z.iso.datetime().meta({ example: '2027-03-01T09:00:00.000Z' })
const anyJson = z.unknown().meta({ description: 'Any JSON value.' })
const previews = z
  .record(z.string(), z.object({ bytes: z.int(), hash: z.string().meta({ description: 'SHA-256 of its JSON text.' }) }))
  .optional()
  .meta({
    description:
      'The fields here that are too large to show: each holds the beginning of its JSON text instead. Ask with `full=true`, or for the step alone.',
  })

const statuses = [
  'queued',
  'running',
  'waiting',
  'paused',
  'success',
  'failed',
  'canceled',
  'timed_out',
  'crashed',
] as const satisfies readonly ExecutionStatus[]
const stepStatuses = [
  'running',
  'waiting',
  'retrying',
  'success',
  'failed',
  'canceled',
  'timed_out',
  'skipped',
] as const satisfies readonly StepStatus[]

export const executionStatus = z.enum(statuses)

const stepError = z
  .object({
    code: z.string(),
    class: z.enum(['retryable', 'fatal', 'timeout', 'canceled']),
    message: z.string(),
    stack: z.string().optional(),
    retryAfterMs: z.number().optional(),
    step: z.string().optional().meta({ description: 'The step that failed first, when the error has travelled through scopes.' }),
    details: z.unknown().optional(),
  })
  .meta({ id: 'StepError' })

export const executionSummary = z
  .object({
    id: z.string(),
    workflowId: z.string(),
    workflowVersion: z.int(),
    triggerId: z.string(),
    triggerType: z.string(),
    status: executionStatus,
    startedAt: time,
    finishedAt: time.optional(),
    durationMs: z.number().optional(),
    dueAt: time.optional().meta({ description: 'When it goes on at the latest, while it waits.' }),
    canceling: z.literal(true).optional().meta({ description: 'Set while it cleans up after a cancel.' }),
    error: stepError.optional(),
    waitsFor: waitsFor.optional(),
    parent: z.object({ executionId: z.string(), step: z.string() }).optional(),
    priority: z.int().optional().meta({ description: 'Of a workflow with limits: who is admitted first, 0 to 100.' }),
    key: z.string().optional().meta({ description: 'What its limit counts by.', example: 'customer=42' }),
    letter: z
      .enum(['open', 'replayed', 'discarded'])
      .optional()
      .meta({ description: 'Set when it failed for good: what became of it as a dead letter.' }),
    replayedAs: z.string().optional().meta({ description: 'The execution that ran it again.' }),
    replayOf: z.string().optional().meta({ description: 'The execution that this one runs again.' }),
    isTest: z.literal(true).optional().meta({ description: 'Somebody tried the workflow out: no statistics count it.' }),
  })
  .meta({ id: 'ExecutionSummary' })

export const executionList = z
  .object({
    items: z.array(executionSummary),
    nextCursor: z.string().optional(),
    search: z
      .object({
        complete: z.boolean(),
        completeTo: time.optional().meta({ description: 'The index is behind: what was recorded after this time may be missing.' }),
      })
      .optional()
      .meta({ description: 'With a text: whether all that is recorded was searched.' }),
  })
  .meta({ id: 'ExecutionList' })

/** How to answer a step, while it waits for somebody. */
const waitingFor = z.object({
  for: z.enum(['event', 'call', 'approval', 'form']),
  event: z.string().optional().meta({ description: 'The name of the event that it waits for.' }),
  url: z
    .string()
    .optional()
    .meta({ description: 'The address at which it can be answered, once. Whoever has it may answer: hand it on with care.' }),
})

const attempt = z.object({
  attempt: z.int(),
  startedAt: time,
  finishedAt: time.optional(),
  durationMs: z.number().optional(),
  error: stepError.optional(),
  retryDelayMs: z.number().optional().meta({ description: 'How long it waited, or waits, for the next attempt.' }),
})

const logLine = z.object({
  at: time,
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
  data: z.unknown().optional(),
})

const hides = z
  .array(z.string())
  .optional()
  .meta({ description: 'The fields that are masked, cut short or gone, for they are not to be kept.', example: ['input', 'output'] })

export const step = z
  .object({
    index: z.int().meta({ description: 'From 0, in the order in which the steps began.' }),
    step: z.string().meta({ description: 'The path of the step.', example: 'each_line[3].ship' }),
    node: z.string(),
    type: z.string(),
    status: z.enum(stepStatuses),
    startedAt: time,
    finishedAt: time.optional(),
    durationMs: z.number().optional(),
    input: z.unknown().optional().meta({ description: 'The evaluated parameters of the last attempt, secrets masked.' }),
    output: z.unknown().optional(),
    port: z.string().optional(),
    error: stepError.optional(),
    reason: z.string().optional().meta({ description: 'Why it was skipped or canceled, or what it waits for.' }),
    until: time.optional().meta({ description: 'Until when it waits.' }),
    by: z.string().optional().meta({ description: 'Who sent what it waited for.' }),
    given: z.literal(true).optional().meta({ description: 'In a test run: its output stands in for running it.' }),
    taken: z
      .object({ executionId: z.string(), given: z.literal(true).optional() })
      .optional()
      .meta({ description: 'It was not run here: its outcome is that of this execution, or was given by whoever replayed it.' }),
    hides,
    waiting: waitingFor.optional(),
    waitsFor: waitsFor.optional(),
    attempts: z.array(attempt),
    logs: z.array(logLine),
    previews,
  })
  .meta({ id: 'Step' })

const control = z.object({
  action: z.enum(['pause', 'resume', 'cancel']),
  at: time,
  by: z.string().optional(),
  reason: z.string().optional(),
  forced: z.literal(true).optional().meta({ description: 'Of a cancel: nothing was to clean up.' }),
})

export const executionDetail = executionSummary
  .extend({
    trigger: z.object({ id: z.string(), type: z.string(), data: anyJson, previews }).optional(),
    hides,
    inputs: anyJson.optional(),
    result: anyJson,
    controls: z.array(control).meta({ description: 'Who paused, resumed and canceled it, and when.' }),
    steps: z.array(step),
    replayFrom: z.string().optional().meta({ description: 'The step from which it runs `replayOf` again.' }),
    replays: z
      .array(z.object({ executionId: z.string(), status: executionStatus, startedAt: time }))
      .optional()
      .meta({ description: 'The executions that run this one again, the newest first; 20 at most.' }),
    previews,
  })
  .meta({ id: 'Execution' })

export const executionEvents = z.object({ items: z.array(z.looseObject({ type: z.string(), at: time })) }).meta({ id: 'ExecutionEvents' })

const notRecorded = z.literal(false).optional().meta({ description: 'Of an execution that is not recorded, which can be found nowhere.' })

export const startedExecution = z
  .object({
    executionId: z.string(),
    status: z
      .enum(['running', 'queued', 'dropped', 'superseded'])
      .meta({ description: '`dropped`: a limit had no room for it, and it was recorded as canceled.' }),
    url: z.string().optional().meta({ example: 'http://localhost:8577/api/v1/executions/01k…' }),
    recorded: notRecorded,
  })
  .meta({ id: 'StartedExecution' })

export const replayedExecution = z
  .object({
    executionId: z.string().meta({ description: 'The new execution.' }),
    status: z.literal('running'),
    url: z.string().meta({ example: 'http://localhost:8577/api/v1/executions/01k…' }),
    replayOf: z.string(),
    workflowVersion: z.int(),
    draft: z.literal(true).optional().meta({ description: 'The version is a draft: no trigger uses it.' }),
    kept: z.int().meta({ description: 'How many steps are taken over and not run.' }),
    changedNodes: z.array(z.string()).meta({ description: 'The nodes of such steps that have other parameters in this version.' }),
    maskedSteps: z.array(z.string()).optional().meta({ description: 'Such steps in whose outputs a secret is masked; 100 at most.' }),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'ReplayedExecution' })

export const finishedExecution = z
  .object({
    executionId: z.string(),
    status: executionStatus,
    result: anyJson,
    error: stepError.optional(),
    startedAt: time,
    finishedAt: time,
    url: z.string().optional(),
    recorded: notRecorded,
  })
  .meta({ id: 'FinishedExecution' })
