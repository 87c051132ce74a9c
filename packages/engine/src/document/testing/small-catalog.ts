import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { Catalog, Effects, NodeTypeFacts, ParamMistake, ScopeKind, TriggerTypeFacts } from '../catalog.ts'

/** What a parameter takes; `!` marks a required one. */
type ParamKind = 'text' | 'text!' | 'number' | 'flag' | 'map' | 'map!' | 'any' | 'any!'
type Params = Readonly<Record<string, ParamKind>>

const nodeTypes: readonly NodeTypeFacts[] = [
  node('log', { message: 'any!' }),
  node('set', { values: 'map!' }),
  node('if', { condition: 'any!' }, { ports: ['true', 'false'] }),
  node('http.request', { url: 'text!', method: 'text', headers: 'map', body: 'any', connection: 'text' }, { effects: 'external' }),
  node('wait.delay', { for: 'text', until: 'any' }),
  node('wait.event', { name: 'text!', timeout: 'text' }, { ports: ['received'] }),
  { ...node('code', { code: 'text!', input: 'any' }), literalParams: ['code'] },
  { ...node('wait.approval', { title: 'text', timeout: 'text' }, { ports: ['approved', 'rejected'] }), waits: 'token' },
  {
    ...node('workflow.call', { workflow: 'text!' }),
    awaitsWorkflow: ({ workflow }) => (typeof workflow === 'string' ? workflow : undefined),
  },
  node('respond', { status: 'number', body: 'any' }),
  node(
    'for-each',
    { items: 'any!', concurrency: 'number', batch: 'number', onItemError: 'text', results: 'text', until: 'any', maxItems: 'number' },
    { scope: 'for-each' },
  ),
  node('loop', { while: 'any', until: 'any', interval: 'text', maxIterations: 'number' }, { scope: 'loop' }),
  node('try', {}, { scope: 'try' }),
  {
    ...node('switch', { value: 'any', cases: 'map', where: 'map' }),
    ports: ({ cases, where }) => [...[cases, where].filter(isJsonObject).flatMap(Object.keys), 'default'],
  },
]

const triggerTypes: readonly TriggerTypeFacts[] = [
  trigger('manual', {}),
  trigger('error', {}),
  trigger('webhook', { path: 'text!', method: 'text', respond: 'text', secret: 'text', auth: 'any' }),
  { ...trigger('event', { name: 'text!', filter: 'text' }), firingParams: ['filter'] },
  trigger('schedule', { cron: 'text!', timezone: 'text' }),
]

/** A handful of types as the library has them, so that the engine's tests and docs do not need the library. */
export const smallCatalog: Catalog = {
  node: (type) => nodeTypes.find((facts) => facts.type === type),
  trigger: (type) => triggerTypes.find((facts) => facts.type === type),
  nodeTypes: () => nodeTypes.map((facts) => facts.type),
  triggerTypes: () => triggerTypes.map((facts) => facts.type),
}

interface NodeOptions {
  readonly ports?: readonly string[]
  readonly effects?: Effects
  readonly scope?: ScopeKind
}

function node(type: string, params: Params, { ports = ['success'], effects = 'pure', scope }: NodeOptions = {}): NodeTypeFacts {
  return { type, effects, ports: () => ports, checkParams: (values) => mistakesIn(values, params), ...(scope && { scope }) }
}

function trigger(type: string, params: Params): TriggerTypeFacts {
  return { type, checkParams: (values) => mistakesIn(values, params) }
}

function mistakesIn(values: JsonObject, params: Params): readonly ParamMistake[] {
  const knownKeys = Object.keys(params)
  const unknown = Object.keys(values).filter((key) => !knownKeys.includes(key))
  const missing = knownKeys.filter((key) => params[key]?.endsWith('!') && !Object.hasOwn(values, key))
  const wrong = knownKeys.filter((key) => Object.hasOwn(values, key) && !fits(values[key], params[key]))
  return [
    ...unknown.map((key) => ({ path: [key], message: 'is unknown.', knownKeys })),
    ...missing.map((key) => ({ path: [key], message: 'is required.' })),
    ...wrong.map((key) => ({ path: [key], message: `must be a ${params[key]?.replace('!', '')}.` })),
  ]
}

function fits(value: Json | undefined, kind: ParamKind | undefined): boolean {
  if (typeof value === 'string' && value.includes('{{')) return true
  switch (kind?.replace('!', '')) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'flag':
      return typeof value === 'boolean'
    case 'map':
      return isJsonObject(value)
    default:
      return true
  }
}
