import { lazy } from 'react'

const loadClosedGroup = () => import('./flow/closed-group.tsx')
const loadFileDrop = () => import('../workflows/file-drop.tsx')
const loadTabs = () => import('./workflow-tabs.tsx')
const loadConflict = () => import('./draft/conflict-bar.tsx')
const loadFinder = () => import('./palette/node-finder.tsx')
const loadPalette = () => import('./palette/palette.tsx')
const loadPanel = () => import('../panel/node-panel.tsx')
const loadPublish = () => import('./draft/publish-dialog.tsx')
const loadRun = () => import('./run/run-dialog.tsx')
const loadRunBar = () => import('./run/run-bar.tsx')
/** What renames, pastes and duplicates. */
export const loadExpressionChanges = () => import('./expression-changes.ts')
const loadText = () => import('../source/yaml-pane.tsx')

// What one does not need to see a workflow: the canvas does not wait for it. Together as large as all before it.
export const ClosedGroup = lazy(() => loadClosedGroup().then(({ ClosedGroup }) => ({ default: ClosedGroup })))
export const ConflictBar = lazy(() => loadConflict().then(({ ConflictBar }) => ({ default: ConflictBar })))
export const FileDrop = lazy(() => loadFileDrop().then(({ FileDrop }) => ({ default: FileDrop })))
export const NodeFinder = lazy(() => loadFinder().then(({ NodeFinder }) => ({ default: NodeFinder })))
export const NodePanel = lazy(() => loadPanel().then(({ NodePanel }) => ({ default: NodePanel })))
export const Palette = lazy(() => loadPalette().then(({ Palette }) => ({ default: Palette })))
export const PublishDialog = lazy(() => loadPublish().then(({ PublishDialog }) => ({ default: PublishDialog })))
export const RunDialog = lazy(() => loadRun().then(({ RunDialog }) => ({ default: RunDialog })))
export const RunBar = lazy(() => loadRunBar().then(({ RunBar }) => ({ default: RunBar })))
export const WorkflowTabs = lazy(() => loadTabs().then(({ WorkflowTabs }) => ({ default: WorkflowTabs })))
export const YamlPane = lazy(() => loadText().then(({ YamlPane }) => ({ default: YamlPane })))

/** Fetches them beforehand, so that they open at once. */
export function loadLateParts(): void {
  for (const load of [loadClosedGroup, loadPalette, loadFinder, loadPanel, loadPublish, loadRun, loadRunBar, loadExpressionChanges]) {
    // Whoever opens it asks again, and is told then why it does not come.
    load().catch(() => undefined)
  }
}
