import type { Catalog } from '../document/catalog.ts'
import type { AcyclicSection } from '../document/check-cycles.ts'
import type { DocumentNode, DocumentNodes, DocumentSection } from '../document/document-node.ts'
import type { JsonObject } from '../json.ts'
import { inferNode } from './infer-node.ts'
import type { PlacedMiss, TextsByPath } from './infer-template.ts'
import { inferTrigger } from './infer-trigger.ts'
import { inputsType } from './root-types.ts'
import { type Arrivals, inputOf, resultOf } from './routed-types.ts'
import { unknownType, type ValueType } from './value-type.ts'

/** A workflow's file, as far as it could be read: it may be full of mistakes. */
export interface ReadWorkflow {
  readonly document: JsonObject
  readonly nodes: DocumentNodes
  readonly acyclic: readonly AcyclicSection[]
  readonly catalog: Catalog
  readonly texts: ReadonlyMap<DocumentNode, NodeTexts>
}

/** The strings of a node that hold expressions. */
export interface NodeTexts {
  readonly params: TextsByPath
  readonly fallback: TextsByPath
}

/** What the nodes of a section begin with. */
export interface SectionTypes {
  readonly input: ValueType
  /** In and under a for-each. */
  readonly item?: ValueType
  /** In and under a for-each or loop. */
  readonly index?: ValueType
}

/** What is known of a node when all before it is. */
export interface NodeTypes {
  /** What its expressions see, `input` being what arrived. */
  readonly sees: SectionTypes
  /** What goes out over its normal edges. */
  readonly leaves: ValueType
  /** What `nodes.<id>` stands for. */
  readonly view: ValueType
}

/** What the inference of all nodes shares. */
export interface WorkflowInference {
  readonly workflow: ReadWorkflow
  readonly inputs: ValueType
  readonly trigger: ValueType
  readonly nodes: Map<DocumentNode, NodeTypes>
  /** By the node that they lead to. */
  readonly arrivals: Map<DocumentNode, Arrivals>
  readonly onMiss: (node: DocumentNode, part: 'with' | 'fallback', miss: PlacedMiss) => void
  /** What a section gives back; infers its nodes on the way. */
  inferSection(section: DocumentSection, sees: SectionTypes): ValueType
}

function noted(): void {
  // What cannot exist is for the check of the file to tell; whoever only asks for types has no use for it.
}

/**
 * Owns: the order in which types are inferred: that of the edges, so that one pass is enough, and a section where its scope stands.
 * Invariant: what is asked for before it is known is `unknown`. Nodes that lead in a circle, which is an error, stay so.
 */
export function inferWorkflow(workflow: ReadWorkflow, onMiss: WorkflowInference['onMiss'] = noted): WorkflowInference {
  const orders = new Map(workflow.acyclic.map(({ section, order }) => [section, order]))
  const { trigger, data } = inferTrigger(workflow.document.triggers, workflow.catalog)
  const inference: WorkflowInference = {
    workflow,
    inputs: inputsType(workflow.document.inputs),
    trigger,
    nodes: new Map(),
    arrivals: new Map(),
    onMiss,
    inferSection(section, sees) {
      const order = orders.get(section)
      if (order === undefined) return unknownType
      for (const node of order) inferNode(inference, node, { ...sees, input: inputOf(node, inference.arrivals.get(node), sees.input) })
      return resultOf(section, inference.nodes)
    },
  }
  inference.inferSection(workflow.nodes.root, { input: data })
  return inference
}
