import type { JsonObject } from '../json.ts'
import type { ParamMistake, TriggerTypeFacts } from './catalog.ts'
import { capital } from './check-fields.ts'
import type { DocumentNodes } from './document-node.ts'
import { nodeLabel } from './document-node.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'

/** `with` fits the node's type. Fills `ports`, which the type can only tell of parameters that fit. */
export function checkNodeParams(report: ProblemReport, nodes: DocumentNodes): void {
  for (const node of nodes.all) {
    const { facts, params } = node
    if (facts === undefined || params === undefined) continue
    const thing = nodeLabel(node)
    const path = [...node.path, 'with']
    guarded(report, { thing, path, type: facts.type }, () => {
      const mistakes = facts.checkParams(params)
      for (const mistake of mistakes) addMistake(report, mistake, thing, path)
      // A superfluous key changes nothing about the ports; any other mistake may.
      if (mistakes.every((mistake) => mistake.knownKeys !== undefined)) node.ports = facts.ports(params)
    })
  }
}

export interface Trigger {
  readonly thing: string
  readonly path: Path
  readonly facts: TriggerTypeFacts
  readonly params: JsonObject
}

export function checkTriggerParams(report: ProblemReport, { thing, path, facts, params }: Trigger): void {
  guarded(report, { thing, path, type: facts.type }, () => {
    const mistakes = facts.checkParams(params)
    for (const mistake of mistakes) addMistake(report, mistake, thing, path)
    if (mistakes.length > 0) return
    for (const { path: inner, message } of facts.doubts?.(params) ?? [])
      report.add({ code: 'UNSAFE_PARAM', message: `${capital(thing)} ${message}`, path: [...path, ...inner] })
  })
}

/** Types come from plugins too: one that throws is reported like any other mistake, so that the rest is still checked. */
function guarded(report: ProblemReport, { thing, path, type }: { thing: string; path: Path; type: string }, check: () => void): void {
  try {
    check()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const message = `The type ${type} of ${thing} broke while it checked the parameters (${quoted(reason)}): tell the author of the type.`
    report.add({ code: 'TYPE_CHECK_FAILED', message, path })
  }
}

function addMistake(report: ProblemReport, mistake: ParamMistake, thing: string, base: Path): void {
  const path = [...base, ...mistake.path]
  const where = mistake.path.length === 0 ? `The parameters of ${thing}:` : `${quoted(mistake.path.join('.'))} of ${thing}`
  const { knownKeys } = mistake
  if (knownKeys === undefined) {
    report.add({ code: 'INVALID_PARAM', message: `${where} ${mistake.message}`, path })
  } else {
    const near = { word: String(mistake.path.at(-1) ?? ''), known: () => knownKeys }
    const takes = knownKeys.length === 0 ? '' : ` Known are ${knownKeys.join(', ')}.`
    report.add({ code: 'UNKNOWN_PARAM', message: `${where} ${mistake.message}${takes}`, path, part: 'key', near })
  }
}
