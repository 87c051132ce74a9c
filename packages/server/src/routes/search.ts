import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'

const progress = z
  .object({
    indexed: z.int().meta({ description: 'The position in the log that the index has come to.' }),
    recorded: z.int().meta({ description: 'The last position in the log.' }),
    bytes: z.int().meta({ description: 'What the index takes on disk.' }),
  })
  .meta({ id: 'SearchProgress' })

const group = 'Executions'

/** The index behind `search` in the list of executions. */
export function searchRoutes({ store: { search } }: Settings): readonly Route[] {
  const show = defineRoute({
    method: 'get',
    path: '/api/v1/search',
    access: 'local',
    group,
    summary: 'Show how far the search index has come',
    answers: { 200: { description: 'The progress.', schema: progress } },
    handle: async () => jsonAnswer(200, await search.progress()),
  })

  const rebuild = defineRoute({
    method: 'post',
    path: '/api/v1/search/rebuild',
    access: 'local',
    group,
    summary: 'Make the search index anew',
    description: 'Nothing is lost: it follows from the log. Until it has caught up, a search finds less, and says so.',
    body: { type: 'json', schema: z.strictObject({}), example: {} },
    answers: { 202: { description: 'It has begun.', schema: progress } },
    async handle() {
      await search.rebuild()
      return jsonAnswer(202, await search.progress())
    },
  })

  return [show, rebuild]
}
