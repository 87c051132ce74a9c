import { assertNever } from '../assert-never.ts'
import type { ScopeKind } from '../document/catalog.ts'
import type { DocumentNode, DocumentSection } from '../document/document-node.ts'
import type { JsonObject } from '../json.ts'
import { inferParams } from './infer-params.ts'
import type { SectionTypes, WorkflowInference } from './infer-workflow.ts'
import { fieldOf, valuesOf } from './read-member.ts'
import { failureType } from './root-types.ts'
import { listOf, mapOf, nullType, numberType, optionsOf, stringType, unionOf, unknownType, type ValueType } from './value-type.ts'

/** What a scope gives; infers the nodes inside. The rules are those of `for-each.ts`, `loop.ts` and `try.ts`. */
export function inferScope(inference: WorkflowInference, node: DocumentNode, kind: ScopeKind, sees: SectionTypes): ValueType {
  switch (kind) {
    case 'for-each':
      return inferForEach(inference, node, sees)
    case 'loop':
      return inferLoop(inference, node, sees)
    case 'try':
      return inferTry(inference, node, sees)
    default:
      return assertNever(kind)
  }
}

function inferForEach(inference: WorkflowInference, node: DocumentNode, sees: SectionTypes): ValueType {
  const params = paramsOf(node)
  const before = inferParams(inference, node, { written: without(params, ['until']), sees })
  const item = itemOf(fieldOf(before, 'items'), params)
  const inside = { input: item, item, index: numberType }
  const result = inferPart(inference, node, 'body', inside)
  const ofItem = unionOf([result, nullType, ...(mayCollect(params) ? [failureType] : [])])
  inferParams(inference, node, { written: only(params, ['until']), sees: { ...inside, input: ofItem } })
  return listOf(ofItem)
}

/** The entries of a map come as maps; with `batch`, every turn gets a list. */
function itemOf(items: ValueType, params: JsonObject): ValueType {
  const item = unionOf(
    optionsOf(items).flatMap((option) => {
      if (option.kind === 'list') return [option.of]
      if (option.kind === 'map') return [mapOf({ key: stringType, value: unionOf(valuesOf(option)) })]
      return option.kind === 'unknown' ? [unknownType] : []
    }),
  )
  return Object.hasOwn(params, 'batch') ? listOf(item) : item
}

/** The error stands in the place of the result with `collect`; written as an expression it may be that. */
function mayCollect({ onItemError }: JsonObject): boolean {
  return typeof onItemError === 'string' && (onItemError === 'collect' || onItemError.includes('{{'))
}

/** Each round gets what the one before it gave, so that its input may be anything; what is asked between rounds knows the result. */
function inferLoop(inference: WorkflowInference, node: DocumentNode, sees: SectionTypes): ValueType {
  const params = paramsOf(node)
  const inside = { ...sees, index: numberType }
  inferParams(inference, node, { written: without(params, ['while', 'until', 'interval']), sees })
  const result = unionOf([inferPart(inference, node, 'body', { ...inside, input: unknownType }), nullType])
  inferParams(inference, node, { written: only(params, ['while']), sees: inside })
  inferParams(inference, node, { written: only(params, ['until', 'interval']), sees: { ...inside, input: result } })
  return result
}

function inferTry(inference: WorkflowInference, node: DocumentNode, sees: SectionTypes): ValueType {
  inferParams(inference, node, { written: paramsOf(node), sees })
  const body = inferPart(inference, node, 'body', sees)
  const handler = inferPart(inference, node, 'catch', sees)
  inferPart(inference, node, 'finally', sees)
  return hasPart(node, 'catch') ? unionOf([body, handler]) : body
}

function inferPart(inference: WorkflowInference, node: DocumentNode, part: DocumentSection['part'], sees: SectionTypes): ValueType {
  const section = node.parts.find((one) => one.part === part)
  return section === undefined ? unknownType : inference.inferSection(section, sees)
}

function hasPart({ parts }: DocumentNode, part: DocumentSection['part']): boolean {
  return parts.some((one) => one.part === part)
}

function paramsOf({ params, facts }: DocumentNode): JsonObject {
  return { ...facts?.defaults, ...params }
}

function only(params: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([key]) => keys.includes(key)))
}

function without(params: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([key]) => !keys.includes(key)))
}
