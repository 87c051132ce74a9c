import type { Pattern } from '../pattern/pattern.ts'
import type { Frame } from './frame.ts'
import type { Value } from './value.ts'

/** A function as a method calls it. It exists only while that method runs. */
export type Callback = (...values: readonly Value[]) => Value

/** What a function or method is called with. A callback or pattern leaves undefined at its place in `args`. */
export interface Call {
  readonly args: readonly Value[]
  readonly callback: Callback | undefined
  readonly pattern: Pattern | undefined
  readonly frame: Frame
}

/** Where a function or method takes what is not data. */
export interface CallShape {
  readonly callback?: number
  readonly needsCallback?: boolean
  readonly pattern?: 0
}
