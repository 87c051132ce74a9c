import { isJsonObject, type Json, type JsonObject, type TriggerFact } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import { type PublishedWorkflow, planTest, type RecordedExecution, readRecorded } from '@millrace/runtime'
import { z } from 'zod'
import { type Answer, jsonAnswer } from '../answer.ts'
import { manualTrigger } from '../manual-trigger.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { finishedExecution } from '../views/execution-schema.ts'
import { endedAnswer } from './ended-answer.ts'
import { executionNotFound } from './execution-not-found.ts'
import { flag } from './page-query.ts'
import { workflowInvalid } from './workflow-invalid.ts'
import { workflowGroup, workflowId, workflowUnknown } from './workflows.ts'

const nodeId = z.string().min(1).max(200)
const value = jsonValue().exactOptional() as unknown as z.ZodType<Json | undefined> // `jsonValue` has seen that it is JSON.

const testRun = z
  .strictObject({
    trigger: z.string().exactOptional().meta({ description: 'The id of a trigger; the first manual one when left out.' }),
    inputs: z
      .custom<JsonObject>((given) => isJsonObject(given as Json), { error: 'it must be a map' })
      .exactOptional()
      .meta({ description: 'By name.', type: 'object' }),
    data: value.meta({ description: 'What the trigger would receive: for a webhook the body, else a map.' }),
    until: nodeId.exactOptional().meta({ description: 'The last node that is run; what it does not need is not run either.' }),
    only: nodeId.exactOptional().meta({ description: 'The one node that is run.' }),
    input: value.meta({ description: 'With `only` or `until`: what that node sees as `input`.' }),
    item: value.meta({ description: 'With `only`: the item of the for-each around it.' }),
    from: z.string().max(200).exactOptional().meta({
      description:
        'An execution of the workflow: with `only` the node reads its outputs where nothing is pinned. Trigger and inputs are its too, unless they are given.',
    }),
    pins: z.boolean().default(true).meta({ description: 'Whether pinned outputs stand in for running their nodes.' }),
  })
  .refine(({ until, only }) => until === undefined || only === undefined, { error: '"until" and "only" exclude each other' })
  .refine(({ input, until, only }) => input === undefined || until !== undefined || only !== undefined, {
    error: '"input" needs "only" or "until"',
    path: ['input'],
  })

const startedTest = z
  .object({
    executionId: z.string(),
    status: z.enum(['running', 'queued', 'dropped']),
    url: z.string(),
    workflowVersion: z.int().meta({ description: 'The text that runs is kept under this number.' }),
  })
  .meta({ id: 'StartedTestRun' })

/** Trying out what is edited. */
export function runDraftRoute(settings: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/workflows/{id}/draft/run',
    access: 'local',
    group: workflowGroup,
    summary: 'Run the draft of a workflow, or a part of it',
    description:
      'An execution like any other, marked by `isTest`: no limits hold it back, no statistics count it, and its failure starts no error workflow. Nodes do what they do; pin the output of one that must not.',
    params: workflowId,
    query: z.strictObject({ wait: flag.optional().meta({ description: 'Answer with the end of the execution.' }) }),
    body: { type: 'json', schema: testRun, example: { data: { order: { id: 7 } }, until: 'charge' } },
    answers: {
      200: { description: 'With `wait`: it has ended, well or not.', schema: finishedExecution },
      202: { description: 'It is on disk and runs.', schema: startedTest },
      404: { description: 'There is no such workflow, trigger, node or execution.' },
      422: { description: 'The draft has mistakes, which `problems` lists.' },
    },
    async handle({ params: { id }, query: { wait }, body }) {
      const published = await draftToRun(settings, id)
      const recorded = body.from === undefined ? undefined : await recordedBy(settings, id, body.from)
      const pins = body.pins ? await settings.canvases.pins(settings.account, id) : {}
      const { only, until, input, item } = body
      const test = planTest(published.plan, { only, until, input, item, pins, recorded })
      const trigger = triggerOf(published, body, recorded)
      const inputs = body.inputs ?? recorded?.inputs
      const { account, driver } = settings
      const request = { account, workflowId: id, version: published.version, trigger, test, ...(inputs !== undefined && { inputs }) }
      const started = await driver.start(request)
      return wait === true ? endedAnswer(settings, started) : startedAnswer(settings, started)
    },
  })
}

/** The version that says what the draft says. */
async function draftToRun({ drafts, workflows, account }: Settings, id: string): Promise<PublishedWorkflow> {
  const draft = await drafts.read(account, id)
  if (draft === undefined) throw workflowUnknown(id)
  const outcome = await workflows.keepDraft(account, id, draft.source)
  if (outcome.status === 'rejected') throw workflowInvalid('The draft was not run.', outcome.problems)
  return outcome.published
}

async function recordedBy(settings: Settings, workflow: string, executionId: string): Promise<RecordedExecution> {
  const summary = await settings.store.executions.get(settings.account, executionId)
  const recorded = summary?.workflowId === workflow ? await readRecorded(settings, settings.account, executionId) : undefined
  if (recorded === undefined) throw executionNotFound(executionId)
  return recorded
}

function triggerOf(
  { workflow, id }: PublishedWorkflow,
  { trigger, data }: z.output<typeof testRun>,
  recorded: RecordedExecution | undefined,
): TriggerFact {
  if (trigger === undefined && data === undefined && recorded !== undefined) return recorded.trigger
  const fired = manualTrigger(workflow, trigger, data)
  if (fired.status === 'fits') return fired.trigger
  if (fired.status === 'unfit')
    throw new ProblemError('REQUEST_INVALID', '"data" in the body must be a map, unless the trigger is a webhook.')
  const hint = fired.nearest === undefined ? '' : ` Did you mean ${fired.nearest}?`
  throw new ProblemError('TRIGGER_NOT_FOUND', `The draft of ${id} has no trigger ${JSON.stringify((trigger ?? '').slice(0, 100))}.${hint}`)
}

function startedAnswer({ publicUrl }: Settings, { executionId, status, workflowVersion }: Started): Answer {
  const url = `${publicUrl}/api/v1/executions/${executionId}`
  return jsonAnswer(202, { executionId, status, url, workflowVersion }, { location: url })
}

type Started = Awaited<ReturnType<Settings['driver']['start']>>
