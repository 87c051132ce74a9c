import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { z } from 'zod'

/** A column of ours, and the field of Parse that it holds. */
export const parseColumn = z.strictObject({
  name: z.string().meta({ title: 'Column', description: 'Its name here' }),
  type: z
    .enum(['string', 'number', 'boolean', 'date', 'json', 'file', 'pointer', 'relation', 'geoPoint'])
    .meta({ title: 'Type', description: 'What the column holds' }),
  from: z.string().meta({ title: 'Field', description: 'Its name in Parse' }),
  table: z.string().optional().meta({ title: 'Table', description: 'Where a pointer or a relation leads' }),
  targetClass: z.string().optional().meta({ title: 'Class', description: 'Where it leads in Parse' }),
  note: z.string().optional().meta({ title: 'Note', description: 'What is not as it was' }),
})

export type ParseColumn = z.output<typeof parseColumn>

/** What becomes of a class. */
export interface ParseClassPlan {
  readonly class: string
  /** Null for a class that is left out. */
  readonly table: string | null
  readonly columns: readonly ParseColumn[]
  readonly notes: readonly string[]
  readonly isOffered: boolean
}

const mostColumns = 200
/** Names that mean something where the name of a column could stand, and columns that every table has. */
const reserved: ReadonlySet<string> = new Set(['id', 'createdat', 'updatedat', 'and', 'or', 'nor', 'not', 'relatedto'])
/** Made by Parse for itself, kept by us for ourselves, or nobody's to have. */
const ownFields: ReadonlySet<string> = new Set(['objectId', 'createdAt', 'updatedAt', 'ACL'])
const secretFields: ReadonlySet<string> = new Set(['password', 'authData', 'sessionToken'])
const systemClasses: ReadonlySet<string> = new Set(['_User', '_Role'])

/** What becomes of each class of a schema: those that are offered first, by name. */
export function planClasses(schemas: readonly Json[]): readonly ParseClassPlan[] {
  const classes = schemas.flatMap((schema) => (isJsonObject(schema) && typeof schema.className === 'string' ? [schema] : []))
  const names = classes.map(({ className }) => String(className)).sort(byCode)
  const tables = tableNames(names)
  const plans = classes.map(({ className, fields = null }) => planClass(String(className), isJsonObject(fields) ? fields : {}, tables))
  return plans.sort((a, b) => Number(b.isOffered) - Number(a.isOffered) || byCode(a.class, b.class))
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Of each class. Those of Parse itself give way to those of people, whose names they may have without the underscore. */
function tableNames(classes: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const inTurn = [...classes].sort((a, b) => Number(a.startsWith('_')) - Number(b.startsWith('_')) || byCode(a, b))
  return new Map(inTurn.map((name) => [name, freeName(name.replace(/^_+/, ''), 'Class', taken)]))
}

/** The name, mended until it is one of ours and nobody else's. */
function freeName(wanted: string, instead: string, taken: Set<string>): string {
  const letters = wanted.replace(/[^A-Za-z0-9_]/g, '_').replace(/^[^A-Za-z]+/, '')
  const base = (letters === '' ? instead : letters).slice(0, 58)
  const first = letters === wanted && wanted.length <= 63 && !reserved.has(wanted.toLowerCase()) ? wanted : undefined
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? (first ?? `${base}_`) : `${base}_${number}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

function planClass(name: string, fields: JsonObject, tables: ReadonlyMap<string, string>): ParseClassPlan {
  const table = tables.get(name) ?? null
  if (name.startsWith('_') && !systemClasses.has(name))
    return { class: name, table: null, columns: [], notes: [leftOut(name)], isOffered: false }
  const notes: string[] = []
  if (table !== name) notes.push(`Its table is called "${table}", for "${name}" cannot be the name of one, or another class has it.`)
  const taken = new Set(['objectId'])
  const objectId: ParseColumn = { name: 'objectId', type: 'string', from: 'objectId' }
  const columns: ParseColumn[] = [objectId]
  for (const [field, kind] of Object.entries(fields).sort(([a], [b]) => byCode(a, b))) {
    if (ownFields.has(field) || (name === '_User' && secretFields.has(field))) continue
    const why = columns.length >= mostColumns ? `a table has ${mostColumns} columns at most` : fieldLeftOut(field, kind)
    if (why !== undefined) notes.push(`Field "${field}" is left out: ${why}.`)
    else columns.push(planColumn(field, kind as JsonObject, { taken, tables }))
  }
  if (name === '_User') notes.push('Passwords, log-ins through others ("authData") and session tokens are secrets, and do not come along.')
  notes.push('ACLs are left out: the access rules of a table say who may do what with its records.')
  return { class: name, table, columns, notes, isOffered: true }
}

function leftOut(name: string): string {
  if (name === '_Session') return 'Left out: sessions are secrets, and end with the old server.'
  if (name === '_Installation') return 'Left out: it holds the devices that the old server sends pushes to.'
  return 'Left out: Parse keeps it for itself.'
}

function fieldLeftOut(field: string, kind: Json): string | undefined {
  if (!isJsonObject(kind) || typeof kind.type !== 'string') return 'its type is not known'
  return field === '__proto__' ? 'nothing here can be called so' : undefined
}

interface Names {
  readonly taken: Set<string>
  readonly tables: ReadonlyMap<string, string>
}

function planColumn(field: string, { type, targetClass }: JsonObject, { taken, tables }: Names): ParseColumn {
  const name = freeName(field, 'field', taken)
  const renamed = name === field ? [] : [`Called "${name}", for "${field}" cannot be the name of a column.`]
  const told = (...more: readonly string[]) => {
    const note = [...renamed, ...more].join(' ')
    return note === '' ? {} : { note }
  }
  const column = { name, from: field }
  switch (type) {
    case 'String':
      return { ...column, type: 'string', ...told() }
    case 'Number':
      return { ...column, type: 'number', ...told() }
    case 'Boolean':
      return { ...column, type: 'boolean', ...told() }
    case 'Date':
      return { ...column, type: 'date', ...told() }
    case 'GeoPoint':
      return { ...column, type: 'geoPoint', ...told() }
    case 'File':
      return { ...column, type: 'file', ...told('The content is copied.') }
    case 'Pointer':
    case 'Relation':
      return { ...column, type: type === 'Pointer' ? 'pointer' : 'relation', ...target(String(targetClass), tables, told) }
    case 'Object':
    case 'Array':
      return { ...column, type: 'json', ...told() }
    default:
      return { ...column, type: 'json', ...told(`${String(type)} is kept as Parse writes it.`) }
  }
}

function target(targetClass: string, tables: ReadonlyMap<string, string>, told: (...more: readonly string[]) => { note?: string }) {
  const table = tables.get(targetClass) ?? freeName(targetClass.replace(/^_+/, ''), 'Class', new Set())
  const isComing = tables.has(targetClass) && (!targetClass.startsWith('_') || systemClasses.has(targetClass))
  return { table, targetClass, ...(isComing ? told() : told(`It leads to ${targetClass}, which does not come along: to nothing, then.`)) }
}
