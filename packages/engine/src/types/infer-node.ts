import type { DocumentNode } from '../document/document-node.ts'
import { inferFallback, inferParams } from './infer-params.ts'
import { inferScope } from './infer-scope.ts'
import type { SectionTypes, WorkflowInference } from './infer-workflow.ts'
import { failureType, nodeViewType } from './root-types.ts'
import { isFailure, sendAlong } from './routed-types.ts'
import { nullType, unionOf, unknownType, type ValueType } from './value-type.ts'

/** What a node sees and gives, once all that leads to it is inferred; hands it on along the edges. */
export function inferNode(inference: WorkflowInference, node: DocumentNode, sees: SectionTypes): void {
  const given = outputOf(inference, node, sees)
  const normal = node.envelope.disabled === true ? sees.input : given
  const leaves = unionOf([normal, ...afterFailure(inference, node, sees)])
  const fails = node.outgoing.some(({ port }) => isFailure(port)) ? [failureType] : []
  inference.nodes.set(node, { sees, leaves, view: nodeViewType(unionOf([leaves, ...fails, nullType])) })
  sendAlong(node, leaves, inference.arrivals)
}

/** What takes the place of the output after a failure, over the normal edges. */
function afterFailure(inference: WorkflowInference, node: DocumentNode, sees: SectionTypes): readonly ValueType[] {
  const { fallback, onError } = node.envelope
  if (fallback !== undefined) return [inferFallback(inference, node, { written: fallback, sees })]
  return onError === 'continue' ? [failureType] : []
}

function outputOf(inference: WorkflowInference, node: DocumentNode, sees: SectionTypes): ValueType {
  const { facts, params = {} } = node
  if (facts?.scope !== undefined) return inferScope(inference, node, facts.scope, sees)
  const types = inferParams(inference, node, { written: params, sees })
  if (facts?.outputType === undefined || node.ports === undefined) return unknownType
  try {
    const arrivals = Object.fromEntries([...(inference.arrivals.get(node) ?? [])].map(([{ id }, type]) => [id, type]))
    return facts.outputType(params, { input: sees.input, arrivals, params: types })
  } catch {
    // A type from a plugin may break; then nothing is known of what it gives.
    return unknownType
  }
}
