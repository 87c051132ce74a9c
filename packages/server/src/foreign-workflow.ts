/** A workflow of another product as a workflow file, and what is left to do. */
export interface ForeignWorkflow {
  readonly id: string
  readonly yaml: string
  readonly notes: readonly ForeignNote[]
}

export interface ForeignNote {
  /** `by-hand`: it does not work before somebody has done something; `changed`: not quite as it was; `lost`: nothing stands for it. */
  readonly severity: 'by-hand' | 'changed' | 'lost'
  readonly message: string
  readonly next: string
  readonly node?: string
  readonly id?: string
}

/** Reads the export of another product; a text says why it cannot. */
export type ReadForeign = (json: unknown) => Promise<ForeignWorkflow | string>
