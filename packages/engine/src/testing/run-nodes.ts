import { placeOf, stepScope } from '../execution/step-scope.ts'
import { evaluateTemplate } from '../expression/template.ts'
import type { Json } from '../json.ts'
import { type Simulation, simulate } from './simulate.ts'
import { planOf, type TestNode } from './test-catalog.ts'

/** Runs them all: what began, and what became of each step. */
export function runNodes(nodes: Record<string, TestNode>, answer: Simulation['answer'] = () => ({}), more: Simulation = {}) {
  const result = simulate(planOf(nodes), { answer, ...more })
  const started = result.commands.flatMap((command) => (command.type === 'run-step' ? [command.step] : []))
  const statuses = Object.fromEntries(result.changes.map((change) => [change.step, change.status]))
  return { ...result, started, statuses }
}

/** What `text` is worth in a step at the moment it is run. */
export function seenBy(step: string, text: string, nodes: Record<string, TestNode>, simulation: Simulation = {}): Json | undefined {
  const plan = planOf(nodes)
  let seen: Json | undefined
  const answer: Simulation['answer'] = (...asked) => simulation.answer?.(...asked) ?? {}
  const outcome = simulate(plan, {
    ...simulation,
    answer,
    onRun(path, state) {
      const live = state.live.get(path)
      if (path !== step || live === undefined) return
      const template = planOf({ probe: { with: { text } } })
        .nodes.get('probe')
        ?.param.get('text')
      if (template !== undefined) seen = evaluateTemplate(template, stepScope(plan, state, placeOf(live)))
    },
  })
  if (outcome.state.status === 'running') throw new Error(`The execution has not come to its end, nor to step "${step}".`)
  return seen
}
