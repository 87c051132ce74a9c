import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { Problem } from '../problem.ts'
import type { ReadWorkflow } from '../types/infer-workflow.ts'
import { parseYaml } from '../yaml/parse-yaml.ts'
import type { Catalog } from './catalog.ts'
import { checkOwnCalls } from './check-admission.ts'
import { checkCycles } from './check-cycles.ts'
import { checkNodeExpressions, checkTriggerExpressions } from './check-expressions.ts'
import { checkFallbacks } from './check-fallback.ts'
import { checkFieldReads } from './check-field-reads.ts'
import { checkFields, kindOf } from './check-fields.ts'
import { checkInputs } from './check-inputs.ts'
import { checkLooks } from './check-looks.ts'
import type { NamesDeclared } from './check-names.ts'
import { checkNext } from './check-next.ts'
import { checkNodeParams } from './check-params.ts'
import { checkPlainValues } from './check-plain-values.ts'
import { checkRecord } from './check-record.ts'
import { checkScopes } from './check-scopes.ts'
import { checkSettings } from './check-settings.ts'
import { checkTriggers } from './check-triggers.ts'
import { checkVars } from './check-vars.ts'
import { createReport, type ProblemReport } from './problem-report.ts'
import { readNodes } from './read-nodes.ts'
import type { Workflow } from './workflow.ts'
import { workflowFields } from './workflow-fields.ts'

export type ParsedWorkflow =
  | { readonly ok: true; readonly workflow: Workflow; readonly warnings: readonly Problem[] }
  /** Errors and warnings by position; `id` when at least that could be read. */
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly id?: string }

/**
 * Reads a workflow file and checks all of it in one pass: whatever is wrong is in the answer, as far as it can be told
 * while the rest is wrong too. Never throws, whatever the text.
 */
export function parseWorkflow(source: string, catalog: Catalog): ParsedWorkflow {
  const { value, problems, locate } = parseYaml(source)
  const report = createReport(source, locate)
  for (const problem of problems) report.addPlaced(problem)
  const read = value === undefined ? undefined : checkDocument(report, value, catalog)
  if (read !== undefined) checkFieldReads(report, read)
  const found = report.finish()
  if (report.hasErrors()) {
    const id = read?.document.id
    return { ok: false, problems: found, ...(typeof id === 'string' && { id }) }
  }
  // The checks above are the parser that this type stands for.
  return { ok: true, workflow: value as unknown as Workflow, warnings: found }
}

/** The nodes of a file, edges and expressions, as far as they can be told, whatever else is wrong. Undefined when it holds no map. */
export function readWorkflow(source: string, catalog: Catalog): ReadWorkflow | undefined {
  const { value, locate } = parseYaml(source)
  return value === undefined ? undefined : checkDocument(createReport(source, locate), value, catalog)
}

/** Answers with what is right of it. */
function checkDocument(report: ProblemReport, value: Json, catalog: Catalog): ReadWorkflow | undefined {
  if (!isJsonObject(value)) {
    const message = `A workflow file is a map that begins with "id:" and "nodes:", but this one is ${kindOf(value)}.`
    report.add({ code: 'NOT_A_WORKFLOW', message, path: [] })
    return undefined
  }
  const document = checkFields(report, { value, path: [], thing: 'the workflow' }, workflowFields)
  const declared: NamesDeclared = { inputs: keysOf(document.inputs), vars: keysOf(document.vars) }
  checkVars(report, document.vars)
  const inputs = checkInputs(report, document.inputs)
  checkPlainValues(report, document)
  checkSettings(report, document, declared)
  checkTriggers(report, document.triggers, inputs, catalog)
  checkTriggerExpressions(report, document.triggers, declared, catalog)
  checkLooks(report, document, catalog, (source) => parseWorkflow(source, catalog))
  return checkNodes(report, document, catalog, declared)
}

function checkNodes(report: ProblemReport, document: JsonObject, catalog: Catalog, declared: NamesDeclared): ReadWorkflow {
  const nodes = readNodes(report, document.nodes, catalog)
  checkScopes(report, nodes)
  checkNodeParams(report, nodes)
  checkNext(report, nodes)
  checkFallbacks(report, nodes)
  checkRecord(report, document, nodes)
  checkOwnCalls(report, document, nodes.all)
  const acyclic = checkCycles(report, nodes)
  const texts = checkNodeExpressions(report, nodes, acyclic, declared)
  return { document, nodes, acyclic, catalog, texts }
}

function keysOf(value: Json | undefined): ReadonlySet<string> {
  return new Set(isJsonObject(value) ? Object.keys(value) : [])
}
