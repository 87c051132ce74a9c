/** The folder that workflows come from, where there is one: its files are the truth, so what is published is written there too. */
export interface WorkflowFiles {
  /**
   * Looks at the files, then does the work while nobody looks: what it puts is not published a second time. The work reads what is
   * published anew, for the look may have found a change.
   */
  change<T>(work: (put: PutWorkflow) => Promise<T>): Promise<T>
}

/** Puts the text in the place of the workflow's file, whole or not at all; makes the file of a new workflow. Throws `WORKFLOW_FILE_…`. */
export type PutWorkflow = (workflow: PlacedWorkflow) => Promise<void>

interface PlacedWorkflow {
  readonly id: string
  readonly source: string
  /** Also over a file that has mistakes and was changed since it was published. */
  readonly overwrites: boolean
}

/** Where workflows are in the store alone. */
export const noWorkflowFiles: WorkflowFiles = { change: (work) => work(async () => undefined) }
