import type { ReactFlowInstance } from '@xyflow/react'
import type { EditorStore } from '../editor-store.ts'
import { giveKeysToCanvas } from './give-keys-to-canvas.ts'

const near = 48
/** A second, where a frame takes as long as it should. */
const mostTries = 60

/** Gives a node the focus of the keyboard, and moves the canvas where it is not seen. It may be drawn only then. */
export function reachNode(store: EditorStore, flow: ReactFlowInstance, key: string | undefined): void {
  store.getState().focus(key)
  // Not only when the node is drawn: what has closed took the keys with it, and the next one may be on its way already.
  queueMicrotask(() => {
    if (document.activeElement === document.body) giveKeysToCanvas()
  })
  if (key === undefined) return
  let tries = 0
  function tryFocus(): void {
    if (store.getState().focused !== key) return
    const node = flow.getInternalNode(key ?? '')
    if (node !== undefined) showNode(flow, node)
    const card = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(key ?? '')}"] [role="group"]`)
    if (card !== null && !hasGoneOn()) card.focus({ preventScroll: true })
    // The automatic layout comes from a worker: a new node has its place a moment later. What was out of view is drawn once it is in view.
    const hasFocus = card !== null && card === document.activeElement
    if (tries++ < 4 || (!hasFocus && !hasGoneOn() && tries < mostTries)) requestAnimationFrame(tryFocus)
  }
  requestAnimationFrame(tryFocus)
}

/** Whoever is in a field, in the text or in the panel of a node by now keeps the focus there. */
function hasGoneOn(): boolean {
  const active = document.activeElement
  return active?.closest('input, textarea, [role="dialog"]') != null || active?.shadowRoot != null
}

function showNode(flow: ReactFlowInstance, node: NonNullable<ReturnType<ReactFlowInstance['getInternalNode']>>): void {
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect()
  if (pane === undefined) return
  const { x, y } = node.internals.positionAbsolute
  const { x: left, y: top, zoom } = flow.getViewport()
  const width = Math.min(node.measured.width ?? 0, 300)
  const height = Math.min(node.measured.height ?? 0, 120)
  const onScreen = { x: x * zoom + left, y: y * zoom + top }
  const isSeen =
    onScreen.x >= near &&
    onScreen.y >= near &&
    onScreen.x + width * zoom <= pane.width - near &&
    onScreen.y + height * zoom <= pane.height - near
  if (!isSeen) void flow.setCenter(x + width / 2, y + height / 2, { zoom })
}
