import { ExpressionError } from '../expression/expression-error.ts'
import { evaluateTemplate } from '../expression/template.ts'
import { failurePorts, hasEdgeFor } from '../graph/taken-edge.ts'
import type { Json } from '../json.ts'
import type { StepError } from './event.ts'
import type { StepRun } from './state.ts'
import { errorView, placeOf, stepScope } from './step-scope.ts'
import type { Turn } from './turn.ts'

/** Where a failure for good leads to. */
export type AfterFailure =
  | { readonly to: 'port'; readonly port: string; readonly output: Json; readonly isFallback?: true }
  /** The path ends here, quietly. */
  | { readonly to: 'nowhere' }
  /** Whoever owns the section decides. */
  | { readonly to: 'section'; readonly error: StepError }

/** An edge for the failure comes first, then a fallback, then `onError`. */
export function afterFailure(turn: Turn, step: StepRun, error: StepError): AfterFailure {
  const { fallback, definition, ports } = step.node
  const edge = failureEdge(step, error)
  if (edge !== undefined) return { to: 'port', port: edge, output: { error: errorView(error) } }
  if (fallback !== undefined) return fallBack(turn, step, error)
  switch (definition.onError) {
    case 'continue':
      return { to: 'port', port: ports[0] ?? 'success', output: { error: errorView(error) } }
    case 'skip':
      return { to: 'nowhere' }
    default:
      return isStopInCleanUp(turn, error) ? { to: 'nowhere' } : { to: 'section', error }
  }
}

/** While the execution is being canceled there is nothing to stop but the path, well or badly: whoever undoes the rest must not be stopped. */
function isStopInCleanUp({ state }: Turn, { code }: StepError): boolean {
  return state.cancel !== undefined && code === 'STOPPED'
}

function failureEdge({ node }: StepRun, error: StepError): string | undefined {
  const [errorPort = 'error', timeoutPort = 'timeout'] = failurePorts
  if (error.class === 'timeout' && hasEdgeFor(node, timeoutPort)) return timeoutPort
  return hasEdgeFor(node, errorPort) ? errorPort : undefined
}

/** `error` in the fallback's expressions is the failure itself. One that cannot be evaluated is a failure like any other. */
function fallBack({ plan, state }: Turn, step: StepRun, error: StepError): AfterFailure {
  const { fallback, ports } = step.node
  if (fallback === undefined) return { to: 'section', error }
  try {
    const output = evaluateTemplate(fallback, stepScope(plan, state, { ...placeOf(step), error }))
    return { to: 'port', port: ports[0] ?? 'success', output, isFallback: true }
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown
    const { code, message } = thrown
    const why = `The fallback of ${step.node.id} cannot be evaluated: ${message}. It was needed because: ${error.message}`
    return { to: 'section', error: { code, class: 'fatal', message: why, step: step.path } }
  }
}
