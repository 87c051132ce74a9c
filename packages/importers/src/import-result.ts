/** A workflow of another product as a workflow file, and what is left to do. */
export interface ImportResult {
  /** The workflow file; it validates. */
  readonly yaml: string
  /** The id of the workflow in it. */
  readonly id: string
  /** In the order of the file; empty when nothing needs a look. */
  readonly notes: readonly ImportNote[]
}

/**
 * `by-hand`: it does not work before somebody has done something. `changed`: it works, but not quite as it did.
 * `lost`: it was left out, and nothing stands for it.
 */
export type ImportSeverity = 'by-hand' | 'changed' | 'lost'

export interface ImportNote {
  readonly severity: ImportSeverity
  /** What it is about: one sentence. */
  readonly message: string
  /** What to do about it. */
  readonly next: string
  /** The name of the node where it came from. */
  readonly node?: string
  /** Its id in the workflow file. */
  readonly id?: string
}

/** The text is not what the importer reads. The message names what is wrong and the next action. */
export class ImportError extends Error {
  override readonly name = 'ImportError'
  readonly code: 'NOT_AN_EXPORT' | 'EXPORT_TOO_LARGE'
  constructor(code: ImportError['code'], message: string) {
    super(message)
    this.code = code
  }
}
