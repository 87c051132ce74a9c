import { type Catalog, type Problem, parseWorkflow } from '@millrace/engine'
import type { Draft } from '../draft.ts'
import type { Notebook } from '../notebook.ts'
import type { FileContent } from './workflow-file.ts'

const mostRounds = 3

/** The file, with a node that fails in place of each that validation refuses: what is written can always be published and tried. */
export function mend(content: FileContent, catalog: Catalog, notebook: Notebook, write: (content: FileContent) => string): string {
  let mended = content
  let yaml = write(content)
  for (let round = 0; round < mostRounds; round++) {
    const parsed = parseWorkflow(yaml, catalog)
    const errors = parsed.ok ? [] : parsed.problems.filter(({ severity }) => severity === 'error')
    const byNode = new Map(errors.map((problem) => [nodeOf(problem), problem]))
    if (errors.length === 0) return yaml
    mended = {
      ...mended,
      drafts: mended.drafts.map((draft) => mendDraft(draft, byNode, notebook)),
      triggers: mended.triggers.filter(({ id }) => !byNode.has(`trigger ${id}`)),
    }
    yaml = write(mended)
  }
  return yaml
}

/** The innermost node that the problem is in. */
function nodeOf({ path }: Problem): string | undefined {
  if (path[0] === 'triggers') return `trigger ${String(path[1])}`
  const last = path.findLastIndex((key, index) => key === 'nodes' && index % 2 === 0)
  const id = last < 0 ? undefined : path[last + 1]
  return typeof id === 'string' ? id : undefined
}

function mendDraft(draft: Draft, byNode: ReadonlyMap<string | undefined, Problem>, notebook: Notebook): Draft {
  const problem = byNode.get(draft.id)
  if (draft.nodes !== undefined && problem === undefined)
    return { ...draft, nodes: draft.nodes.map((one) => mendDraft(one, byNode, notebook)) }
  if (problem === undefined) return draft
  notebook.add({
    severity: 'by-hand',
    message: problem.message,
    next: `Write the node "${draft.id}" anew: what came of it stands above it.`,
    id: draft.id,
    ...(draft.name !== undefined && { node: draft.name }),
  })
  const { nodes: _, ...rest } = draft
  const written = JSON.stringify({ type: draft.type, with: draft.with }).slice(0, 2000)
  return {
    ...rest,
    type: 'stop',
    with: { status: 'failed', message: 'This node was imported from n8n and is still to be done by hand.' },
    // Its own ports are gone with its type.
    next: [...new Set(draft.next.map(({ to }) => to))].map((to) => ({ port: undefined, to })),
    envelope: {},
    comments: [...draft.comments, `by hand: ${problem.message}`, `was: ${written}`],
  }
}
