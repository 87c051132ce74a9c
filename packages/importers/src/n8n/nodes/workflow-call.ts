import type { JsonObject } from '@millrace/engine'
import { at, fieldsOf, located, textAt } from '../read-value.ts'
import { type Converter, whole } from './converter.ts'
import { placeholder } from './placeholder.ts'

export const workflowCall: Converter = (context) => {
  const { parameters } = context.node
  const source = textAt(parameters, 'source') ?? 'database'
  if (source !== 'database') return placeholder(context, 'calls a workflow that stands in the node itself')
  const written = at(parameters, 'workflowId')
  const id = located(written)
  const given = typeof id === 'string' || typeof id === 'number' ? `${id}` : ''
  const name = textAt(written, 'cachedResultName') ?? given
  const workflow = context.workflowId(name.replace(/^.* — /, ''))
  context.note('by-hand', `It calls the workflow "${name}" (${given}).`, `Import that workflow too, and see that its id is "${workflow}".`)
  if (context.input.amount !== 'one') {
    context.note('changed', 'n8n gave all items to one run of the other workflow.', 'See whether it should be called once for each.')
  }
  return {
    type: 'workflow.call',
    with: {
      workflow,
      ...inputsOf(context),
      ...(at(parameters, 'options', 'waitForSubWorkflow') === false && { wait: false }),
    },
    output: 'maybe',
  }
}

/** The fields that are named, or else the whole item. */
function inputsOf(context: Parameters<Converter>[0]): JsonObject {
  const named = Object.entries(fieldsOf(at(context.node.parameters, 'workflowInputs', 'value')))
  if (named.length > 0) return { inputs: Object.fromEntries(named.map(([name, value]) => [name, context.value(value, name)])) }
  const { input } = context
  return { inputs: whole(input.amount === 'many' ? `${input.value}[0]${input.path}` : `${input.value}${input.path}`) }
}
