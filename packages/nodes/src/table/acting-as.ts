import { control, folded, type Records, type Tables } from '@millrace/kit'
import { z } from 'zod'

const id = z.string().min(1).max(200).nullable()

/** Where it is written and comes to nothing, it is nobody in particular, and never the workflow itself. */
export const asField = z
  .union([id, z.strictObject({ id, roles: z.array(z.string().max(63)).max(50).default([]) })])
  .optional()
  .meta({
    title: 'As',
    description:
      'The person for whom it is done: an id, `{ id, roles }`, or null for somebody who is not signed in. What they see and may do the `access` of the table says; left out, the workflow may do everything',
    ...control('expression'),
    ...folded,
  })

/** The records as the person sees them. */
export function actingAs(tables: Tables, as: z.output<typeof asField>): Records {
  if (as === undefined) return tables
  return tables.as(as === null || typeof as === 'string' ? { id: as, roles: [] } : as)
}
