import type { DocumentNode } from '../document/document-node.ts'
import type { Json, JsonObject } from '../json.ts'
import type { TypeScope } from './expression/inference.ts'
import { inferTemplate } from './infer-template.ts'
import type { SectionTypes, WorkflowInference } from './infer-workflow.ts'
import { addressType, errorType, executionType, workflowType } from './root-types.ts'
import { anyMapType, mapOf, stringType, unknownType, type ValueType } from './value-type.ts'

const noTexts = new Map()

interface Written<Value extends Json> {
  readonly written: Value
  readonly sees: SectionTypes
}

/** `written` is all of `with`, or of a scope what is evaluated at one time. */
export function inferParams(inference: WorkflowInference, node: DocumentNode, { written, sees }: Written<JsonObject>): ValueType {
  const texts = inference.workflow.texts.get(node)?.params ?? noTexts
  return inferTemplate(written, { texts, scope: scopeFor(inference, sees), onMiss: inference.onMiss.bind(undefined, node, 'with') })
}

export function inferFallback(inference: WorkflowInference, node: DocumentNode, { written, sees }: Written<Json>): ValueType {
  const texts = inference.workflow.texts.get(node)?.fallback ?? noTexts
  return inferTemplate(written, { texts, scope: scopeFor(inference, sees), onMiss: inference.onMiss.bind(undefined, node, 'fallback') })
}

/**
 * What the names stand for. Names that are not declared, and the facts of a node, have checks of their own, which report an error:
 * here they are unknown, so that nothing is told twice.
 */
function scopeFor({ inputs, trigger, nodes, workflow }: WorkflowInference, sees: SectionTypes): TypeScope {
  const roots: Readonly<Record<string, () => ValueType>> = {
    trigger: () => trigger,
    inputs: () => opened(inputs),
    input: () => sees.input,
    item: () => sees.item ?? unknownType,
    index: () => sees.index ?? unknownType,
    error: () => errorType,
    env: () => anyMapType,
    secrets: () => mapOf({}, stringType),
    waiting: () => mapOf({}, opened(addressType)),
    execution: () => executionType,
    workflow: () => workflowType,
    now: () => stringType,
  }
  return {
    root: (name) => (Object.hasOwn(roots, name) ? roots[name]?.() : undefined) ?? unknownType,
    node(id) {
      const source = workflow.nodes.byId.get(id)
      const known = source && nodes.get(source)
      return known === undefined ? unknownType : opened(known.view)
    },
  }
}

function opened(type: ValueType): ValueType {
  return type.kind === 'map' ? { ...type, rest: unknownType } : type
}
