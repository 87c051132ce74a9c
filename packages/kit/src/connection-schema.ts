import type { JsonObject } from '@millrace/engine'
import { z } from 'zod'
import type { ConnectionType } from './define-connection.ts'

/** JSON Schema of a connection's values, for forms. What is secret says so with `secret: true`. No expressions: connections are no templates. */
export function connectionSchema({ params }: Pick<ConnectionType, 'params'>): JsonObject {
  // A schema document is JSON by nature; zod's type for it merely says so less strictly.
  return z.toJSONSchema(params, { io: 'input', target: 'draft-2020-12' }) as unknown as JsonObject
}
