import { type NamedPorts, namedPorts } from '@millrace/engine'
import type { z } from 'zod'
import { assertParams, assertPorts, assertType } from './assert-definition.ts'
import { bothMistakes } from './both-mistakes.ts'
import { checkParams } from './check-params.ts'
import type { NodeDefinition, NodeType, ScopeDefinition } from './node-type.ts'
import { outputTypeOf } from './output-type.ts'
import { parseParams } from './parse-params.ts'
import { ParsedContext } from './parsed-context.ts'

/** Makes a node type of its one description. Throws when the description cannot work. */
export function defineNode<Schema extends z.ZodType>(definition: NodeDefinition<Schema>): NodeType {
  const { type, params, effects, run } = definition
  return {
    ...facts(definition),
    effects,
    run: (context) => run(new ParsedContext(context, parseParams(type, params, context.params))),
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
  const { connections = [], effectsOf, literalParams, waits, prepare, endsPath, awaitsWorkflow } = definition
  assertType('Node type', type)
  assertParams(type, params)
  const named = isNamed(ports) ? ports : undefined
  assertPorts(type, isNamed(ports) ? namedPorts(ports, {}) : ports)
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
    ...(output === undefined || typeof output === 'function' ? {} : { output }),
    ...(output === undefined ? {} : { outputType: outputTypeOf(output) }),
    ...(endsPath === undefined ? {} : { endsPath }),
    ...(effectsOf === undefined ? {} : { effectsOf }),
    ...(literalParams === undefined ? {} : { literalParams }),
    ...(waits === undefined ? {} : { waits }),
    ...(awaitsWorkflow === undefined ? {} : { awaitsWorkflow }),
    ...(prepare === undefined ? {} : { prepare }),
    ...(named === undefined ? {} : { namedPorts: named }),
    ports: isNamed(ports) ? (written) => namedPorts(ports, written) : () => ports,
    checkParams: (written) => bothMistakes(checkParams(params, written), check?.(written) ?? []),
  }
}

function isNamed(ports: readonly string[] | NamedPorts): ports is NamedPorts {
  return 'from' in ports
}
