import type { JsonObject } from '@millrace/engine'
import { folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { connectionField } from '../aws/aws-access.ts'
import { typesField } from './attribute-value.ts'
import { whereSchema } from './where.ts'

/** What the types that work on one table ask for. */
export const tableFields = {
  connection: connectionField,
  table: z
    .string()
    .regex(/^([A-Za-z0-9_.-]{3,255}|arn:[A-Za-z0-9:/_.-]{1,1000})$/, { error: 'is not the name of a table' })
    .meta({ title: 'Table', description: 'Its name' }),
  types: typesField,
}

/** A map of attributes; its own, not a list. */
export const attributes: z.ZodType<JsonObject, JsonObject> = z.record(z.string().min(1), jsonValue())

export const keyField = attributes.meta({
  title: 'Key',
  description: "The item's key attributes and their values: the partition key, and the sort key if the table has one",
})

export const conditionField = whereSchema
  .optional()
  .meta({ title: 'Condition', description: 'What must hold of the item that is there, or nothing is changed' })

export const ttlAttributeField = z
  .string()
  .min(1)
  .optional()
  .meta({
    title: 'TTL attribute',
    description: "The table's attribute for time to live: items whose time is over count as missing",
    ...folded,
  })
