import type { Json } from '@millrace/engine'
import type { TableQuery } from '@millrace/store'
import { z } from 'zod'
import { recordFields } from './record-fields.ts'

/** What a list of records takes, in the query of an address and, with the same names, in a body. */
const limit = z.coerce.number().int().min(1).max(1_000).default(100).meta({ description: 'How many at most.' })
const skip = z.coerce
  .number()
  .int()
  .min(0)
  .max(10_000_000)
  .default(0)
  .meta({ description: 'How many to leave out first. Pages by cursor are faster.' })
const cursor = z.string().optional().meta({ description: '`nextCursor` of the page before.' })

const names = z.array(z.string().max(300)).max(200)

const where = z
  .string()
  .transform(parseJsonParameter)
  .pipe(recordFields)
  .optional()
  .meta({ description: 'Conditions, as JSON.', example: '{"age":{"greaterThan":17}}' })

/** JSON, as Parse has it, or simply names with commas between. */
const sort = z
  .string()
  .transform((text, context) => (/^\s*[[{"]/.test(text) ? parseJsonParameter(text, context) : namesIn(text)))
  .pipe(
    z.union([
      names,
      z.string().transform((text) => [text]),
      z.record(z.string(), z.union([z.literal(1), z.literal(-1)])).transform(namesOf),
    ]),
  )
  .optional()
  .meta({ description: 'Columns, `-` before one for the other way round, e.g. `-age,name`; or as JSON.' })

const list = z.string().transform(namesIn).pipe(names).optional()

export const recordView = {
  select: list.meta({ description: 'Only these fields, with commas between.' }),
  include: list.meta({ description: 'Pointers and relations in whose place the records shall stand, e.g. `author,author.company`.' }),
}

export const recordQuery = {
  where,
  sort,
  limit,
  skip,
  cursor,
  ...recordView,
  count: z
    .enum(['true', 'false', ''])
    .optional()
    .meta({ description: 'Also say how many there are in all.' })
    .transform((text) => text === 'true' || text === ''),
}

/** The same in a body, where nothing has to be text. */
export const recordQueryBody = z.strictObject({
  where: recordFields.optional(),
  sort: names.optional(),
  limit,
  skip,
  cursor,
  select: names.optional(),
  include: names.optional(),
  count: z.boolean().default(false),
})

/** Whatever was left out is left out. */
export function toTableQuery(query: Omit<z.output<typeof recordQueryBody>, 'count'>): TableQuery {
  const { where, sort, limit, skip, cursor, select, include } = query
  return {
    limit,
    skip,
    ...(where !== undefined && { where }),
    ...(sort !== undefined && { sort }),
    ...(cursor !== undefined && { cursor }),
    ...toView({ select, include }),
  }
}

export function toView({
  select,
  include,
}: {
  select?: string[] | undefined
  include?: string[] | undefined
}): Pick<TableQuery, 'select' | 'include'> {
  return { ...(select !== undefined && { select }), ...(include !== undefined && { include }) }
}

export function parseJsonParameter(text: string, context: z.core.$RefinementCtx): Json {
  try {
    return JSON.parse(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: `is no JSON: ${error instanceof Error ? error.message : String(error)}`, input: text })
    return z.NEVER
  }
}

function namesIn(text: string): string[] {
  return text === '' ? [] : text.split(',').map((name) => name.trim())
}

function namesOf(order: Readonly<Record<string, 1 | -1>>): string[] {
  return Object.entries(order).map(([name, direction]) => (direction === 1 ? name : `-${name}`))
}
