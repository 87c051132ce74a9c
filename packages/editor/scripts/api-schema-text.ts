/** The parts of OpenAPI 3.1 that the server writes. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

interface Operation {
  readonly summary?: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }[]
  readonly requestBody?: { readonly content?: Content }
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>

export interface Schema {
  readonly $ref?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
}

/** TypeScript for every named schema and every operation of the API. */
export function apiSchemaText({ paths, components }: OpenApi): string {
  const types = Object.entries(components.schemas)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => `${comment(schema.description, '')}export type ${nameOf(name)} = ${typeOf(schema, '')}\n`)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationText(`${method.toUpperCase()} ${path}`, operation)),
  )
  return `// Written by scripts/write-api-schema.ts from /api/v1/openapi.json: do not edit.\n\n${types.join('\n')}\n/** What each call takes and answers. */\nexport interface Operations {\n${operations.join('')}}\n`
}

function operationText(name: string, { summary, parameters = [], requestBody, responses = {} }: Operation): string {
  const given = (place: string) => parameters.filter((parameter) => parameter.in === place)
  const body = schemaIn(requestBody?.content)
  const lines = [
    ...fieldsText('params', given('path')),
    ...fieldsText('query', given('query')),
    ...fieldsText('headers', given('header')),
    ...(requestBody === undefined ? [] : [`    readonly body: ${body === undefined ? 'string' : typeOf(body, '    ')}\n`]),
    `    readonly answer: ${answerType(responses)}\n`,
  ]
  return `${comment(summary, '  ')}  ${JSON.stringify(name)}: {\n${lines.join('')}  }\n`
}

function fieldsText(place: string, fields: NonNullable<Operation['parameters']>): readonly string[] {
  if (fields.length === 0) return []
  const lines = fields.map(
    ({ name, required, schema = {} }) => `      readonly ${key(name)}${required ? '' : '?'}: ${typeOf(schema, '      ')}\n`,
  )
  const isOptional = fields.every(({ required }) => !required)
  return [`    readonly ${place}${isOptional ? '?' : ''}: {\n${lines.join('')}    }\n`]
}

/** Of all answers that are well. */
function answerType(responses: NonNullable<Operation['responses']>): string {
  const types = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([, { content }]) =>
      content === undefined ? 'undefined' : content['application/json'] ? typeOf(schemaIn(content) ?? {}, '    ') : 'string',
    )
  return [...new Set(types)].join(' | ') || 'undefined'
}

function schemaIn(content: Content | undefined): Schema | undefined {
  return content?.['application/json']?.schema
}

function typeOf(schema: Schema, indent: string): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref.split('/').at(-1) ?? '')
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)))
  const either = schema.anyOf ?? schema.oneOf
  if (either !== undefined) return union(either.map((one) => typeOf(one, indent)))
  if (schema.allOf !== undefined) return schema.allOf.map((one) => typeOf(one, indent)).join(' & ')
  if (Array.isArray(schema.type)) return union(schema.type.map((type: string) => typeOf({ ...schema, type }, indent)))
  return plainType(schema, indent)
}

function plainType(schema: Schema, indent: string): string {
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    case 'number':
    case 'integer':
      return 'number'
    case 'array':
      if (schema.prefixItems !== undefined) return `readonly [${schema.prefixItems.map((item) => typeOf(item, indent)).join(', ')}]`
      return `readonly ${inBrackets(typeOf(schema.items ?? {}, indent))}[]`
    case 'object':
      return objectType(schema, indent)
    default:
      return schema.properties === undefined ? 'unknown' : objectType(schema, indent)
  }
}

function objectType({ properties = {}, required = [], additionalProperties }: Schema, indent: string): string {
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(
    ([name, schema]) =>
      `${comment(schema.description, inner)}${inner}readonly ${key(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema, inner)}\n`,
  )
  if (lines.length > 0) return `{\n${lines.join('')}${indent}}`
  const rest = typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown'
  return `{ readonly [name: string]: ${rest} }`
}

function union(types: readonly string[]): string {
  const once = [...new Set(types)]
  return once.includes('unknown') ? 'unknown' : once.join(' | ')
}

function inBrackets(type: string): string {
  return /^\{[^|&]*\}$|^[^ ]+$/s.test(type) ? type : `(${type})`
}

function key(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name)
}

function nameOf(name: string): string {
  return name.replace(/^__schema(\d+)$/, 'Schema$1')
}

function comment(text: string | undefined, indent: string): string {
  return text === undefined ? '' : `${indent}/** ${text.replaceAll('*/', '*\\/').replaceAll('\n', ' ')} */\n`
}
