import { isJsonObject, type JsonObject } from '@millrace/engine'
import { z } from 'zod'

const values = z.custom<JsonObject>((value) => isJsonObject(value as never), { error: 'it must be a map' })
const name = z.string().meta({ description: 'What nodes name in `with.connection`.', example: 'stripe' })
const type = z.string().meta({ example: 'http.bearer' })

export const connectionName = z.object({ name })

export const connectionDraft = z.strictObject({
  type,
  values: values.meta({ type: 'object', description: 'By the schema of the type, secrets included.' }),
})

export const newConnection = connectionDraft.extend({ name })

export const connectionChange = z.strictObject({
  values: values.meta({ type: 'object', description: 'What is not named stays as it is; null takes a value away.' }),
})

export const connection = z
  .object({
    name,
    type,
    values: z.unknown().meta({ description: 'Without the secrets, which are never shown.', example: { hosts: ['api.stripe.com'] } }),
    secrets: z
      .array(z.string())
      .readonly()
      .meta({ description: 'The secret fields that have a value.', example: ['token'] }),
    origin: z.enum(['environment', 'store']),
    revision: z.string().meta({ description: 'Another one after each change.' }),
    problem: z.string().optional().meta({ description: 'Why a connection of the environment cannot be read.' }),
    createdAt: z.iso.datetime().optional(),
    updatedAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'Connection' })

export const connectionList = z.object({ items: z.array(connection), nextCursor: z.string().optional() })

export const connectionTypeList = z.object({
  items: z.array(
    z
      .object({
        type,
        title: z.string(),
        icon: z.string(),
        summary: z.string(),
        docs: z.string().meta({ description: 'Markdown.' }),
        schema: z.unknown().meta({ description: 'JSON Schema of `values`; what is secret says `"secret": true`.' }),
        secretFields: z.array(z.string()).readonly(),
        examples: z.array(z.unknown()).readonly(),
      })
      .meta({ id: 'ConnectionType' }),
  ),
})
