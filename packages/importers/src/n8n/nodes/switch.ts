import type { Json } from '@millrace/engine'
import { slug } from '../ids.ts'
import type { NodeContext } from '../node-context.ts'
import { at, type Fields, mapsAt, numberAt, textAt } from '../read-value.ts'
import { conditionSource } from './conditions.ts'
import { type Converted, type Converter, whole } from './converter.ts'
import { oldComparison } from './old-conditions.ts'

const portsTaken: readonly string[] = ['default', 'error', 'timeout']

/** Rules of any version become cases by condition; an output that is computed becomes cases by number. */
export const switchNode: Converter = (context) => {
  const { parameters } = context.node
  if (textAt(parameters, 'mode') === 'expression') return byNumber(context)
  const rules =
    mapsAt(parameters, 'rules', 'values').length > 0 ? mapsAt(parameters, 'rules', 'values') : mapsAt(parameters, 'rules', 'rules')
  if (rules.length === 0) context.note('by-hand', 'The switch has no rules, so everything leaves by default.', 'Write its cases.')
  if (at(parameters, 'options', 'allMatchingOutputs') === true) {
    context.note(
      'changed',
      'n8n took every case that matches; here the first one is taken.',
      'Put an if for each case, side by side, in its place.',
    )
  }
  return byRules(context, rules)
}

function byRules(context: NodeContext, rules: readonly Fields[]): Converted {
  const { parameters, version } = context.node
  const names = caseNames(rules.map((rule, index) => textAt(rule, 'outputKey') ?? `case ${index + 1}`))
  const cases: Record<string, Json> = {}
  const outputs: (string | undefined)[] = []
  for (const [index, rule] of rules.entries()) {
    const name = names[index] ?? `case_${index + 1}`
    cases[name] = whole(ruleSource(context, rule, `rule ${index + 1}`))
    // Before version 3 a rule could name its output; several may share one.
    const output = version < 2 ? (numberAt(rule, 'output') ?? index) : index
    outputs[output] ??= name
    if (outputs[output] !== name) mergeCase(cases, outputs[output], name)
  }
  return { type: 'switch', with: { value: true, cases }, ...fallbackOf(outputs, parameters), output: 'same' }
}

/** A second case with the same output: either of them takes the port. */
function mergeCase(cases: Record<string, Json>, into: string | undefined, from: string): void {
  const both = [into === undefined ? undefined : cases[into], cases[from]].flat().filter((one) => one !== undefined)
  if (into !== undefined) cases[into] = both
  delete cases[from]
}

function ruleSource(context: NodeContext, rule: Fields, label: string): string {
  if (at(rule, 'conditions') !== undefined)
    return conditionSource(context, { ...rule, options: at(context.node.parameters, 'options') }, label)
  const { parameters } = context.node
  return context.attempt(label, rule, () =>
    oldComparison(context, textAt(parameters, 'dataType') ?? 'number', {
      operation: textAt(rule, 'operation') ?? 'equal',
      left: at(parameters, 'value1'),
      right: at(rule, 'value2'),
    }),
  )
}

/** What no rule takes: an output of its own, that of a rule, or nothing. */
function fallbackOf(
  outputs: readonly (string | undefined)[],
  parameters: Fields,
): { readonly ports: readonly (string | undefined)[]; readonly fallback?: number } {
  const written = at(parameters, 'options', 'fallbackOutput') ?? at(parameters, 'fallbackOutput')
  const number = typeof written === 'string' || typeof written === 'number' ? Number(written) : Number.NaN
  const ports = [...outputs].map((one) => one ?? 'default')
  if (written === 'extra') return { ports: [...ports, 'default'] }
  if (!Number.isInteger(number) || number < 0 || number > 100) return { ports }
  if (number < ports.length) return { ports, fallback: number }
  return { ports: [...ports, ...new Array<string>(number + 1 - ports.length).fill('default')] }
}

function byNumber(context: NodeContext): Converted {
  const { parameters } = context.node
  const count = Math.min(100, Math.max(numberAt(parameters, 'numberOutputs') ?? numberAt(parameters, 'outputsAmount') ?? 4, 1))
  const names = Array.from({ length: count }, (_, index) => `output_${index}`)
  return {
    type: 'switch',
    with: {
      value: context.value(at(parameters, 'output') ?? at(parameters, 'value'), 'output'),
      cases: Object.fromEntries(names.map((name, index) => [name, index])),
    },
    ports: names,
    output: 'same',
  }
}

function caseNames(titles: readonly string[]): readonly string[] {
  const taken = new Set(portsTaken)
  return titles.map((title, index) => {
    const base = slug(title, '_') || `case_${index + 1}`
    let name = base
    for (let count = 2; taken.has(name); count++) name = `${base}_${count}`
    taken.add(name)
    return name
  })
}
