import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { type KeyboardEvent, memo, type PointerEvent, useRef } from 'react'
import type { Point } from '../../model/layout-file.ts'
import type { Box } from '../layout/node-box.ts'
import { boxPath, boxText, enlarged, farAround, shownBox, unitedBox } from './map-boxes.ts'
import styles from './overview-map.module.css'
import { useMapBoxes } from './use-map-boxes.ts'

/** So much of the view an arrow moves it on by. */
const arrowShare = 0.25
const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** Where one is on the canvas: by mouse, wheel and arrows one looks elsewhere. */
export const OverviewMap = memo(function OverviewMap() {
  const flow = useReactFlow()
  const { resting, selected, bounds } = useMapBoxes()
  const shown = useStore(shownBox, isSame)
  const { moveTo, hold, follow, letGo } = useMapHand(bounds)
  const whole = enlarged(bounds === undefined ? shown : unitedBox(bounds, shown))
  const middle = { x: shown.x + shown.width / 2, y: shown.y + shown.height / 2 }

  function press(event: KeyboardEvent) {
    const arrow = arrows[event.key]
    if (arrow !== undefined) moveTo({ x: middle.x + arrow.x * shown.width * arrowShare, y: middle.y + arrow.y * shown.height * arrowShare })
    else if (event.key === '+') void flow.zoomIn()
    else if (event.key === '-') void flow.zoomOut()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Panel position="bottom-right">
      <svg
        className={styles.map}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus: its arrows move what is seen.
        tabIndex={0}
        role="application"
        aria-label="Map of the canvas: arrows move what is seen, + and - zoom"
        viewBox={boxText(whole)}
        onKeyDown={press}
        onPointerDown={hold}
        onPointerMove={follow}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onWheel={({ deltaY }) => void (deltaY < 0 ? flow.zoomIn() : flow.zoomOut())}
      >
        <path className={styles.nodes} d={resting} />
        <path className={styles.selected} d={selected} />
        <path className={styles.beyond} d={`${boxPath(farAround(whole))}${boxPath(shown)}`} />
        <path className={styles.shown} d={boxPath(shown)} />
      </svg>
    </Panel>
  )
})

/** What the pointer does to the map: the middle of the view follows it. */
function useMapHand(bounds: Box | undefined) {
  const flow = useReactFlow()
  // As the map was when the pointer came down: it changes its scale where one leaves what there is.
  const held = useRef<DOMMatrix>(undefined)
  function moveTo({ x, y }: Point): void {
    if (bounds === undefined) return
    const within = (value: number, from: number, length: number) => Math.min(from + length, Math.max(from, value))
    const zoom = flow.getZoom()
    void flow.setCenter(within(x, bounds.x, bounds.width), within(y, bounds.y, bounds.height), { zoom })
  }
  function follow({ clientX, clientY }: PointerEvent): void {
    if (held.current !== undefined) moveTo(new DOMPoint(clientX, clientY).matrixTransform(held.current))
  }
  return {
    moveTo,
    follow,
    hold(event: PointerEvent<SVGSVGElement>): void {
      if (event.button !== 0) return
      held.current = event.currentTarget.getScreenCTM()?.inverse()
      event.currentTarget.setPointerCapture(event.pointerId)
      follow(event)
    },
    letGo(): void {
      held.current = undefined
    },
  }
}

function isSame(some: Box, other: Box): boolean {
  return some.x === other.x && some.y === other.y && some.width === other.width && some.height === other.height
}
