import { parseWorkflow } from '@millrace/engine'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { workflowGroup } from './workflows.ts'

const template = z
  .object({
    id: z.string().meta({ example: 'hello' }),
    name: z.string(),
    summary: z.string().meta({ description: 'What one would use it for.' }),
    tags: z.array(z.string()),
    triggers: z.array(z.string()).meta({ description: 'The types of its triggers.', example: ['webhook'] }),
    source: z.string().meta({ description: 'The file.' }),
  })
  .meta({ id: 'Template' })

/** Workflows to begin with: whoever makes one of them gives it an id of its own. */
export function templatesRoute({ templates, registry }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/templates',
    access: 'local',
    group: workflowGroup,
    summary: 'List the workflows to begin with',
    description: 'A few examples. Nothing of them runs before one is written as a workflow of your own.',
    answers: { 200: { description: 'All of them.', schema: z.object({ items: z.array(template) }) } },
    handle() {
      const items = templates.map(({ id, summary, tags, source }) => {
        const parsed = parseWorkflow(source, registry)
        const { name = id, triggers = {} } = parsed.ok ? parsed.workflow : {}
        return { id, name, summary, tags: [...tags], triggers: [...new Set(Object.values(triggers).map(({ type }) => type))], source }
      })
      return jsonAnswer(200, { items })
    },
  })
}
