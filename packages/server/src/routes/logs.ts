import { logLevels } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { lineFilterOf, logLine, logLineView } from '../views/log-line-view.ts'
import { pageQuery, toPage } from './page-query.ts'

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const name = (description: string) => z.string().min(1).max(200).optional().meta({ description })

const logsQuery = z.strictObject({
  ...pageQuery,
  level: z.enum(logLevels).optional().meta({ description: 'Of this level or a more serious one.' }),
  workflow: name('Only of its executions.'),
  execution: name('Only of this one.'),
  node: name('Only of steps of the node with this id, in whatever scope.'),
  text: name('Stands in the message; A to Z are like a to z.'),
  from: moment.optional().meta({ description: 'Logged at or after this time.' }),
  to: moment.optional().meta({ description: 'Logged before this time.' }),
})

export function logsRoute({ store, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/logs',
    access: 'local',
    group: 'Executions',
    summary: 'List what steps have logged, newest first',
    description:
      'Of all executions that are kept, as far as their workflows let it be recorded. A page may be shorter than its limit and still have a `nextCursor`: ask on as long as there is one. `/api/v1/live` tells what comes.',
    query: logsQuery,
    answers: {
      200: { description: 'A page of lines.', schema: z.object({ items: z.array(logLine), nextCursor: z.string().optional() }) },
    },
    async handle({ query }) {
      const { items, nextCursor } = await store.logLines.list(account, lineFilterOf(query), toPage(query))
      return jsonAnswer(200, { items: items.map(logLineView), ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}
