import { latePart } from './late-part.ts'

// What one does not need to see a workflow: the canvas does not wait for it. Together as large as all before it.
export const ClosedGroup = latePart(() => import('./flow/closed-group.tsx').then(({ ClosedGroup }) => ClosedGroup))
export const ConflictBar = latePart(() => import('./draft/conflict-bar.tsx').then(({ ConflictBar }) => ConflictBar))
export const FileDrop = latePart(() => import('../workflows/file-drop.tsx').then(({ FileDrop }) => FileDrop))
export const NodeFinder = latePart(() => import('./palette/node-finder.tsx').then(({ NodeFinder }) => NodeFinder))
export const NodePanel = latePart(() => import('../panel/node-panel.tsx').then(({ NodePanel }) => NodePanel))
export const Palette = latePart(() => import('./palette/palette.tsx').then(({ Palette }) => Palette))
export const PublishDialog = latePart(() => import('./draft/publish-dialog.tsx').then(({ PublishDialog }) => PublishDialog))
export const RunDialog = latePart(() => import('./run/run-dialog.tsx').then(({ RunDialog }) => RunDialog))
export const RunBar = latePart(() => import('./run/run-bar.tsx').then(({ RunBar }) => RunBar))
export const WorkflowTabs = latePart(() => import('./workflow-tabs.tsx').then(({ WorkflowTabs }) => WorkflowTabs))
export const YamlPane = latePart(() => import('../source/yaml-pane.tsx').then(({ YamlPane }) => YamlPane))
/** What renames, pastes and duplicates. */
export const loadExpressionChanges = () => import('./expression-changes.ts')

const soonWanted = [ClosedGroup, Palette, NodeFinder, NodePanel, PublishDialog, RunDialog, RunBar]

/** Fetches them beforehand, so that they open at once. */
export function loadLateParts(): void {
  for (const load of [...soonWanted.map((part) => part.load), loadExpressionChanges]) {
    // Whoever opens it asks again, and is told then why it does not come.
    load().catch(() => undefined)
  }
}
