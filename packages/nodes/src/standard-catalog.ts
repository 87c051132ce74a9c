import { createCatalog, type Registry } from '@millrace/kit'
import { nodeTypes } from './node-types.ts'
import { triggerTypes } from './trigger-types.ts'

/** All that comes with Millrace. */
export function createStandardCatalog(): Registry {
  return createCatalog(nodeTypes, triggerTypes)
}
