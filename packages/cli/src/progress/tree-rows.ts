import type { StepStatus } from '@millrace/engine'
import { type Branch, isSettled, type StepView, statusOf } from './step-tree.ts'

/** One line of the tree, not yet laid out. */
export type Row =
  | { readonly depth: number; readonly label: string; readonly status: StepStatus; readonly step: StepView | undefined }
  /** Stands for branches that are not shown. */
  | { readonly depth: number; readonly summary: string }

/** Of more branches side by side than this, only those that need to be seen are shown. */
const mostIterations = 8

/** The tree as rows, at most `limit` of them: what has settled gives way first. */
export function treeRows(root: Branch, limit: number): readonly Row[] {
  const rows = root.children.flatMap((branch) => branchRows(branch, 0))
  return rows.length <= limit ? rows : shortened(rows, limit)
}

function branchRows(branch: Branch, depth: number, before = ''): readonly Row[] {
  const label = before + branch.label
  const [only, ...others] = branch.children
  // An iteration or part with a single step is one row: `[3] ship`.
  if (branch.step === undefined && only !== undefined && others.length === 0) return branchRows(only, depth, `${label} `)
  return [{ depth, label, status: statusOf(branch), step: branch.step }, ...childRows(branch.children, depth + 1)]
}

function childRows(children: readonly Branch[], depth: number): readonly Row[] {
  const iterations = children.filter(isIteration)
  if (iterations.length <= mostIterations) return children.flatMap((child) => branchRows(child, depth))
  const shown = new Set(notable(iterations))
  const left = iterations.filter((iteration) => !shown.has(iteration))
  return [
    ...children.filter((child) => !isIteration(child) || shown.has(child)).flatMap((child) => branchRows(child, depth)),
    { depth, summary: `and ${left.length} more: ${counts(left)}` },
  ]
}

function isIteration({ label }: Branch): boolean {
  return label.startsWith('[')
}

/** What runs, then what failed, then the newest. */
function notable(iterations: readonly Branch[]): readonly Branch[] {
  const active = iterations.filter((iteration) => !isSettled(statusOf(iteration)))
  const failed = iterations.filter((iteration) => ['failed', 'timed_out'].includes(statusOf(iteration)))
  return [...active, ...failed, ...iterations.slice(-2)].slice(0, mostIterations - 1)
}

function counts(branches: readonly Branch[]): string {
  const byStatus = new Map<string, number>()
  for (const branch of branches) byStatus.set(statusOf(branch), (byStatus.get(statusOf(branch)) ?? 0) + 1)
  return [...byStatus].map(([status, count]) => `${count} ${status}`).join(', ')
}

/** Drops settled rows from the top, where they are oldest, and says how many. */
function shortened(rows: readonly Row[], limit: number): readonly Row[] {
  let surplus = rows.length - limit + 1
  const kept: Row[] = []
  let dropped = 0
  for (const row of rows) {
    if (surplus > 0 && !('summary' in row) && isSettled(row.status)) {
      surplus--
      dropped++
    } else kept.push(row)
  }
  const room = Math.max(limit - 1, 0)
  return [{ depth: 0, summary: `${dropped + Math.max(kept.length - room, 0)} earlier steps` }, ...kept.slice(kept.length - room)]
}
