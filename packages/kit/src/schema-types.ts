import type { TypesForSchema } from '@millrace/engine'
import type { Registry } from './create-catalog.ts'
import { paramsSchema } from './params-schema.ts'

/** Every type of a registry as the engine's `workflowSchema` takes them. */
export function schemaTypes(registry: Registry): TypesForSchema {
  return {
    nodeTypes: registry.list().map((node) => {
      const { type, title, summary, scope } = node
      return { type, title, summary, params: paramsSchema(node), ...(scope !== undefined && { scope }) }
    }),
    triggerTypes: registry.listTriggers().map((trigger) => {
      const { type, title, summary } = trigger
      return { type, title, summary, params: paramsSchema(trigger) }
    }),
  }
}
