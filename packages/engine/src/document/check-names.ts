import { rootNames } from '../expression/root-names.ts'
import type { ProblemReport } from './problem-report.ts'
import { listed, quoted } from './quoted.ts'
import type { PlacedReference } from './read-expressions.ts'

/** What the file declares for expressions to read. */
export interface NamesDeclared {
  readonly inputs: ReadonlySet<string>
  readonly vars: ReadonlySet<string>
}

/** Which names have a value where the expression stands. */
export interface NamesHere {
  /** What messages call the place. */
  readonly thing: string
  readonly item?: boolean
  readonly index?: boolean
  /** Set where nothing but these names can be read. */
  readonly only?: readonly string[]
}

/** The first name is known and has a value here, and an input or a variable that it reads is declared. */
export function checkName(report: ProblemReport, reference: PlacedReference, here: NamesHere, declared: NamesDeclared): void {
  const { root, place } = reference
  if (!rootNames.some((name) => name === root)) {
    const message = `The expression in ${here.thing} reads ${quoted(root)}, which is no name it knows. It knows ${rootNames.join(', ')}.`
    report.add({ code: 'UNKNOWN_NAME', message, ...place, near: { word: root, known: () => rootNames } })
    return
  }
  const elsewhere = whereElse(root, here)
  if (elsewhere !== undefined)
    report.add({ code: 'NAME_NOT_HERE', message: `"${root}" has no value in ${here.thing}: ${elsewhere}.`, ...place })
  checkDeclared(report, reference, declared)
}

function whereElse(root: string, here: NamesHere): string | undefined {
  if (here.only !== undefined) {
    return here.only.includes(root) ? undefined : `nothing has started yet when it is read; use ${listed(here.only)}`
  }
  if (root === 'item' && !here.item) return 'it stands only in the nodes inside a for-each'
  if (root === 'index' && !here.index) return 'it stands only in the nodes inside a for-each or loop, and in the conditions of a loop'
  return undefined
}

function checkDeclared(report: ProblemReport, { root, rest, place }: PlacedReference, declared: NamesDeclared): void {
  const [name] = rest
  if (name === undefined) return
  if (root === 'inputs' && !declared.inputs.has(name)) {
    const message = `The input ${quoted(name)} is read but not declared: add it under "inputs".`
    report.add({ code: 'UNKNOWN_INPUT', message, ...place, near: { word: name, known: () => [...declared.inputs] } })
  }
  if (root === 'vars' && !declared.vars.has(name)) {
    const message = `The variable ${quoted(name)} is not defined under "vars": define it there, unless the instance does.`
    report.add({ code: 'UNDECLARED_VAR', message, ...place, near: { word: name, known: () => [...declared.vars] } })
  }
}
