import { type ComparedExecutions, compareExecutions } from '@millrace/engine'
import { useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { useLocation } from 'react-router'
import type { StoreApi } from 'zustand'
import type { Execution, Step } from '../api/api-schema.ts'
import type { Canvas } from '../model/canvas.ts'
import { type CanvasNode, triggerKey } from '../model/canvas-node.ts'
import type { Cursor } from '../model/overlay/look.ts'
import { type Overlay, overlayOf } from '../model/overlay/overlay.ts'
import { type PlacedStep, type Run, readRun } from '../model/overlay/run.ts'
import { createMarks, type Seen } from './create-marks.ts'
import { stepsUntil } from './cursor-steps.ts'
import { keepPin } from './kept-pin.ts'
import type { Marks } from './marks.ts'
import { keyOfNode, type RunPlace } from './run-place.ts'
import type { RunCanvases } from './use-run-canvas.ts'
import { useRunPlace } from './use-run-place.ts'

export interface Pinned {
  readonly store: StoreApi<Marks>
  readonly canvas: Canvas
  readonly run: Run<Step>
  readonly overlay: Overlay<Step>
  readonly compared: ComparedExecutions<Step> | undefined
  readonly place: RunPlace
  /** Whose panel is open. */
  readonly node: CanvasNode | undefined
  /** What is selected: a node that the canvas need not have, where two versions are compared. */
  readonly selected: string | undefined
  /** Of the node, what had begun at the cursor. */
  readonly runsOfNode: readonly PlacedStep<Step>[]
  move(change: Partial<RunPlace>): void
  select(key: string | undefined): void
  /** To a place of the cursor; the panel goes along to the step there. */
  toCursor(cursor: Cursor | undefined, at: PlacedStep | undefined): void
  /** To one of the runs of the node. */
  toRun(run: PlacedStep): void
}

/** All that is derived of a pinned execution: what is asked of the model, and what the hand does to the place. */
export function usePinned(execution: Execution, other: Execution | undefined, canvases: RunCanvases): Pinned {
  const [place, move] = useRunPlace(Date.parse(execution.startedAt))
  useKeptPin(execution.workflowId)
  const canvas = (place.shown === 'current' ? (canvases.current ?? canvases.ran) : (canvases.ran ?? canvases.current)) ?? noCanvas
  const run = useMemo(() => readRun(execution, Date.now()), [execution])
  const otherRun = useMemo(() => other && readRun(other, Date.now()), [other])
  const compared = useMemo(() => otherRun && compareExecutions(otherRun, run), [otherRun, run])
  const { cursor, turns } = place
  const overlay = useMemo(() => overlayOf(canvas, run, { turns, ...(cursor && { cursor }) }), [canvas, run, cursor, turns])
  const edgesBefore = useMemo(() => otherRun && overlayOf(canvas, otherRun).edges, [canvas, otherRun])

  // Whoever opens a failed execution wants to see what failed; whoever compares, where the two part.
  const failed = run.steps.find(({ step }) => step.step === run.failedStep)?.step.node
  const wanted = place.node ?? (compared === undefined ? failed : compared.first?.node) ?? ''
  const key = keyOfNode(canvas, wanted)
  const node = canvas.nodes.find((one) => one.key === key)
  const runsOfNode = useMemo(() => stepsUntil(run, cursor).filter(({ step }) => step.node === key), [run, cursor, key])

  function toCursor(cursor: Cursor | undefined, at: PlacedStep | undefined) {
    move({
      cursor,
      turns: at === undefined ? turns : turnsAt(turns, at),
      ...(node !== undefined && at !== undefined && compared === undefined && { node: at.step.node }),
    })
  }

  const current = cursor === undefined ? undefined : stepsUntil(run, cursor).at(-1)?.step.node
  const seen: Seen = {
    badges: overlay.badges,
    edges: overlay.edges,
    errorPath: overlay.errorPath,
    turns: overlay.turns,
    chosenTurns: turns,
    current,
    selected: key,
    fired: triggerKey(execution.triggerId),
    received: execution.trigger?.data,
    verdicts: compared?.nodes,
    edgesBefore,
    fold: canvases.fold,
  }
  const [store] = useState(() => createMarks(seen, move))
  useLayoutEffect(() => store.setState(seen))
  const { select } = store.getState()
  return {
    ...{ store, canvas, run, overlay, compared, place, node, selected: key ?? (wanted || undefined), runsOfNode, move, select, toCursor },
    toRun: ({ turns: own }) => move({ turns: new Map([...turns, ...own.map(({ scope, index }): [string, number] => [scope, index])]) }),
  }
}

const noCanvas: Canvas = { nodes: [], edges: [], notes: [], groups: [], problems: [], isStale: false }

/** Where one iteration is looked at and the step is of another one, that is looked at from then on. */
function turnsAt(chosen: ReadonlyMap<string, number>, { turns }: PlacedStep): ReadonlyMap<string, number> {
  const strays = turns.filter(({ scope, index }) => chosen.has(scope) && chosen.get(scope) !== index)
  return strays.length === 0 ? chosen : new Map([...chosen, ...strays.map(({ scope, index }): [string, number] => [scope, index])])
}

/** Whoever goes elsewhere and comes back finds it at the same step. */
function useKeptPin(workflowId: string): void {
  const { search } = useLocation()
  useEffect(() => keepPin(workflowId, search), [workflowId, search])
}
