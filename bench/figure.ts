/** One measured number, with what it is to be judged by. */
export interface Figure {
  /** Stable: other figures' `ratioTo` names it. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** In the same unit as the value, or as the ratio if there is one. */
  readonly target?: number
  /** The figure of the same run that this one is divided by: a machine's limits matter more than its name. */
  readonly ratioTo?: string
  readonly ratio?: number
  /** One sentence: what was done, and what more or less of it means. */
  readonly meaning: string
}
