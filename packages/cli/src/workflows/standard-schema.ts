import { type JsonObject, workflowSchema } from '@millrace/engine'
import { schemaTypes } from '@millrace/kit'
import { createStandardCatalog } from '@millrace/nodes'

/** JSON Schema of the workflow file with the types of the standard catalogue. */
export function standardSchema(): JsonObject {
  return workflowSchema(schemaTypes(createStandardCatalog()))
}
