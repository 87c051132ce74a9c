import { listedPoll, type PollKey, type StoredPoll } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { poll, pollView } from '../views/poll-view.ts'
import { pageQuery, toPage } from './page-query.ts'

const group = 'Polls'

const place = z.object({
  workflow: z.string().meta({ description: 'The id of the workflow.' }),
  trigger: z.string().meta({ description: 'The id of the trigger.' }),
})
const path = '/api/v1/polls/{workflow}/{trigger}'
const missing = { description: 'The workflow has no such trigger that looks by itself and is switched on.' }

/** The triggers that look for what is new. */
export function pollRoutes(settings: Settings): readonly Route[] {
  return [
    listPolls(settings),
    showPoll(settings),
    changePoll(
      settings,
      'look',
      'Let a poll look now',
      'Also while it is paused. Answers when it has looked and all that is new has begun.',
    ),
    changePoll(settings, 'pause', 'Pause a poll', 'It does not look until it is resumed, also in versions to come.'),
    changePoll(settings, 'resume', 'Resume a poll', 'It looks at once, and finds what has come meanwhile.'),
  ]
}

function listPolls({ polls, store, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/polls',
    access: 'local',
    group,
    summary: 'List polls, by workflow',
    query: z.strictObject({ ...pageQuery, workflow: z.string().optional().meta({ description: 'Only those of this workflow.' }) }),
    answers: {
      200: { description: 'A page of polls.', schema: z.object({ items: z.array(poll), nextCursor: z.string().optional() }) },
    },
    async handle({ query }) {
      const filter = query.workflow === undefined ? {} : { workflowId: query.workflow }
      const { items, nextCursor } = await polls.list(account, filter, toPage(query))
      const views = await Promise.all(items.map((row) => pollView(store, row)))
      return jsonAnswer(200, { items: views, ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

function showPoll(settings: Settings): Route {
  return defineRoute({
    method: 'get',
    path,
    access: 'local',
    group,
    summary: 'Show a poll',
    params: place,
    answers: { 200: { description: 'The poll.', schema: poll }, 404: missing },
    async handle({ params }) {
      const row = await settings.polls.get(keyOf(settings, params))
      if (row === undefined) throw unknownPoll(params)
      return jsonAnswer(200, await viewOf(settings, row))
    },
  })
}

function changePoll(settings: Settings, verb: 'look' | 'pause' | 'resume', summary: string, description: string): Route {
  return defineRoute({
    method: 'post',
    path: `${path}/${verb}`,
    access: 'local',
    group,
    summary,
    description,
    params: place,
    answers: { 200: { description: 'The poll, as it is now.', schema: poll }, 404: missing },
    async handle({ params }) {
      const changed = await settings.polls[verb](keyOf(settings, params))
      if (changed === undefined) throw unknownPoll(params)
      return jsonAnswer(200, await viewOf(settings, changed))
    },
  })
}

async function viewOf({ store }: Settings, row: StoredPoll): ReturnType<typeof pollView> {
  return pollView(store, listedPoll(row, row.isBeginning ? await store.polls.countFound(row) : 0))
}

function keyOf({ account }: Settings, { workflow, trigger }: z.output<typeof place>): PollKey {
  return { account, workflowId: workflow, triggerId: trigger }
}

function unknownPoll({ workflow, trigger }: z.output<typeof place>): ProblemError {
  const name = JSON.stringify(`${workflow} ${trigger}`.slice(0, 200))
  return new ProblemError('POLL_NOT_FOUND', `There is no poll ${name}: GET /api/v1/polls lists them.`)
}
