import { jsonValue } from '@millrace/kit'
import { z } from 'zod'

const path = z
  .array(z.union([z.string(), z.int().min(0)]))
  .max(64) // No file is nested deeper.
  .readonly()
  .meta({ description: 'Keys of maps and indexes of lists, from 0.', example: ['nodes', 'charge', 'with', 'url'] })

const placeChange = [
  z.strictObject({ type: z.literal('set'), path, value: jsonValue() }),
  z.strictObject({
    type: z.literal('insert'),
    path,
    value: jsonValue(),
    before: z.string().exactOptional().meta({ description: 'The key before which a new one goes; the end when left out.' }),
  }),
  z.strictObject({ type: z.literal('delete'), path }),
  z.strictObject({ type: z.literal('rename'), path, to: z.string() }),
  z.strictObject({
    type: z.literal('move'),
    path,
    before: z.union([z.string(), z.int().min(0), z.null()]).meta({ description: 'A key or an index; null for the end.' }),
  }),
  z.strictObject({ type: z.literal('text'), offset: z.int().min(0), remove: z.string(), insert: z.string() }),
] as const

const oneChange = z.discriminatedUnion('type', placeChange)

/** A change of a workflow file, as the engine's `Change`; lists of changes do not nest here, for nobody needs it. */
export const change = z
  .discriminatedUnion('type', [
    ...placeChange,
    z.strictObject({
      type: z.literal('all'),
      changes: z.array(oneChange).readonly().meta({ description: 'One after the other; all or none.' }),
    }),
  ])
  .meta({ id: 'Change' })
