/** A workflow file to begin with. */
export interface Template {
  readonly id: string
  /** One sentence: what one would use it for. */
  readonly summary: string
  readonly tags: readonly string[]
  readonly source: string
}
