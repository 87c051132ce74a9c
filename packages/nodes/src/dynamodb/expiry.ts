import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'
import type { AttributeValue, Item } from './attribute-value.ts'
import type { Bindings } from './bindings.ts'

/** Owns: time to live as DynamoDB has it: an attribute with the second, since 1970, when an item ends. Any other kind of value means never. */
export const ttlField = z
  .strictObject({
    attribute: z.string().min(1).meta({ title: 'Attribute', description: 'Which the table is told to look at' }),
    after: durationText().meta({ title: 'After', description: 'How long the item lives, e.g. `30d`' }),
  })
  .optional()
  .meta({ title: 'Time to live', description: 'After which the item counts as missing; for ever when left out' })

export function expiryOf(ttl: z.output<typeof ttlField>, now: number): Readonly<Record<string, AttributeValue>> {
  if (ttl === undefined) return {}
  return { [ttl.attribute]: { N: String(Math.ceil((now + durationMs(ttl.after)) / 1000)) } }
}

export function hasExpired(item: Item, attribute: string | undefined, now: number): boolean {
  const end = attribute !== undefined && Object.hasOwn(item, attribute) ? item[attribute]?.N : undefined
  return end !== undefined && Number(end) <= now / 1000
}

/** What holds of items that have not ended. */
export function stillAlive(attribute: string, bindings: Bindings, now: number): string {
  const name = bindings.name(attribute)
  const isNumber = `attribute_type(${name}, ${bindings.value('N')})`
  return `(NOT ${isNumber} OR ${name} > ${bindings.value(Math.floor(now / 1000))})`
}
