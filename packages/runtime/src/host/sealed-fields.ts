import { randomBytes } from 'node:crypto'
import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { type Key, keyIdOf, keyOf, open, type Sealed, seal } from '../secrets/sealed.ts'
import { secretsError } from '../secrets/secrets-error.ts'

/**
 * The secret fields of one connection as text: `{ dataKey, fields: { <name>: sealed } }`. Each connection has a data key of its own, which only
 * the instance's key opens, so that a new instance key means to wrap data keys again, not to decrypt everything. A field opens only as
 * that field, of that connection, of that account.
 */
export interface SealingPlace {
  readonly account: string
  readonly connection: string
}

export function sealFields(key: Key, { account, connection }: SealingPlace, fields: JsonObject): string {
  const bytes = randomBytes(32)
  const dataKey = keyOf(bytes)
  const sealed = Object.entries(fields).map(([field, value]): [string, Sealed] => [
    field,
    seal(dataKey, Buffer.from(JSON.stringify(value)), ['connection', account, connection, field]),
  ])
  return JSON.stringify({ dataKey: seal(key, bytes, ['connection key', account, connection]), fields: Object.fromEntries(sealed) })
}

export function openFields(key: Key, { account, connection }: SealingPlace, text: string): JsonObject {
  const what = `Connection "${connection}"`
  const { dataKey, fields } = parse(text, what)
  const expected = keyIdOf(dataKey)
  if (expected === undefined) throw secretsError.tampered(what, 'its data key is no sealed value')
  if (expected !== key.id) throw secretsError.wrongKey(what, expected, key.id)
  const bytes = open(key, dataKey, ['connection key', account, connection])
  if (bytes === undefined) throw secretsError.tampered(what, 'its data key')
  const opened = Object.entries(fields).map(([field, sealed]): [string, Json] => {
    const value = open(keyOf(bytes), sealed, ['connection', account, connection, field])
    if (value === undefined) throw secretsError.tampered(what, `field "${field}"`)
    return [field, JSON.parse(value.toString('utf8'))]
  })
  return Object.fromEntries(opened)
}

/** Which fields are set, without opening them. */
export function sealedFieldNames(text: string): readonly string[] {
  return Object.keys(parse(text, 'A connection').fields)
}

function parse(text: string, what: string): { readonly dataKey: Sealed; readonly fields: Readonly<Record<string, Sealed>> } {
  const value: Json = JSON.parse(text)
  const isWhole = isJsonObject(value) && typeof value.dataKey === 'string' && isJsonObject(value.fields)
  if (!isWhole || Object.values(value.fields as JsonObject).some((sealed) => typeof sealed !== 'string')) {
    throw secretsError.tampered(what, 'it is not a sealed connection')
  }
  return value as { dataKey: Sealed; fields: Record<string, Sealed> } // Just checked.
}
