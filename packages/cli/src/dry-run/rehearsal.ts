import { assertNever, type Effects, type Plan } from '@millrace/engine'
import { createCatalog, done, type NodeResult, type NodeType, parseParams, type Registry, stop } from '@millrace/kit'
import { prefixOf, scopeOf } from './section-path.ts'

/**
 * Owns: which steps of a dry run are really run, and which would have been.
 * Does not own: running them (the runtime), what the parameters were (the history, where secrets are masked).
 * Invariants: nothing but `pure` and `read` is run; what is behind a step that was not run is not run either; no step waits. A step that
 * would only sleep is listed, and what is behind it goes on at once, for what it gives is known.
 */
export interface Rehearsal {
  /** The node types, each in front of its own `run`. */
  readonly registry: Registry
  /** To be told before the execution begins. */
  begin(plan: Plan): void
  /** What would have been done, by step. */
  readonly planned: ReadonlyMap<string, Plannable>
  /** Whether the step lacks what a step before it would have given. */
  isBehind(step: string): boolean
  /** Whether a step inside this scope was not run, so that what it gives means nothing. */
  isTouched(scope: string): boolean
}

export type Plannable =
  | { readonly kind: 'effect'; readonly effect: Effects }
  | { readonly kind: 'wait'; readonly effect: Effects }
  | { readonly kind: 'call'; readonly effect: Effects }

type Context = Parameters<NonNullable<NodeType['run']>>[0]

/** The path ends here, quietly: no edge is taken, also not the one for errors. */
const endPath = stop({ only: 'path' })

export function createRehearsal(standard: Registry): Rehearsal {
  const planned = new Map<string, Plannable>()
  /** Those of them whose output is not known. */
  const open = new Set<string>()
  const touched = new Set<string>()
  const ran = new Set<string>()
  let nodes: Plan['nodes'] = new Map()

  function note(step: string, what: Plannable): NodeResult {
    planned.set(step, what)
    open.add(step)
    for (let scope = ownerOf(step); scope !== undefined; scope = ownerOf(scope)) touched.add(scope)
    return endPath
  }

  function nodeAt(step: string) {
    return nodes.get(/[a-z][a-z0-9_]*$/.exec(step)?.[0] ?? '')
  }

  function ownerOf(step: string): string | undefined {
    const node = nodeAt(step)
    return node && scopeOf(step, node)
  }

  function isBehind(step: string): boolean {
    const node = nodeAt(step)
    if (node === undefined) return false
    if (node.incoming.some(({ from }) => isOpen(prefixOf(step, node) + from.id))) return true
    const scope = scopeOf(step, node)
    return scope !== undefined && isBehind(scope)
  }

  /** Whether what the step would have given is not known. One that ran, such as an `if`, has decided for itself what is behind it. */
  function isOpen(step: string): boolean {
    return open.has(step) || touched.has(step) || (!ran.has(step) && isBehind(step))
  }

  function settle(type: NodeType, { execution: { step } }: Context, result: NodeResult): NodeResult {
    switch (result.type) {
      case 'wait':
      case 'wait-for':
        planned.set(step, { kind: 'wait', effect: type.effects })
        return done(result.output)
      case 'again':
      case 'signal':
        return note(step, { kind: 'wait', effect: type.effects })
      case 'call':
        return note(step, { kind: 'call', effect: type.effects })
      case 'done':
      case 'respond':
      case 'stop':
        return result
      default:
        return assertNever(result)
    }
  }

  function attempt(type: NodeType, run: NonNullable<NodeType['run']>, context: Context): NodeResult | Promise<NodeResult> {
    const { step } = context.execution
    if (isBehind(step)) return endPath
    const effect = type.effectsOf?.(context.params) ?? type.effects
    if (effect !== 'pure' && effect !== 'read') {
      parseParams(type.type, type.params, context.params)
      return note(step, type.type === 'workflow.call' ? { kind: 'call', effect } : { kind: 'effect', effect })
    }
    ran.add(step)
    const result = run(context)
    return result instanceof Promise ? result.then((given) => settle(type, context, given)) : settle(type, context, result)
  }

  function rehearsed(type: NodeType): NodeType {
    const { run, scope, ...facts } = type
    // A scope that waits: its parameters are shown as written, for nothing inside it was run.
    if (scope !== undefined && type.group === 'wait') {
      const literalParams = Object.keys(type.defaults ?? {}).concat('until')
      return {
        ...facts,
        literalParams,
        checkParams: () => [],
        run: ({ execution: { step } }) => (isBehind(step) ? endPath : note(step, { kind: 'wait', effect: 'pure' })),
      }
    }
    return run === undefined ? type : { ...type, run: (context) => attempt(type, run, context) }
  }

  return {
    registry: createCatalog(standard.list().map(rehearsed), standard.listTriggers(), standard.listConnections()),
    begin: (plan) => {
      nodes = plan.nodes
    },
    planned,
    isBehind,
    isTouched: (scope) => touched.has(scope),
  }
}
