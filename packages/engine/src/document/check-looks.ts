import { isJsonObject, type JsonObject } from '../json.ts'
import type { Problem } from '../problem.ts'
import type { Catalog, LookFacts } from './catalog.ts'
import type { ParsedWorkflow } from './parse-workflow.ts'
import type { Path, ProblemReport } from './problem-report.ts'

/** A trigger that looks for what is new does so with nodes: the rules of workflows hold for them too. */
export function checkLooks(
  report: ProblemReport,
  { triggers, vars = {} }: JsonObject,
  catalog: Catalog,
  parse: (source: string) => ParsedWorkflow,
): void {
  if (!isJsonObject(triggers)) return
  for (const [id, trigger] of Object.entries(triggers)) {
    if (!isJsonObject(trigger) || typeof trigger.type !== 'string') continue
    const facts = catalog.trigger(trigger.type)
    const written = trigger.with ?? {}
    if (facts?.look === undefined || !isJsonObject(written) || facts.checkParams(written).length > 0) continue
    const look = facts.look(written)
    const parsed = look && parse(JSON.stringify({ id: 'look', vars, nodes: look.nodes }))
    if (look === undefined || parsed === undefined || parsed.ok) continue
    for (const problem of parsed.problems) {
      if (problem.severity === 'error') addProblem(report, problem, pathOf(problem, look, ['triggers', id, 'with']))
    }
  }
}

function addProblem(report: ProblemReport, { code, message, suggestion }: Problem, path: Path): void {
  report.addForeign({ code, message, path, suggestion })
}

/** The nearest place that somebody has written. */
function pathOf({ path: [, ...inNodes] }: Problem, { places }: LookFacts, base: Path): Path {
  const fits = places.filter((place) => place.inNodes.every((key, index) => inNodes[index] === key))
  const [nearest] = fits.toSorted((one, other) => other.inNodes.length - one.inNodes.length)
  return nearest === undefined ? base : [...base, ...nearest.inWith, ...inNodes.slice(nearest.inNodes.length)]
}
