import type { JsonObject, ParamMistake } from '@millrace/engine'
import type { z } from 'zod'
import { assertParams, assertPorts, assertType } from './assert-definition.ts'
import { checkParams } from './check-params.ts'
import type { NodeContext, NodeDefinition, NodeType, ScopeDefinition } from './node-type.ts'
import { parseParams } from './parse-params.ts'

/** Makes a node type of its one description. Throws when the description cannot work. */
export function defineNode<Schema extends z.ZodType>(definition: NodeDefinition<Schema>): NodeType {
  const { type, params, effects, run } = definition
  return {
    ...facts(definition),
    effects,
    run: (context) => run(withParams(context, parseParams(type, params, context.params))),
  }
}

/**
 * The context with parsed parameters. Copied field by field: a spread would ask for `signal`, which the runtime makes only
 * for nodes that do, and a fresh object as prototype costs 5 µs a step (measured), three times as much as this.
 */
function withParams<Params>(context: NodeContext<JsonObject>, params: Params): NodeContext<Params> {
  return {
    params,
    input: context.input,
    get arrivals() {
      return context.arrivals
    },
    get signal() {
      return context.signal
    },
    idempotencyKey: context.idempotencyKey,
    attempt: context.attempt,
    now: () => context.now(),
    fetch: context.fetch,
    log: (level, message, data) => context.log(level, message, data),
    memory: context.memory,
    execution: context.execution,
    prepared: context.prepared,
    get files() {
      return context.files
    },
    get values() {
      return context.values
    },
    get connections() {
      return context.connections
    },
    get guest() {
      return context.guest
    },
    get clients() {
      return context.clients
    },
    resolveHost: (host, port) => context.resolveHost(host, port),
    folder: (name) => context.folder(name),
  }
}

/** Makes a scope: a node that contains nodes. The engine runs it, so there is no `run`. */
export function defineScope<Schema extends z.ZodType>(definition: ScopeDefinition<Schema>): NodeType {
  const { scope, defaults } = definition
  return { ...facts(definition), scope, effects: 'pure', ...(defaults === undefined ? {} : { defaults }) }
}

function facts<Schema extends z.ZodType>(
  definition: Omit<NodeDefinition<Schema>, 'run' | 'effects'>,
): Omit<NodeType, 'effects' | 'run' | 'scope'> {
  const { type, title, icon, group, summary, docs, examples, params, output, ports = ['success'], errors = [], check } = definition
  const { connections = [], effectsOf, literalParams, waits, prepare } = definition
  assertType('Node type', type)
  assertParams(type, params)
  if (typeof ports !== 'function') assertPorts(type, ports)
  return {
    type,
    title,
    icon,
    group,
    summary,
    docs,
    errors,
    examples,
    params,
    connections,
    ...(output === undefined ? {} : { output }),
    ...(effectsOf === undefined ? {} : { effectsOf }),
    ...(literalParams === undefined ? {} : { literalParams }),
    ...(waits === undefined ? {} : { waits }),
    ...(prepare === undefined ? {} : { prepare }),
    ports: typeof ports === 'function' ? ports : () => ports,
    checkParams: (written) => bothMistakes(checkParams(params, written), check?.(written) ?? []),
  }
}

/** One mistake per place: where the schema has spoken, the node's own check says it only again. */
function bothMistakes(bySchema: readonly ParamMistake[], byCheck: readonly ParamMistake[]): readonly ParamMistake[] {
  const places = new Set(bySchema.map(({ path }) => path.join('.')))
  return [...bySchema, ...byCheck.filter(({ path }) => !places.has(path.join('.')))]
}
