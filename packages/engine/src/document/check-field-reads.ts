import { inferWorkflow, type ReadWorkflow } from '../types/infer-workflow.ts'
import { shownOptionsOf, type ValueType } from '../types/value-type.ts'
import { nodeLabel } from './document-node.ts'
import type { ProblemReport } from './problem-report.ts'
import { clipped, listed, quoted } from './quoted.ts'

/** What expressions read of a value can be in it, as far as types are known. */
export function checkFieldReads(report: ProblemReport, workflow: ReadWorkflow): void {
  inferWorkflow(workflow, (node, part, { key, object, offset, text, type }) => {
    const read = quoted(String(key))
    report.add({
      code: 'UNKNOWN_FIELD',
      message: `The expression in ${nodeLabel(node)} reads ${read} of ${shown(object)}, which ${describe(type)}.`,
      path: [...node.path, part, ...text.at],
      part: text.isKey ? 'key' : 'value',
      within: { text: text.source, offset },
      near: { word: String(key), known: () => fieldsOf(type) },
    })
  })
}

const longestObject = 60

function shown(object: string): string {
  return clipped(object.replace(/\s+/g, ' '), longestObject)
}

function describe(type: ValueType): string {
  const kinds = [...new Set(shownOptionsOf(type).map(({ kind }) => kind))].filter((kind) => kind !== 'null')
  const fields = fieldsOf(type)
  if (fields.length > 0) return `has only ${listed(fields, 'and')}`
  if (kinds.includes('list')) return 'is a list: read one item, as in [0], or all of them with map'
  return `is ${listed(kinds.map((kind) => kindNames[kind] ?? kind))} and has no such field`
}

/** What could be read in its place. */
function fieldsOf(type: ValueType): readonly string[] {
  return [...new Set(shownOptionsOf(type).flatMap((option) => (option.kind === 'map' ? Object.keys(option.fields) : [])))]
}

const kindNames: Partial<Record<ValueType['kind'], string>> = {
  boolean: 'true or false',
  number: 'a number',
  string: 'a text',
  map: 'an empty map',
}
