import { connectionSchema, paramsSchema } from '@millrace/kit'
import { createStandardCatalog } from '@millrace/nodes'
import { describe, expect, test } from 'vitest'
import { controlNames } from '../packages/editor/src/model/form/controlled-shape.ts'
import { formFields } from '../packages/editor/src/model/form/form-fields.ts'
import type { FormField, FormShape } from '../packages/editor/src/model/form/form-shape.ts'

// The forms of the editor come from the schemas of the types: this is where a schema that makes a poor form is found.

interface FieldAt extends FormField {
  /** Of the type, and the names that lead to it. */
  readonly at: string
}

/** Why a field may be typed as text or JSON: everything else has a control that knows more. */
const anythingFits: readonly (readonly [reason: string, fields: RegExp])[] = [
  [
    'data that is kept, sent or given out as it is',
    /^(set values|stop output|log (message|data)|store\.(set value|append item)|event\.emit data|respond body|wait\.approval details|http\.request body|(file\.create|s3\.put|disk\.write) content|xml\.stringify value|text\.template values|workflow\.call inputs|poll \(trigger\) node with)$/,
  ],
  ['what stands in for a value that is missing', / default$/],
  [
    'a value to compare with, or to put into a field',
    /^(switch cases|transform steps (map value|set|merge)|dynamodb\.query (partition|sort) value)$/,
  ],
  [
    'values for the columns of a record: columns have types, a schema does not know them',
    /^(table\.\w+ (where|record|changes)|dynamodb\.[\w-]+ (key|item|set|add|append|put|delete))$/,
  ],
  [
    'arguments: texts, numbers, null',
    /^((sqlite|postgres|mysql)\.query (args|insert rows)|redis\.command (args|commands)|graphql\.request variables)$/,
  ],
  ['names whose values may be null, or lists', /^(http\.request (query|headers)|graphql\.request headers|respond headers)$/],
  ['a field, or true for all of it', /^transform steps (sort by|sort|flatten|(aggregate fields|reduce) count)$/],
  ['a JSON Schema', /^json\.validate schema$/],
]

const catalog = createStandardCatalog()
const nodes = catalog.list().map((type) => [type.type, formFields(paramsSchema(type), { ...type, literal: type.literalParams })] as const)
const triggers = catalog
  .listTriggers()
  .map((type) => [`${type.type} (trigger)`, formFields(paramsSchema(type), { type: type.type })] as const)

const connections = catalog
  .listConnections()
  .map((type) => [`${type.type} (connection)`, formFields(connectionSchema(type), { type: type.type })] as const)

describe.each([...nodes, ...triggers, ...connections])('the form of %s', (type, fields) => {
  const all = fields.flatMap((field) => fieldsIn(field, type))

  test('says of each field in words what it is', () => {
    expect(all.filter(({ title, help }) => title === '' || help === '').map(({ at }) => at)).toEqual([])
  })

  test('has a control for each value that is not just any value', () => {
    const untold = all.filter(({ shape }) => holdsAny(shape)).filter(({ at }) => !anythingFits.some(([, known]) => known.test(at)))
    expect(untold.map(({ at }) => at)).toEqual([])
  })

  test('shows the fields that most need without a click', () => {
    expect(fields.length === 0 || fields.some(({ isFolded }) => !isFolded)).toBe(true)
    expect(fields.filter(({ isFolded, isRequired }) => isFolded && isRequired)).toEqual([])
    expect(fields.filter(({ isFolded }) => !isFolded).length).toBeLessThanOrEqual(9)
  })
})

test('the schemas ask for controls that there are', () => {
  const schemas = JSON.stringify([...catalog.list(), ...catalog.listTriggers()].map((type) => paramsSchema(type)))
  const asked = new Set([...schemas.matchAll(/"x-control":"([^"]+)"/g)].map(([, name]) => name))
  expect([...asked].filter((name) => name === undefined || !controlNames.includes(name))).toEqual([])
})

/** A field with all that are inside of it; what only marks a variant is chosen with it, and is no field. */
function fieldsIn(field: FormField, above: string): readonly FieldAt[] {
  const at = `${above} ${field.name}`
  return [{ ...field, at }, ...partsOf(field.shape, at)]
}

function partsOf(shape: FormShape, at: string): readonly FieldAt[] {
  switch (shape.kind) {
    case 'list':
      return partsOf(shape.item, at)
    case 'map':
      return partsOf(shape.value, at)
    case 'group':
    case 'operation':
      return shape.fields.flatMap((field) => fieldsIn(field, at))
    case 'variants':
      return shape.variants.flatMap(({ shape: one, marks }) =>
        partsOf(one, at).filter(({ at: inner }) => !marks.some(({ name }) => inner === `${at} ${name}`)),
      )
    default:
      return []
  }
}

/** Whether the value itself, an item or an entry of it is typed as text or JSON. */
function holdsAny(shape: FormShape): boolean {
  if (shape.kind === 'list') return holdsAny(shape.item)
  if (shape.kind === 'map') return holdsAny(shape.value)
  if (shape.kind === 'variants') return shape.variants.some((variant) => holdsAny(variant.shape))
  return shape.kind === 'any'
}
