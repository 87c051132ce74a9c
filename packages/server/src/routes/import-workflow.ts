import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { workflowGroup } from './workflows.ts'

const imported = z
  .object({
    id: z.string().meta({ description: 'The id in the file.' }),
    yaml: z.string().meta({ description: 'The workflow file; it has no mistakes.' }),
    notes: z.array(
      z.object({
        severity: z
          .enum(['by-hand', 'changed', 'lost'])
          .meta({ description: '`by-hand`: does not work before somebody has done something; `lost`: nothing stands for it.' }),
        message: z.string(),
        next: z.string().meta({ description: 'What to do about it.' }),
        node: z.string().optional().meta({ description: 'The name of the node it came from.' }),
        id: z.string().optional().meta({ description: 'The node in the file.' }),
      }),
    ),
  })
  .meta({ id: 'ImportedWorkflow' })

/** A converter takes the whole export at once. */
const limitBytes = 4 * 1024 * 1024

const example = { name: 'Greet', nodes: [{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} }], connections: {} }

/** What other products export, as a workflow file: nothing is kept, published or run. */
export function importRoute({ readN8n }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/import/n8n',
    access: 'local',
    group: workflowGroup,
    summary: 'Convert a workflow exported from n8n',
    description:
      'Nothing of it is run or kept: the answer is a workflow file, and what is left to do. What could not be converted fails when it is ' +
      'reached. Send the file on to `PUT /api/v1/workflows/{id}/draft` or publish it.',
    body: { type: 'json', schema: z.looseObject({}), example, limitBytes },
    answers: {
      200: { description: 'The file, and what is left to do.', schema: imported },
      422: { description: 'It is no such export: `detail` says why.' },
    },
    async handle({ body }) {
      const read = await readN8n(body)
      if (typeof read === 'string') throw new ProblemError('IMPORT_UNREADABLE', read)
      return jsonAnswer(200, read)
    },
  })
}
