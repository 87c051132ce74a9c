import { nearestWord, schemaOfType } from '@millrace/engine'
import { paramsSchema, type TriggerType } from '@millrace/kit'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'

const group = 'Triggers'

const triggerTypeSummary = z
  .object({ type: z.string().meta({ example: 'webhook' }), title: z.string(), icon: z.string(), summary: z.string() })
  .meta({ id: 'TriggerTypeSummary' })

const triggerType = triggerTypeSummary
  .extend({
    docs: z.string().meta({ description: 'Markdown.' }),
    params: z.unknown().meta({ description: 'JSON Schema of `with`.' }),
    data: z.unknown().optional().meta({ description: 'JSON Schema of what it brings, beside `id` and `type`.' }),
    examples: z.array(z.unknown()).readonly(),
  })
  .meta({ id: 'TriggerType' })

export function triggerTypeRoutes({ registry }: Settings): readonly Route[] {
  const list = defineRoute({
    method: 'get',
    path: '/api/v1/trigger-types',
    access: 'local',
    group,
    summary: 'List the trigger types',
    answers: { 200: { description: 'All of them.', schema: z.object({ items: z.array(triggerTypeSummary) }) } },
    handle: () => jsonAnswer(200, { items: registry.listTriggers().map(summaryOf) }),
  })

  const show = defineRoute({
    method: 'get',
    path: '/api/v1/trigger-types/{type}',
    access: 'local',
    group,
    summary: 'Show a trigger type with the schema of its parameters',
    params: z.object({ type: z.string() }),
    answers: { 200: { description: 'The type.', schema: triggerType }, 404: { description: 'There is no such type.' } },
    handle({ params: { type } }) {
      const found = registry.triggerType(type)
      if (found !== undefined) return jsonAnswer(200, detailOf(found))
      const nearest = nearestWord(type, registry.triggerTypes())
      const hint = nearest === undefined ? ' /api/v1/trigger-types lists them.' : ` Did you mean ${nearest}?`
      throw new ProblemError('TRIGGER_TYPE_NOT_FOUND', `There is no trigger type ${JSON.stringify(type.slice(0, 100))}.${hint}`)
    },
  })

  return [list, show]
}

function summaryOf({ type, title, icon, summary }: TriggerType): z.infer<typeof triggerTypeSummary> {
  return { type, title, icon, summary }
}

function detailOf(trigger: TriggerType): z.infer<typeof triggerType> {
  const { docs, dataType, examples } = trigger
  // What is known of the data whatever the parameters are.
  const data = dataType && schemaOfType(dataType({}))
  return { ...summaryOf(trigger), docs, params: paramsSchema(trigger), ...(data && { data }), examples: [...examples] }
}
