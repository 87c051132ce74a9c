import { type CleanUp, type KeepRules, keepSettingNames, keepSettings } from '@millrace/runtime'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'

const group = 'Retention'

const workflow = z.string().optional().meta({ description: 'The id of a workflow; left out, what holds for all that say nothing else.' })

const setting = z.object({
  name: z.enum(keepSettingNames),
  value: z.string(),
  origin: z
    .enum(['environment', 'workflow-switch', 'file', 'switch', 'default'])
    .meta({ description: 'Where the value comes from; a switch was set while the server ran, for the workflow or for all.' }),
  about: z.string(),
})

const cleanUp = z
  .object({
    at: z.iso.datetime(),
    success: z.int().meta({ description: 'How many went that succeeded or were canceled.' }),
    failure: z.int().meta({ description: 'How many went that failed, timed out or crashed.' }),
    kept: z.int().meta({ description: 'Beyond a limit, but open dead letters or needed by what still runs.' }),
    bytes: z.int().meta({ description: 'Of the executions that went, as text.' }),
    files: z.int(),
    events: z.int().meta({ description: 'Events that went; a dry run does not count them.' }),
    freedBytes: z.int().meta({ description: 'By how much the database has become smaller on disk.' }),
  })
  .meta({ id: 'CleanUp' })

const overview = z.object({
  settings: z.array(setting),
  size: z.object({
    bytes: z.int().meta({ description: 'Of the database on disk.' }),
    freeBytes: z.int().meta({ description: 'Of these, what is empty and used again first.' }),
    fileBytes: z.int().meta({ description: 'Of the files that workflows keep.' }),
  }),
  last: cleanUp.optional().meta({ description: 'The last clean-up since the server started.' }),
})

const changes = z.strictObject({
  workflow,
  settings: z.record(z.string(), z.string().max(5_000).nullable()).meta({ description: 'By name; null takes a value back.' }),
})

export function retentionRoutes(settings: Settings): readonly Route[] {
  return [show(settings), change(settings), run(settings)]
}

function show(settings: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/retention',
    access: 'local',
    group,
    summary: 'Show what is kept of executions, for how long, and how much that is',
    query: z.strictObject({ workflow }),
    answers: { 200: { description: 'What holds.', schema: overview } },
    handle: async ({ query }) => jsonAnswer(200, await overviewOf(settings, query.workflow)),
  })
}

function change(settings: Settings): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/retention',
    access: 'local',
    group,
    summary: 'Change what is kept',
    description: 'It holds at once, for the next execution and the next clean-up, and after a restart. The environment still wins.',
    body: { type: 'json', schema: changes, example: { settings: { 'success.age': '7d', 'total.bytes': '20GB' } } },
    answers: {
      200: { description: 'What holds now.', schema: overview },
      409: { description: 'The environment says what one of the settings is.' },
      422: { description: 'There is no such setting, or it does not take the value.' },
    },
    async handle({ body }) {
      const { account, keepRules } = settings
      await keepRules.set({ account, ...(body.workflow !== undefined && { workflowId: body.workflow }) }, body.settings)
      return jsonAnswer(200, await overviewOf(settings, body.workflow))
    },
  })
}

function run({ retention }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/retention/run',
    access: 'local',
    group,
    summary: 'Clean up now',
    description: 'As it happens by itself every five minutes, but all free room is given back to the file system. Answers when it is done.',
    body: { type: 'json', schema: z.strictObject({ dryRun: z.boolean().default(false) }), example: { dryRun: true } },
    answers: { 200: { description: 'What was done, or of a dry run, what would be for age, count and bytes.', schema: cleanUp } },
    handle: async ({ body }) => jsonAnswer(200, cleanUpView(await retention.run(body.dryRun ? 'dry-run' : 'now'))),
  })
}

async function overviewOf({ account, workflows, keepRules, retention }: Settings, workflowId?: string) {
  const published = workflowId === undefined ? undefined : await workflows.get(account, workflowId)
  if (workflowId !== undefined && published === undefined)
    throw new ProblemError('WORKFLOW_UNKNOWN', `There is no workflow ${JSON.stringify(workflowId.slice(0, 100))}: check the id.`)
  const last = retention.last()
  return {
    settings: settingsOf(keepRules, { account, ...(workflowId !== undefined && { workflowId }), settings: published?.workflow.settings }),
    size: await retention.size(),
    ...(last && { last: cleanUpView(last) }),
  }
}

function settingsOf(rules: KeepRules, place: Parameters<KeepRules['all']>[0]): z.infer<typeof setting>[] {
  return rules.all(place).map((one) => ({ ...one, about: keepSettings[one.name].about }))
}

function cleanUpView({ at, ...counts }: CleanUp): z.infer<typeof cleanUp> {
  return { at: isoTime(at), ...counts }
}
