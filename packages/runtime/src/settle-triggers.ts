import {
  type Catalog,
  compileTemplate,
  ExpressionError,
  evaluateTemplate,
  isJsonObject,
  type JsonObject,
  type Problem,
  parseYaml,
  type TriggerDefinition,
  type Workflow,
} from '@millrace/engine'
import { namesOf } from './events/listeners.ts'

/** What expressions see as `vars`, besides the workflow's own, and as `env`. */
export interface TriggerEnvironment {
  readonly vars: JsonObject
  readonly env: JsonObject
}

type Mistake = Pick<Problem, 'message' | 'path'>

export type SettledTriggers = { readonly workflow: Workflow } | { readonly mistakes: readonly Mistake[] }

/**
 * The workflow with what the expressions of its triggers come to: an address, a time, a name is the same for whoever asks, and known before
 * anything starts. Left alone is what is evaluated when a trigger looks or might fire. The same workflow, where there are no expressions.
 */
export function settleTriggers(workflow: Workflow, catalog: Catalog, { vars, env }: TriggerEnvironment): SettledTriggers {
  const { id, name = id, triggers = {} } = workflow
  const names = { vars: { ...workflow.vars, ...vars }, env, workflow: { id, name } }
  const mistakes: Mistake[] = []
  const settled = Object.entries(triggers).map(([triggerId, trigger]): [string, TriggerDefinition] => {
    const made = settle(trigger, catalog, names)
    if (!('mistakes' in made)) return [triggerId, made]
    for (const { path, message } of made.mistakes)
      mistakes.push({ path: ['triggers', triggerId, 'with', ...path], message: `${placeText(path)} of trigger "${triggerId}" ${message}` })
    return [triggerId, trigger]
  })
  if (mistakes.length > 0) return { mistakes }
  const isChanged = settled.some(([triggerId, trigger]) => trigger !== triggers[triggerId])
  return { workflow: isChanged ? { ...workflow, triggers: Object.fromEntries(settled) } : workflow }
}

/** As whoever publishes is told of them. */
export function settlingProblems(source: string, mistakes: readonly Mistake[]): readonly Problem[] {
  const { locate } = parseYaml(source)
  return mistakes.map((mistake) => ({ ...mistake, code: 'INVALID_PARAM', severity: 'error', position: locate(mistake.path) }))
}

function placeText(path: Mistake['path']): string {
  return path.length === 0 ? 'What stands in "with"' : `"${path.join('.')}"`
}

function settle(
  trigger: TriggerDefinition,
  catalog: Catalog,
  names: JsonObject,
): TriggerDefinition | { readonly mistakes: readonly Mistake[] } {
  const { type, with: written = {} } = trigger
  const facts = catalog.trigger(type)
  // What listens for events evaluates by itself, each version anew.
  if (facts === undefined || facts.firingParams !== undefined) return trigger
  const { template } = compileTemplate(written, facts.lookParams)
  if (template.isConstant) return trigger
  try {
    const params = evaluateTemplate(template, namesOf(names))
    if (!isJsonObject(params)) return trigger
    const mistakes = facts.checkParams(params)
    if (mistakes.length === 0) return { ...trigger, with: params }
    return {
      mistakes: mistakes.map(({ path, message }) => ({
        path,
        message: `${message.replace(/\.$/, '')}, once its expression is evaluated.`,
      })),
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { mistakes: [{ path: [], message: `cannot be evaluated before anything starts: ${error.message}.` }] }
  }
}
