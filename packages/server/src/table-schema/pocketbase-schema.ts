import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '@millrace/engine'
import type { Column, Table } from '@millrace/store'
import { collectionNames, fieldNames } from './pocketbase-names.ts'

/** Collections as PocketBase (0.23 and later) imports them in its settings. Only its superusers get in until rules are written. */
export function pocketbaseCollections(tables: readonly Table[]): readonly JsonObject[] {
  const known = new Set(tables.map(({ name }) => name))
  const collections = collectionNames(tables.map(({ name }) => name))
  return tables.map((table) => collection(table, collections.get(table.name) ?? table.name, known))
}

function collection(table: Table, name: string, known: ReadonlySet<string>): JsonObject {
  const names = fieldNames(table.columns.map((column) => column.name))
  const named = table.columns.map((column) => ({ column, name: names.get(column.name) ?? column.name }))
  return {
    id: collectionId(table.name),
    name,
    type: 'base',
    system: false,
    listRule: null,
    viewRule: null,
    createRule: null,
    updateRule: null,
    deleteRule: null,
    fields: [idField, ...named.map(({ column, name: own }) => ({ ...field(table.name, column, known), name: own })), ...timeFields],
    indexes: named.flatMap(({ column, name: own }) => indexOf(table.name, column, { collection: name, field: own })),
  }
}

const idField = {
  id: 'text3208210256',
  name: 'id',
  type: 'text',
  system: true,
  hidden: false,
  presentable: false,
  primaryKey: true,
  required: true,
  min: 15,
  max: 24,
  pattern: '^[a-z0-9]+$',
  autogeneratePattern: '[a-z0-9]{15}',
}

const timeFields = [
  { ...plain('createdAt', 'createdAt'), type: 'autodate', onCreate: true, onUpdate: false },
  { ...plain('updatedAt', 'updatedAt'), type: 'autodate', onCreate: true, onUpdate: true },
]

function field(table: string, { name, type, table: target, required }: Column, known: ReadonlySet<string>): JsonObject {
  const common = { ...plain(`${table}.${name}`, name), required: required === true }
  switch (type) {
    case 'string':
      return { ...common, type: 'text', min: 0, max: 0, pattern: '', autogeneratePattern: '', primaryKey: false }
    case 'number':
      return { ...common, type: 'number', min: null, max: null, onlyInt: false }
    // A required one would have to be true there.
    case 'boolean':
      return { ...common, required: false, type: 'bool' }
    case 'date':
      return { ...common, type: 'date', min: '', max: '' }
    case 'geoPoint':
      return { ...common, type: 'geoPoint' }
    case 'pointer':
    case 'relation':
      // One that leads nowhere would be refused: its ids stay text.
      return target === undefined || !known.has(target)
        ? {
            ...common,
            type: type === 'pointer' ? 'text' : 'json',
            ...(type === 'pointer' ? { min: 0, max: 24, pattern: '' } : { maxSize: 0 }),
          }
        : {
            ...common,
            type: 'relation',
            collectionId: collectionId(target),
            cascadeDelete: false,
            minSelect: 0,
            maxSelect: type === 'pointer' ? 1 : 999,
          }
    default:
      return { ...common, type: 'json', maxSize: 0 }
  }
}

function plain(key: string, name: string): { readonly [name: string]: Json } {
  return { id: `f${digest(key).slice(0, 10)}`, name, system: false, hidden: false, presentable: false }
}

function indexOf(table: string, column: Column, place: { readonly collection: string; readonly field: string }): readonly string[] {
  const { name, type, unique, index } = column
  if (unique !== true && (index !== true || type === 'relation')) return []
  const kind = unique === true ? 'UNIQUE INDEX' : 'INDEX'
  // An empty text is what PocketBase has in the place of nothing.
  const where = unique === true ? ` WHERE \`${place.field}\` != ''` : ''
  return [`CREATE ${kind} \`idx_${digest(`${table}.${name}`).slice(0, 10)}\` ON \`${place.collection}\` (\`${place.field}\`)${where}`]
}

function collectionId(table: string): string {
  return `pbc_${digest(table).slice(0, 11)}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
