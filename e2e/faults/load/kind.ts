import type { World } from './world.ts'

/** One start that was sent. */
export interface Start {
  readonly kind: Kind
  readonly n: number
  /** Of an execution whose start was acknowledged. */
  executionId?: string
  /** What a synchronous webhook answered. */
  answer?: Readonly<Record<string, unknown>>
  /** The `sent` that a step which waits was acknowledged to have received. */
  received?: number
  /** A cancel was acknowledged. */
  isCanceled?: boolean
}

/** A kind of work: how it is started, what somebody outside must do for it, and what must come of it. */
export interface Kind {
  /** The id of its workflow. */
  readonly workflow: string
  /** How often it is chosen, beside the others. */
  readonly weight: number
  readonly status: 'success' | 'failed' | 'canceled'
  /** How it is started: at its webhook, unless said otherwise. */
  readonly start?: (start: Start, world: World) => Promise<void>
  /** What the body tells besides the number. */
  readonly more?: (world: World) => Readonly<Record<string, unknown>>
  /** What must happen outside for it to end. Also done for starts of which nobody knows whether they arrived. */
  readonly follow?: (start: Start, world: World) => Promise<void>
  /** The steps whose values make up the sum that it must end with. */
  readonly summed: (n: number) => readonly string[]
  /** What is added to the sum. */
  readonly plus?: (n: number) => number
}
