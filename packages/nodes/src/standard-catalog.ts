import { createCatalog, type Registry } from '@millrace/kit'
import { connectionTypes } from './connection-types.ts'
import { nodeTypes } from './node-types.ts'
import { triggerTypes } from './trigger-types.ts'

/** All that comes with Millrace. */
export function createStandardCatalog(): Registry {
  return createCatalog(nodeTypes, triggerTypes, connectionTypes)
}
