import { applyNodeChanges, type NodeChange } from '@xyflow/react'
import { createStore, type StoreApi } from 'zustand'
import { applyChange } from '../model/apply-change.ts'
import { type Canvas, readCanvas } from '../model/canvas.ts'
import type { Draft, Plan } from '../model/changes/plan.ts'
import { emptyHistory, type History, type HistoryStep, rebaseHistory, record, redo, type Stepped, undo } from '../model/history.ts'
import { changedLayout, type LayoutChange, layoutStep } from '../model/layout-change.ts'
import type { Layout } from '../model/layout-file.ts'
import type { Overlay } from '../model/overlay/overlay.ts'
import type { Types } from '../model/type-facts.ts'
import { readText, type WorkflowText } from '../model/workflow-text.ts'
import type { DraftState } from './draft/draft-state.ts'
import { drawFlow } from './flow/draw-flow.ts'
import type { FlowEdge } from './flow/flow-edges.ts'
import type { FlowNode } from './flow/flow-nodes.ts'
import { keepStanding } from './layout/keep-standing.ts'
import type { LaidOut, Lanes, Places } from './layout/lay-out.ts'
import { placeNodes } from './layout/placed-nodes.ts'

/**
 * Owns: one workflow while it is edited: its text, where things stand, what was done to both, and all that is derived from it.
 * Does not own: what the server keeps (`keep-draft.ts`, `keep-layout.ts`).
 * Invariants: the text is the truth. `canvas`, `nodes` and `edges` follow from it, from the layout and from what is selected.
 */
export interface Editor {
  readonly workflowId: string
  readonly types: Types
  readonly text: WorkflowText
  readonly history: History
  readonly layout: Layout
  /** Where the automatic layout puts whatever nobody has placed. */
  readonly places: Places
  /** The way that it keeps free for each edge. */
  readonly lanes: Lanes
  readonly canvas: Canvas
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
  /** Keys of nodes, and ids of edges. */
  readonly selection: ReadonlySet<string>
  /** The node that has the focus of the keyboard. */
  readonly focused: string | undefined
  /** The node whose panel is open. */
  readonly opened: string | undefined
  /** What is renamed just now. */
  readonly renaming: string | undefined
  /** Where the text shall be shown, until it is. */
  readonly reveal: Reveal | undefined
  readonly draft: DraftState
  /** By key of the node, what is wrong with it. */
  readonly mistakes: ReadonlyMap<string, readonly string[]>
  /** The execution that is shown on the canvas: badges of nodes, what edges carried. */
  readonly overlay: Overlay | undefined
  /** Ids of nodes whose output is pinned for test runs. */
  readonly pinned: ReadonlySet<string>

  /** Makes what an action plans, or answers why it cannot be. The new nodes are selected. */
  act(label: string, plan: (draft: Draft) => Plan): Plan
  /** Somebody types: the whole new text. */
  type(source: string): void
  /** Puts another text in place of this one, as a step of its own. */
  replace(label: string, source: string): void
  /** Another text comes from outside, with what is ours in it. */
  receive(source: string): void
  /** Changes where things stand, as a step of its own. */
  place(label: string, change: LayoutChange): void
  /** Whatever is done meanwhile is one step. */
  together(label: string, make: () => void): void
  undo(): Stepped | undefined
  redo(): Stepped | undefined
  restore(history: History): void
  select(keys: Iterable<string>): void
  focus(key: string | undefined): void
  open(key: string | undefined): void
  rename(key: string | undefined): void
  show(reveal: Reveal | undefined): void
  setDraft(draft: Partial<DraftState>): void
  setMistakes(mistakes: Editor['mistakes']): void
  setOverlay(overlay: Overlay | undefined): void
  setPinned(pinned: ReadonlySet<string>): void
  setPlaces(laidOut: LaidOut): void
  /** Where things stand, as somebody else has put them, or as one looks at them: nothing that is undone. */
  changeLayout(change: LayoutChange): void
  /** What React Flow tells of dragging. */
  drag(changes: readonly NodeChange<FlowNode>[]): void
}

export interface Reveal {
  readonly offset: number
  /** Whether one goes on typing there. */
  readonly withFocus: boolean
}

export type EditorStore = StoreApi<Editor>

interface Opened {
  readonly workflowId: string
  readonly source: string
  readonly layout: Layout
  readonly types: Types
  readonly draft: DraftState
}

/** What a step is, beside what it changes. */
type About = Pick<HistoryStep, 'label' | 'at' | 'group'>

type Given = Partial<Pick<Editor, 'text' | 'history' | 'layout' | 'places' | 'lanes' | 'selection' | 'focused'>>

export function createEditorStore({ workflowId, source, layout, types, draft }: Opened, now: () => number = Date.now): EditorStore {
  return createStore<Editor>()((set, get) => {
    /** Sets what is given, and whatever follows from it. */
    function become(given: Given): void {
      const before = get()
      const next = { ...before, ...given }
      const isDrawnAnew = next.text !== before.text || next.layout !== before.layout
      const canvas = isDrawnAnew ? readCanvas(next.text, types, next.layout) : next.canvas
      set({ ...given, canvas, ...drawFlow({ ...next, canvas }, before) })
    }

    /** What is done in one go, while it is done. */
    let gesture: About | undefined

    /** The step of a text, kept to be undone. */
    function write(text: WorkflowText, about: Omit<About, 'at'>, given: Given = {}): void {
      const before = get()
      const texts = { from: before.text.source, to: text.source }
      become({ ...given, text, history: record(before.history, { ...(gesture ?? { ...about, at: now() }), ...texts }) })
    }

    function step(by: typeof undo): Stepped | undefined {
      const { history, text, layout } = get()
      const stepped = by(history, text.source, layout)
      if (stepped === undefined) return undefined
      const isOfText = stepped.source !== text.source
      become({ history: stepped.history, layout: stepped.layout, ...(isOfText && { text: readText(stepped.source, text) }) })
      return stepped
    }

    const text = readText(source)
    const canvas = readCanvas(text, types, layout)
    return {
      workflowId,
      types,
      text,
      layout,
      canvas,
      draft,
      history: emptyHistory,
      places: {},
      lanes: {},
      nodes: [],
      edges: [],
      selection: new Set(),
      focused: undefined,
      opened: undefined,
      renaming: undefined,
      reveal: undefined,
      mistakes: new Map(),
      overlay: undefined,
      pinned: new Set(),

      act(label, plan) {
        const planned = plan({ text: get().text, types })
        if (!planned.ok) return planned
        const applied = applyChange(get().text, planned.change)
        if (!applied.ok) return { ok: false, reason: applied.problem.message }
        const [first] = planned.selected
        const chosen = first === undefined ? {} : { selection: new Set(planned.selected), focused: first }
        write(applied.text, { label }, chosen)
        return planned
      },
      type: (source) => write(readText(source, get().text), { label: 'typing', group: 'typing' }),
      replace: (label, source) => write(readText(source, get().text), { label }),
      receive(source) {
        const { text, history } = get()
        become({ text: readText(source, text), history: rebaseHistory(history, text.source, source) })
      },
      place(label, wish) {
        const { text, layout: from, history, canvas, places } = get()
        const change = keepStanding(wish, placeNodes(canvas.nodes, places), places)
        const layout = layoutStep(from, change)
        if (layout === undefined) return
        const about = { ...(gesture ?? { label, at: now() }), from: text.source, to: text.source, layout }
        become({ layout: changedLayout(from, change), history: record(history, about) })
      },
      together(label, make) {
        if (gesture !== undefined) return make()
        const at = now()
        gesture = { label, at, group: `gesture ${at}` }
        try {
          make()
        } finally {
          gesture = undefined
        }
      },
      undo: () => step(undo),
      redo: () => step(redo),
      restore: (history) => set({ history }),
      select: (keys) => become({ selection: new Set(keys) }),
      focus: (focused) => set({ focused }),
      open: (opened) => set({ opened }),
      rename: (renaming) => set({ renaming }),
      show: (reveal) => set({ reveal }),
      setDraft: (draft) => set({ draft: { ...get().draft, ...draft } }),
      setMistakes: (mistakes) => set({ mistakes }),
      setOverlay: (overlay) => set({ overlay }),
      setPinned: (pinned) => set({ pinned }),
      setPlaces: (laidOut) => become(laidOut),
      changeLayout: (change) => become({ layout: changedLayout(get().layout, change) }),
      drag: (changes) => set({ nodes: applyNodeChanges([...changes], [...get().nodes]) }),
    }
  })
}
