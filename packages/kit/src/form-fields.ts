import { z } from 'zod'

const shared = {
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, { error: 'must be letters, digits and "_", no digit first' })
    .refine((name) => name !== '__proto__', { error: 'cannot be a name' })
    .meta({ title: 'Name', description: 'What the workflow knows it by: `trigger.fields.NAME`' }),
  label: z.string().min(1).max(200).optional().meta({ title: 'Label', description: 'What people read; the name when left out' }),
  help: z.string().max(500).optional().meta({ title: 'Help', description: 'A line under the label' }),
  required: z.boolean().default(false).meta({ title: 'Required', description: 'It cannot be sent empty' }),
}

const longest = (most: number) => z.int().min(1).max(100_000).default(most).meta({ title: 'Longest', description: 'In characters' })

/** What a form asks for. Shared by the trigger type, which documents it, and the server, which serves it. */
export const formField = z.discriminatedUnion('type', [
  z.strictObject({ ...shared, type: z.literal('text'), maxLength: longest(1_000) }),
  z.strictObject({ ...shared, type: z.literal('textarea'), maxLength: longest(10_000) }),
  z.strictObject({ ...shared, type: z.literal('email') }),
  z.strictObject({
    ...shared,
    type: z.literal('number'),
    min: z.number().optional().meta({ title: 'Least', description: 'The least number' }),
    max: z.number().optional().meta({ title: 'Most', description: 'The greatest number' }),
  }),
  z.strictObject({ ...shared, type: z.literal('date') }),
  z.strictObject({ ...shared, type: z.literal('checkbox') }),
  z.strictObject({
    ...shared,
    type: z.literal('select'),
    options: z.array(z.string().min(1).max(200)).min(1).max(200).meta({ title: 'Options', description: 'What can be chosen' }),
  }),
  z.strictObject({
    ...shared,
    type: z.literal('file'),
    accept: z
      .string()
      .max(200)
      .optional()
      .meta({ title: 'Accept', description: 'What the browser offers, e.g. `image/*,.pdf`; nobody is held to it' }),
  }),
])

export type FormField = z.output<typeof formField>

export const formFields = z
  .array(formField)
  .min(1)
  .max(100)
  .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, { error: 'names a field twice' })
