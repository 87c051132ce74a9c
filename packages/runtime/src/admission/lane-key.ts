import { createHash } from 'node:crypto'
import {
  type ExecutionStarted,
  ExpressionError,
  evaluateTemplate,
  isJsonObject,
  type Json,
  type JsonObject,
  type Scope,
  type Template,
} from '@millrace/engine'
import { RuntimeError } from '../errors.ts'

/** What a key has come to, once, at the start. */
export interface KeyValue {
  /** Two starts share a limit when these are equal. Short enough for an index, and nothing that can be read where there is a cover. */
  readonly value: string
  /** For people, e.g. `customer=42`. */
  readonly text: string
}

/** What keys may read. */
export type KeyFacts = Pick<ExecutionStarted, 'trigger' | 'inputs'> & { readonly vars: JsonObject }

/** Keys are often names of people, and outlive what a workflow hides of them: in rows for as long as the execution is kept. */
export interface KeyCover {
  /** Stands for the value: equal for equal ones, whatever else is known of the start. */
  digest(text: string): string
  /** The value as people may read it. */
  show(text: string): string
}

const longestValue = 100
const longestText = 200

/** Undefined without a key: then all starts share one limit. Throws `KEY_INVALID` when it cannot be evaluated. */
export function evaluateKey(of: string, key: Template | undefined, facts: KeyFacts, cover: KeyCover = plain): KeyValue | undefined {
  if (key === undefined) return undefined
  const text = keyText(evaluate(of, key, facts))
  const name = nameOf(key)
  return { value: cover.digest(text), text: `${name === undefined ? '' : `${name}=`}${cover.show(text)}`.slice(0, longestText) }
}

const plain: KeyCover = {
  digest: (text) => (text.length <= longestValue ? text : createHash('sha256').update(text).digest('hex')),
  show: (text) => text,
}

/** The lane, or the gate, that a workflow's key names. Workflow ids hold no colon. */
export function laneName(workflowId: string, key: KeyValue | undefined): string {
  return key === undefined ? workflowId : `${workflowId}:${key.value}`
}

export function workflowOfLane(lane: string): string {
  const end = lane.indexOf(':')
  return end === -1 ? lane : lane.slice(0, end)
}

function evaluate(of: string, key: Template, facts: KeyFacts): Json {
  try {
    return evaluateTemplate(key, scopeOf(facts))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new RuntimeError('KEY_INVALID', `The key of "${of}" cannot be evaluated for this start: ${error.message}.`)
  }
}

/** The order of keys in a map does not matter. */
function keyText(value: Json): string {
  if (typeof value === 'string') return value
  return JSON.stringify(value, (_, part: unknown) =>
    isJsonObject(part as Json)
      ? Object.fromEntries(Object.entries(part as JsonObject).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )
}

/** The last name of a plain path: `trigger.body.customer` tells that the value is a customer. */
function nameOf({ source, references }: Template): string | undefined {
  const isPath = typeof source === 'string' && /^\{\{\s*[\w.]+\s*\}\}$/.test(source)
  return isPath ? references[0]?.path.at(-1) : undefined
}

function scopeOf({ trigger, inputs, vars }: KeyFacts): Scope {
  const values: Readonly<Record<string, Json>> = { trigger: { id: trigger.id, type: trigger.type, ...trigger.data }, inputs, vars }
  return {
    name: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
    node: () => undefined,
    names: () => Object.keys(values),
    nodeIds: () => [],
  }
}
