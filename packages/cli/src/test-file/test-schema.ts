import { parseDuration } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import { z } from 'zod'

const fields = z.record(z.string(), jsonValue())
const status = z.enum(['success', 'failed', 'canceled', 'timed_out', 'crashed'])
const stepStatus = z.enum(['success', 'failed', 'skipped', 'canceled'])

const duration = z.string().refine((text) => parseDuration(text) !== undefined, { error: 'must be a duration such as 5m' })

/** `later` alone only lets time pass. */
const event = z
  .strictObject({ name: z.string().optional(), data: jsonValue().default(null), later: duration.optional() })
  .refine(({ name, later }) => name !== undefined || later !== undefined, { error: 'needs a "name"' })

const request = z.strictObject({
  method: z.string().optional(),
  path: z.string().startsWith('/').optional(),
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  headers: z.record(z.string(), z.string()).default({}),
  body: jsonValue().optional(),
  claims: fields.optional(),
})

const change = z
  .strictObject({ before: fields.optional(), after: fields.optional() })
  .refine(({ before, after }) => before !== undefined || after !== undefined, { error: 'needs "before", "after" or both' })

/** It stays in the folder that the test has made, whatever machine runs it. */
const files = z
  .record(z.string(), z.string())
  .refine((texts) => Object.keys(texts).every(staysInside), { error: 'must name files of the folder, such as a.csv or in/a.csv' })

function staysInside(name: string): boolean {
  return !/[\\\0]/.test(name) && name.split('/').every((part) => !['', '.', '..'].includes(part))
}

/** What came to a trigger. Which of them a test says is up to the type of its trigger. */
const firings = {
  request: request.optional(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  message: z.string().optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  event: z.union([event, z.array(event).min(1)]).optional(),
  change: change.optional(),
  ended: z
    .strictObject({
      workflow: z.string(),
      status: z.enum(['success', 'failed', 'canceled', 'timed_out']).default('success'),
      result: jsonValue().default(null),
    })
    .optional(),
  failed: z.strictObject({ message: z.string() }).optional(),
  mails: z.array(fields).min(1).optional(),
  files: files.optional(),
  answer: jsonValue().optional(),
  data: fields.optional(),
}

/** Records alone make a table whose columns are theirs. */
const table = z.union([
  z.array(fields).transform((records) => ({ columns: [], records })),
  z.strictObject({ columns: z.array(fields), records: z.array(fields).default([]) }),
])

const given = z.union([
  z.strictObject({ output: jsonValue(), port: z.string().optional() }),
  z.strictObject({
    error: z.strictObject({ code: z.string(), message: z.string().default('Given by the test.'), details: jsonValue().optional() }),
  }),
])

const stepWanted = z.union([
  stepStatus,
  z.strictObject({
    status: stepStatus.optional(),
    input: jsonValue().optional(),
    output: jsonValue().optional(),
    times: z.int().min(0).optional(),
  }),
])

const expected = z.strictObject({
  starts: z.int().min(0).default(1),
  status: status.optional(),
  result: jsonValue().optional(),
  error: fields.optional(),
  trigger: fields.optional(),
  steps: z.record(z.string(), stepWanted).default({}),
  answer: z
    .strictObject({ status: z.int().optional(), headers: z.record(z.string(), z.string()).default({}), body: jsonValue().optional() })
    .optional(),
  tables: z.record(z.string(), z.array(fields)).default({}),
})

const test = z.strictObject({
  name: z.string().min(1),
  trigger: z.string().optional(),
  ...firings,
  inputs: fields.optional(),
  tables: z.record(z.string(), table).default({}),
  given: z.record(z.string(), given).default({}),
  expect: expected,
})

export const testFile = z.strictObject({ workflow: z.string().optional(), tests: z.array(test).min(1) })

export type TestCase = z.output<typeof test>
export type Expected = z.output<typeof expected>
export type Given = z.output<typeof given>
export type Firing = keyof typeof firings

export const firingKeys = Object.keys(firings) as readonly Firing[] // It has no others.
