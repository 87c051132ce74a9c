import { z } from 'zod'
import { byteSize } from './byte-size.ts'
import { callRate } from './call-rate.ts'
import { folded } from './control.ts'
import { pagePath } from './entry-name.ts'
import { formFields } from './form-fields.ts'

/** What people see of a form. Shared by all that asks with one, which documents it, and the server, which serves it. */
export const formPageParams = z.strictObject({
  title: z.string().min(1).max(200).meta({ title: 'Title', description: 'What stands on top of the page' }),
  description: z.string().max(5_000).optional().meta({ title: 'Description', description: 'Text under the title' }),
  fields: formFields.meta({ title: 'Fields', description: 'What people are asked for, in this order' }),
  submit: z
    .string()
    .min(1)
    .max(100)
    .default('Send')
    .meta({ title: 'Button', description: 'What the button says', ...folded }),
  done: z
    .string()
    .min(1)
    .max(5_000)
    .default('Thank you. We have received it.')
    .meta({ title: 'Text afterwards', description: 'What people read once it is sent' }),
})

export type FormPageParams = z.output<typeof formPageParams>

/** The parameters of a form that starts executions. */
export const formParams = z
  .strictObject({
    path: pagePath.meta({ title: 'Path', description: 'Under `/form`' }),
    ...formPageParams.shape,
    respond: z
      .enum(['immediately', 'respond-node'])
      .default('immediately')
      .meta({ title: 'Respond', description: 'With the text above, once the start is on disk; or with what a `respond` node gives' }),
    redirect: z
      .union([z.url({ protocol: /^https?$/ }), z.string().regex(/^\/(?![/\\])[^\s\\]*$/, { error: 'must be an http address, or a path' })])
      .optional()
      .meta({ title: 'Redirect', description: 'Where to lead afterwards, in place of the text', ...folded }),
    maxBytes: byteSize()
      .optional()
      .meta({ title: 'Largest', description: 'Of all that is sent at once; 16 MiB when left out', ...folded }),
    rateLimit: callRate.prefault({ limit: 60, per: '1m' }).meta({ title: 'Rate limit', description: 'How often it is taken', ...folded }),
  })
  .refine(({ redirect, respond }) => redirect === undefined || respond === 'immediately', {
    path: ['redirect'],
    error: 'counts only with respond: immediately; use the "redirect" of the respond node',
  })

export type FormParams = z.output<typeof formParams>
