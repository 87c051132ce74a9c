import { isJsonObject, type Json, listOf, mapOf, stringType, unknownType, type ValueType } from '@millrace/engine'
import { control, defineTrigger, FatalError, folded, jsonValue, type LookResult } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'
import { fieldPath, readField } from '../transform/field-path.ts'

const leastMs = 1000

const node = z.strictObject({
  type: z
    .string()
    .min(1)
    .meta({ title: 'Type', description: 'One that reads, e.g. `http.request`', ...control('node-type') }),
  with: z.record(z.string(), jsonValue()).default({}).meta({ title: 'Parameters', description: 'As in a node of this type' }),
})

export const poll = defineTrigger({
  type: 'poll',
  title: 'Poll',
  icon: 'radar',
  summary: 'Looks with a node for what is new, and starts once for each item that it has not seen.',
  docs: `Every so often it runs \`node\`: any node type that only reads, such as \`http.request\`, \`postgres.query\` or \`s3.list\`. In \`items\`, \`cursor\` and \`more\`, \`input\` is what that node gave.

\`items\` is the list of what is there, oldest first. What makes an item itself is its field \`id\` (\`number\`, \`order.id\`); without it, all of its content. An item that has been seen starts nothing again: those of the last look are remembered, as many again that came before, and at least 1,000.

\`cursor\` is what the next look begins with, at most 1 MB: there, \`trigger.cursor\` is what the look before has left, and null the first time. With \`more\` it looks again at once, for a source that gives what is new in pages; not after a page that has nothing new and leaves the cursor where it was.

**Once for each item.** What a look has found is on disk before the first execution is begun, so that a crash neither loses an item nor starts it twice. When a look fails, the cursor stays where it was; after each failure the next look waits longer, up to 15 minutes or \`every\`.

What was there before the first look starts nothing, unless \`from: beginning\`. So it is too after a new version that looks at something else. A clock that was far ahead for a while leaves no poll silent: one whose last look lies ahead looks at once. A look takes at most two minutes, and a source that does not answer holds up no other poll; nodes that wait, call a workflow, or use packages cannot look. A pause ends the look that is under way, and what was found and not begun yet begins after it. A file that a look makes belongs to the execution of the item that names it, and goes where no new item does.

In expressions, \`trigger\` has \`item\`, or with \`batch\` \`items\`, the list of all that the look has found; and \`lookedAt\`. \`millrace poll\` lists polls, lets one look now, pauses and resumes it.`,
  params: z.strictObject({
    every: durationText()
      .refine((text) => durationMs(text) >= leastMs, { error: 'must be a second or longer' })
      .default('5m')
      .meta({ title: 'Every', description: 'From the end of one look to the next' }),
    node: node.meta({ title: 'Node', description: 'Type and parameters of the node to look with' }),
    items: z
      .union([z.string(), z.array(jsonValue())])
      .default('{{ input }}')
      .meta({ title: 'Items', description: 'The list of what is there, oldest first', ...control('expression') }),
    id: fieldPath
      .optional()
      .meta({ title: 'Id', description: 'The field that tells one item from all others, e.g. `id`; its whole content, when left out' }),
    cursor: jsonValue()
      .optional()
      .meta({ title: 'Cursor', description: 'What the next look begins with, as `trigger.cursor`', ...control('expression'), ...folded }),
    more: z
      .union([z.string(), z.boolean()])
      .default(false)
      .meta({ title: 'More', description: 'Whether to look again at once', ...control('expression'), ...folded }),
    batch: z
      .boolean()
      .default(false)
      .meta({ title: 'Batch', description: 'One execution for all that a look has found', ...folded }),
    from: z
      .enum(['now', 'beginning'])
      .default('now')
      .meta({ title: 'From', description: 'Whether what is there already starts executions', ...folded }),
  }),
  lookParams: ['node', 'items', 'cursor', 'more'],
  look: ({ every, node: { type, with: params }, items, id, cursor = null, more, batch, from }) => ({
    nodes: { look: { type, with: params, next: 'found' }, found: { type: 'set', with: { values: { items, cursor, more } } } },
    places: [
      { inNodes: ['look'], inWith: ['node'] },
      ...['items', 'cursor', 'more'].map((name) => ({ inNodes: ['found', 'with', 'values', name], inWith: [name] })),
    ],
    everyMs: durationMs(every),
    startsFrom: from,
    isBatch: batch,
    read: (result) => readFound(result, id),
  }),
  data: ({ batch }) => dataOf(batch),
  examples: [
    {
      name: 'new orders of a shop',
      with: {
        every: '1m',
        node: { type: 'http.request', with: { url: 'https://shop.example.com/orders?since={{ trigger.cursor }}', connection: 'shop' } },
        items: '{{ input.body.orders }}',
        id: 'number',
        cursor: '{{ input.body.until }}',
      },
    },
    {
      name: 'rows of a database, a hundred at a time',
      with: {
        every: '10s',
        node: {
          type: 'postgres.query',
          with: {
            connection: 'warehouse',
            query: 'SELECT id, total FROM orders WHERE id > $1 ORDER BY id LIMIT 100',
            values: ['{{ trigger.cursor ?? 0 }}'],
          },
        },
        items: '{{ input.rows }}',
        id: 'id',
        cursor: '{{ input.rows[input.rows.length - 1]?.id ?? trigger.cursor }}',
        more: '{{ input.rows.length == 100 }}',
      },
    },
  ],
})

function readFound(result: Json, id: string | undefined): LookResult {
  const { items = null, cursor = null, more = false } = isJsonObject(result) ? result : {}
  if (!Array.isArray(items)) throw new FatalError(`items must be a list, but it is ${textOf(items)}.`, { code: 'BAD_INPUT' })
  return { items: items.map((item) => ({ id: idOf(item, id), item })), cursor, hasMore: more === true }
}

function idOf(item: Json, path: string | undefined): string {
  if (path === undefined) return JSON.stringify(item)
  const found = readField(item, path)
  if (typeof found === 'string' || typeof found === 'number') return String(found)
  throw new FatalError(`The field ${path} of an item must be a text or a number, but in ${textOf(item)} it is not.`, { code: 'BAD_INPUT' })
}

function textOf(value: Json): string {
  return JSON.stringify(value).slice(0, 100)
}

function dataOf(isBatch: Json | undefined): ValueType {
  const lookedAt = { type: stringType, about: 'When it was found, in ISO 8601.' }
  if (isBatch === true) return mapOf({ items: listOf(unknownType), lookedAt })
  return mapOf({ item: { type: unknownType, about: 'What was found.' }, lookedAt })
}
