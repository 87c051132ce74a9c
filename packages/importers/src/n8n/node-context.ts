import type { Catalog, Json } from '@millrace/engine'
import type { ImportSeverity } from '../import-result.ts'
import { convertValue, piecesOf, sourceOfPieces } from './expression/convert-text.ts'
import { CannotConvert, type ExpressionScope } from './expression/expression-scope.ts'
import { slug } from './ids.ts'
import type { N8nNode } from './n8n-workflow.ts'
import { clipped, type Notebook } from './notebook.ts'
import type { Source } from './source.ts'

/** One node, and where it stands. */
export interface Place {
  readonly node: N8nNode
  readonly id: string
  /** What comes in. */
  readonly input: Source
  /** What comes in at each input, for nodes with several. */
  readonly inputs: ReadonlyMap<number, readonly Source[]>
  readonly scope: ExpressionScope
  readonly catalog: Catalog
}

/** What the conversion of one node is handed. */
export interface NodeContext extends Place {
  /** The id that the workflow of this name will most likely have. */
  workflowId(name: string): string
  /** A parameter as a value of the file. What cannot be converted becomes a value that fails when it is read, and hand work. */
  value(value: unknown, label: string): Json
  /** The same as an expression. */
  source(value: unknown, label: string): string
  /** The same, read in another scope: of each member of a list. */
  sourceFor(scope: ExpressionScope, value: unknown, label: string): string
  /** The same for what `convert` makes of a parameter; it may throw `CannotConvert`. */
  attempt(label: string, written: unknown, convert: () => string): string
  note(severity: ImportSeverity, message: string, next: string): void
  /** A line above the node. */
  comment(text: string): void
}

/** The variable that is defined nowhere: reading of it fails the step, and validation warns of it. */
const undefinedVariable = 'vars.by_hand'

export function createNodeContext(place: Place, notebook: Notebook, comments: string[]): NodeContext {
  const { node, id, scope } = place
  const note: NodeContext['note'] = (severity, message, next) => notebook.add({ severity, message, next, node: node.name, id })

  function attempt(label: string, written: unknown, convert: () => string): string {
    try {
      return convert()
    } catch (error) {
      if (!(error instanceof CannotConvert)) throw error
      const name = `${undefinedVariable}.${slug(label, '_') || 'value'}`
      const text = clipped(typeof written === 'string' ? written : (JSON.stringify(written) ?? ''), 2000)
      comments.push(`by hand: ${label} was ${text}`)
      note('by-hand', `${label} cannot be converted: ${error.message}.`, `Write it in place of ${name}: ${clipped(text, 200)}`)
      return name
    }
  }

  const sourceFor: NodeContext['sourceFor'] = (from, value, label) =>
    attempt(label, value, () => (typeof value === 'string' ? sourceOfPieces(piecesOf(value, from)) : JSON.stringify(value ?? null)))

  return {
    ...place,
    workflowId: (name) => slug(name, '-') || 'workflow',
    note,
    attempt,
    comment: (text) => void comments.push(text),
    source: (value, label) => sourceFor(scope, value, label),
    sourceFor,
    value(value, label) {
      let converted: Json | undefined
      const failed = attempt(label, value, () => {
        converted = convertValue(value, scope)
        return ''
      })
      return converted === undefined ? `{{ ${failed} }}` : converted
    },
  }
}
