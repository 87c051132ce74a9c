import type { AcyclicSection } from './check-cycles.ts'
import { type DocumentNode, type DocumentNodes, type DocumentSection, nodeLabel, scopesAround } from './document-node.ts'
import type { Finding, ProblemReport } from './problem-report.ts'
import { listed, quoted } from './quoted.ts'
import type { PlacedReference } from './read-expressions.ts'
import { notUpstream, type UpstreamQuestion } from './upstream.ts'

/** An expression of `reader` that reads something. */
export interface NodeRead {
  readonly reader: DocumentNode
  readonly reference: PlacedReference
}

/** What expressions may read of a node. */
const nodeFacts = ['output', 'status', 'port', 'error']

/** Whatever is read of `nodes` exists, can be seen from where it is read, and has run by then. */
export function checkNodeReads(
  report: ProblemReport,
  nodes: DocumentNodes,
  acyclic: readonly AcyclicSection[],
  reads: readonly NodeRead[],
): void {
  const questions: AskedQuestion[] = []
  for (const read of reads) {
    const [id, fact] = read.reference.rest
    // The id is computed: nothing to hold on to.
    if (id === undefined) continue
    const source = nodes.byId.get(id)
    if (source === undefined) report.add(unknownNode(nodes, read, id))
    else {
      if (fact !== undefined && !nodeFacts.includes(fact)) report.add(unknownFact(read, id, fact))
      const answer = canSee(read, source)
      if (typeof answer === 'object') questions.push({ ...answer, read })
      else if (answer !== 'yes')
        report.add({ ...(answer === 'unfinished' ? unfinished(read, source) : insideScope(read, source)), ...read.reference.place })
    }
  }
  const bySection = Map.groupBy(questions, ({ source }) => source.section)
  for (const section of acyclic) {
    for (const { read, source } of notUpstream(section, bySection.get(section.section) ?? [])) report.add(notRunYet(read, source))
  }
}

interface AskedQuestion extends UpstreamQuestion {
  readonly read: NodeRead
}

/**
 * Whether `source` can be read at all; a question when that depends on the edges between two nodes of one section.
 * An expression sees the nodes of its own section and of the sections around it, as the engine does at run time.
 */
function canSee({ reader, reference }: NodeRead, source: DocumentNode): 'yes' | 'unfinished' | 'inside-scope' | UpstreamQuestion {
  const isLoop = (node: DocumentNode) => node.facts?.scope === 'loop'
  if (source === reader) return isLoop(reader) && isCondition(reference) ? 'yes' : 'unfinished'
  if (isAskedInside(reader, reference.at[0]) && source.section.owner === reader) return 'yes'
  for (const ancestor of [reader, ...scopesAround(reader)]) {
    if (ancestor === source) return isLoop(source) ? 'yes' : 'unfinished'
    if (ancestor.section === source.section) return { source, reader: ancestor }
    if (isAfter(ancestor.section, source.section)) return 'yes'
  }
  return 'inside-scope'
}

/** `catch` and `finally` of a `try` come after its body and see how far that came. */
function isAfter({ part, owner }: DocumentSection, other: DocumentSection): boolean {
  return (part === 'catch' || part === 'finally') && other.part === 'body' && other.owner === owner
}

function isCondition({ at }: PlacedReference): boolean {
  return at[0] === 'while' || at[0] === 'until' || at[0] === 'interval'
}

/** The parameters that a scope asks at the end of an iteration, from within it. */
export function isAskedInside({ facts }: DocumentNode, key: string | number | undefined): boolean {
  if (facts?.scope === 'loop') return key === 'until' || key === 'interval'
  return facts?.scope === 'for-each' && key === 'until'
}

function unknownNode(nodes: DocumentNodes, { reader, reference }: NodeRead, id: string): Finding {
  const message = `The expression in ${nodeLabel(reader)} reads the node ${quoted(id)}, which does not exist.`
  return { code: 'UNKNOWN_NODE', message, ...reference.place, near: { word: id, known: () => [...nodes.byId.keys()] } }
}

function unknownFact({ reference }: NodeRead, id: string, fact: string): Finding {
  const message = `Of a node expressions can read ${listed(nodeFacts)}, not ${quoted(fact)}. Perhaps nodes.${id}.output.${quoted(fact).slice(1, -1)} is meant.`
  return { code: 'UNKNOWN_NODE_FACT', message, ...reference.place, near: { word: fact, known: () => nodeFacts } }
}

function unfinished({ reader }: NodeRead, source: DocumentNode): Pick<Finding, 'code' | 'message'> {
  const message =
    source === reader
      ? `Node "${source.id}" reads its own output before it has run. Read a node that has run before.`
      : `"${source.id}" has no output before all nodes inside it have run, and "${reader.id}" is one of them.`
  return { code: 'SELF_REFERENCE', message }
}

function insideScope({ reader }: NodeRead, source: DocumentNode): Pick<Finding, 'code' | 'message'> {
  return {
    code: 'REFERENCE_INTO_SCOPE',
    message: `"${source.id}" is inside "${source.section.owner?.id}" and cannot be read from "${reader.id}": ${insteadOf(reader, source)}.`,
  }
}

/** What to read in place of a node inside a scope: the scope that the reader does see. */
function insteadOf(reader: DocumentNode, source: DocumentNode): string {
  const around = [reader, ...scopesAround(reader)]
  const visible = new Set(around.map((node) => node.section))
  const scope = scopesAround(source).find((one) => visible.has(one.section))
  if (scope === undefined || scope === reader) return `it has not run yet when the parameters of "${reader.id}" are evaluated`
  if (!around.includes(scope)) return `read nodes.${scope.id}.output`
  return `"${scope.id}" forgets the nodes of its ${source.section.part} when that has ended; "error" says what failed`
}

function notRunYet({ reader, reference }: NodeRead, source: DocumentNode): Finding {
  const message = `"${reader.id}" reads nodes.${source.id}, but no path leads from "${source.id}" to it, so "${source.id}" may not have run yet. Lead an edge there.`
  return { code: 'NOT_UPSTREAM', message, ...reference.place }
}
