import { isHidden } from '../expression/root-names.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { textsByPath } from '../types/infer-template.ts'
import type { NodeTexts } from '../types/infer-workflow.ts'
import type { Catalog } from './catalog.ts'
import type { AcyclicSection } from './check-cycles.ts'
import { checkErrorReads } from './check-error-reads.ts'
import { checkName, type NamesDeclared, type NamesHere } from './check-names.ts'
import { checkNodeReads, isAskedInside, type NodeRead } from './check-node-reads.ts'
import { checkWaitingReads } from './check-waiting-reads.ts'
import { type DocumentNode, type DocumentNodes, nodeLabel, scopesAround } from './document-node.ts'
import type { ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'
import { type PlacedReference, type ReadExpressions, readExpressions } from './read-expressions.ts'

/** The parameters of nodes: expressions compile, and what they read is there. Answers with the expressions as they were parsed. */
export function checkNodeExpressions(
  report: ProblemReport,
  nodes: DocumentNodes,
  acyclic: readonly AcyclicSection[],
  declared: NamesDeclared,
): ReadonlyMap<DocumentNode, NodeTexts> {
  const texts = new Map<DocumentNode, NodeTexts>()
  const nodeReads: NodeRead[] = []
  const errorReads: NodeRead[] = []
  const waitingReads: NodeRead[] = []
  for (const reader of nodes.all) {
    const params = readExpressions(report, reader.params ?? {}, [...reader.path, 'with'], reader.facts?.literalParams)
    const fallback = readFallback(report, reader)
    texts.set(reader, { params: textsByPath(params.texts), fallback: textsByPath(fallback.texts) })
    for (const reference of params.references) {
      checkName(report, reference, namesAt(reader, reference), declared)
      checkSecret(report, reader, reference)
      if (reference.root === 'nodes') nodeReads.push({ reader, reference })
      if (reference.root === 'error') errorReads.push({ reader, reference })
      if (reference.root === 'waiting') waitingReads.push({ reader, reference })
    }
    for (const reference of fallback.references) {
      checkName(report, reference, namesAt(reader, reference), declared)
      if (reference.root === 'nodes') nodeReads.push({ reader, reference })
    }
  }
  checkNodeReads(report, nodes, acyclic, nodeReads)
  checkErrorReads(report, nodes, errorReads)
  checkWaitingReads(report, nodes, waitingReads)
  return texts
}

/** A fallback is evaluated after its node has failed, so `error` is always there, and secrets are no more. */
function readFallback(report: ProblemReport, { envelope, path, id }: DocumentNode): ReadExpressions {
  if (envelope.fallback === undefined) return { references: [], texts: [] }
  const { references, texts } = readExpressions(report, envelope.fallback, [...path, 'fallback'])
  for (const { root, place } of references) {
    if (!isHidden(root)) continue
    const message = `The fallback of "${id}" reads ${root}, which is known only inside the call to a node. Write something else there.`
    report.add({ code: 'SECRET_IN_FALLBACK', message, ...place })
  }
  // Set apart from the parameters, whose names some checks look at.
  return { references: references.map((reference) => ({ ...reference, at: ['fallback', ...reference.at] })), texts }
}

function checkSecret(report: ProblemReport, { facts, id }: DocumentNode, { root, place }: PlacedReference): void {
  if (!isHidden(root) || facts?.scope === undefined) return
  const secret = root === 'waiting' ? 'an address at which a node waits' : 'a secret'
  const message = `The scope "${id}" reads ${secret}, but a scope's parameters are evaluated where secrets never come. Read it in the node that uses it.`
  report.add({ code: 'SECRET_IN_SCOPE', message, ...place })
}

function namesAt(reader: DocumentNode, { at }: PlacedReference): NamesHere {
  const around = scopesAround(reader).map((scope) => scope.facts?.scope)
  const own = reader.facts?.scope
  // What is asked once per iteration knows the number of it, and in a for-each its item.
  const isAsked = isAskedInside(reader, at[0]) || (own === 'loop' && at[0] === 'while')
  return {
    thing: nodeLabel(reader),
    item: (isAsked && own === 'for-each') || around.includes('for-each'),
    index: isAsked || around.includes('for-each') || around.includes('loop'),
  }
}

/** The parameters of triggers are evaluated when the workflow is published: nothing has started yet. Some are, each time one might fire. */
export function checkTriggerExpressions(
  report: ProblemReport,
  triggers: Json | undefined,
  declared: NamesDeclared,
  catalog: Catalog,
): void {
  if (!isJsonObject(triggers)) return
  for (const [id, trigger] of Object.entries(triggers)) {
    if (!isJsonObject(trigger) || !isJsonObject(trigger.with)) continue
    const thing = `trigger ${quoted(id)}`
    const firingParams = typeof trigger.type === 'string' ? (catalog.trigger(trigger.type)?.firingParams ?? []) : []
    const { references } = readExpressions(report, trigger.with, ['triggers', id, 'with'], lookParamsOf(trigger, catalog))
    for (const reference of references) {
      const isAtFiring = firingParams.some((key) => key === reference.at[0])
      checkName(report, reference, { thing, only: isAtFiring ? firingNames : ['vars', 'env', 'secrets', 'workflow'] }, declared)
    }
  }
}

const firingNames = ['trigger', 'vars'] as const

/** They are read together with the nodes that the trigger looks with. */
function lookParamsOf({ type }: JsonObject, catalog: Catalog): readonly string[] | undefined {
  return typeof type === 'string' ? catalog.trigger(type)?.lookParams : undefined
}
