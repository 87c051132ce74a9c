import { schemaOfType } from '@millrace/engine'
import { paramsSchema, type TriggerType } from '@millrace/kit'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'

const triggerType = z
  .object({
    type: z.string().meta({ example: 'webhook' }),
    title: z.string(),
    icon: z.string(),
    summary: z.string(),
    docs: z.string().meta({ description: 'Markdown.' }),
    params: z.unknown().meta({ description: 'JSON Schema of `with`.' }),
    data: z.unknown().optional().meta({ description: 'JSON Schema of what it brings, beside `id` and `type`.' }),
    examples: z.array(z.unknown()).readonly(),
  })
  .meta({ id: 'TriggerType' })

export function triggerTypesRoute({ registry }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/trigger-types',
    access: 'local',
    group: 'Triggers',
    summary: 'List the trigger types, with the schema of their parameters',
    answers: { 200: { description: 'All of them.', schema: z.object({ items: z.array(triggerType) }) } },
    handle: () => jsonAnswer(200, { items: registry.listTriggers().map(viewOf) }),
  })
}

function viewOf(trigger: TriggerType): z.infer<typeof triggerType> {
  const { type, title, icon, summary, docs, dataType, examples } = trigger
  // What is known of the data whatever the parameters are.
  const data = dataType && schemaOfType(dataType({}))
  return { type, title, icon, summary, docs, params: paramsSchema(trigger), ...(data && { data }), examples: [...examples] }
}
