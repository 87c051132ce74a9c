import { assertNever } from '../assert-never.ts'
import type { JsonObject } from '../json.ts'
import type { ScopeKind } from './catalog.ts'
import { retryReasonPattern } from './check-retry.ts'
import { durationPattern } from './duration.ts'
import { namePattern, nodeIdPattern, workflowIdPattern } from './ids.ts'
import { embedParams } from './params-schema.ts'
import { sizePattern } from './size.ts'
import {
  captureFields,
  captureLevels,
  concurrencyFields,
  debounceFields,
  type Field,
  type Fields,
  inputFields,
  limitFields,
  nodeFields,
  rateLimitFields,
  redactFields,
  retentionFields,
  retryFields,
  settingsFields,
  triggerFields,
  workflowFields,
} from './workflow-fields.ts'

/** A node or trigger type as the schema shows it. */
export interface TypeForSchema {
  readonly type: string
  readonly title?: string
  readonly summary?: string
  /** JSON Schema of `with`, as for plain values: expressions are let in here. */
  readonly params?: JsonObject
  readonly scope?: ScopeKind
}

export interface TypesForSchema {
  readonly nodeTypes: readonly TypeForSchema[]
  readonly triggerTypes: readonly TypeForSchema[]
}

const limitShapes = {
  duration: { type: 'string', pattern: durationPattern },
  size: {
    anyOf: [
      { type: 'integer', minimum: 1 },
      { type: 'string', pattern: sizePattern },
    ],
  },
  count: { type: 'integer', minimum: 0 },
}

/**
 * JSON Schema (2020-12) of the workflow file, for completion and checks in text editors.
 * It knows shapes only; `parseWorkflow` checks what lies between the parts: edges, scopes, references.
 * Without types, any type and any parameters pass.
 */
export function workflowSchema({ nodeTypes, triggerTypes }: TypesForSchema = { nodeTypes: [], triggerTypes: [] }): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Millrace workflow',
    ...mapOf(workflowFields, {
      vars: { propertyNames: { pattern: namePattern } },
      inputs: { propertyNames: { pattern: namePattern }, additionalProperties: mapOf(inputFields) },
      triggers: { propertyNames: { pattern: nodeIdPattern }, additionalProperties: { $ref: '#/$defs/trigger' } },
      nodes: { $ref: '#/$defs/nodes' },
      settings: mapOf(settingsFields, settingsParts),
    }),
    $defs: {
      nodes: {
        type: 'object',
        minProperties: 1,
        propertyNames: { pattern: nodeIdPattern, not: { enum: ['catch', 'finally', 'constructor'] } },
        additionalProperties: { $ref: '#/$defs/node' },
      },
      node: withTypes(nodeTypes, 'node', mapOf(nodeFields, nodeParts)),
      trigger: withTypes(triggerTypes, 'trigger', mapOf(triggerFields)),
      targets: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
      ...paramsOf(nodeTypes, 'node'),
      ...paramsOf(triggerTypes, 'trigger'),
    },
  }
}

const settingsParts = {
  concurrency: mapOf(concurrencyFields),
  rateLimit: mapOf(rateLimitFields),
  debounce: mapOf(debounceFields),
  retention: mapOf(retentionFields, { success: mapOf(limitFields), failure: mapOf(limitFields) }),
  capture: { anyOf: [{ enum: captureLevels }, mapOf(captureFields)] },
  redact: mapOf(redactFields),
}

const nodeParts = {
  next: { anyOf: [{ $ref: '#/$defs/targets' }, { type: 'object', additionalProperties: { $ref: '#/$defs/targets' } }] },
  retry: mapOf(retryFields, { on: { minItems: 1, items: { type: 'string', pattern: retryReasonPattern } } }),
  nodes: { $ref: '#/$defs/nodes' },
  catch: { $ref: '#/$defs/nodes' },
  finally: { $ref: '#/$defs/nodes' },
}

/** `details` says more about some keys than their fields do. */
function mapOf(fields: Fields, details: Readonly<Record<string, JsonObject>> = {}): JsonObject {
  const properties = Object.entries(fields).map(([key, field]) => [key, { description: field.about, ...shapeOf(field), ...details[key] }])
  const required = Object.keys(fields).filter((key) => fields[key]?.required)
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  }
}

function shapeOf(field: Field): JsonObject {
  switch (field.kind) {
    case 'text':
      return { type: 'string' }
    case 'workflow-id':
      return { type: 'string', pattern: workflowIdPattern }
    case 'texts':
      return { type: 'array', items: { type: 'string' } }
    case 'list':
      return { type: 'array', minItems: field.least }
    case 'flag':
      return { type: 'boolean' }
    case 'map':
      return { type: 'object' }
    case 'duration':
      return { type: 'string', pattern: durationPattern }
    case 'choice':
      return { enum: field.choices }
    case 'number':
      return { type: field.isWhole ? 'integer' : 'number', minimum: field.min, maximum: field.max }
    case 'limit':
      return { anyOf: [{ const: 'none' }, limitShapes[field.of]] }
    case 'share':
      return { anyOf: [{ type: 'boolean' }, { type: 'number', minimum: 0, maximum: 1 }] }
    case 'next':
    case 'any':
      return {}
    default:
      return assertNever(field)
  }
}

function withTypes(types: readonly TypeForSchema[], kind: string, map: JsonObject): JsonObject {
  if (types.length === 0) return map
  const properties = map.properties as JsonObject // `mapOf` puts an object there.
  const choices = types.map(({ type, title, summary }) => ({
    const: type,
    ...(title && { title }),
    ...(summary && { description: summary }),
  }))
  return {
    ...map,
    properties: { ...properties, type: { description: `The ${kind} type.`, oneOf: choices } },
    allOf: types.map((type) => ({
      if: { properties: { type: { const: type.type } }, required: ['type'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits a schema.
      then: rulesOf(type, kind),
    })),
  }
}

/** What a type demands of the map that names it. */
function rulesOf({ type, params, scope }: TypeForSchema, kind: string): JsonObject {
  const needsParams = Array.isArray(params?.required) && params.required.length > 0
  const required = [...(needsParams ? ['with'] : []), ...(scope ? ['nodes'] : [])]
  const refused =
    kind === 'trigger'
      ? []
      : scope === undefined
        ? ['nodes', 'catch', 'finally']
        : scope === 'try'
          ? ['retry']
          : ['catch', 'finally', 'retry']
  const properties = Object.fromEntries([
    ...(params ? [['with', { $ref: `#/$defs/${paramsKey(type, kind)}` }]] : []),
    ...refused.map((key) => [key, false]),
  ])
  return { ...(required.length > 0 && { required }), properties }
}

function paramsOf(types: readonly TypeForSchema[], kind: string): JsonObject {
  const known = types.flatMap(({ type, params }) => (params === undefined ? [] : [{ key: paramsKey(type, kind), params }]))
  return Object.fromEntries(known.map(({ key, params }) => [key, embedParams(params, `#/$defs/${key}`)]))
}

function paramsKey(type: string, kind: string): string {
  return `${kind}:${type}`
}
