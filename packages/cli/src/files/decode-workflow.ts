import { decodeYaml, type Problem } from '@millrace/engine'

export interface WorkflowText {
  /** With a replacement character for whatever is not UTF-8, for excerpts. Not to be parsed when there are problems. */
  readonly source: string
  /** Why the bytes are not the text of a file; empty when they are. */
  readonly problems: readonly Problem[]
}

/** The text of a workflow file. A decoder that replaces bad bytes would publish a text that nobody wrote. */
export function decodeWorkflow(bytes: Uint8Array): WorkflowText {
  const decoded = decodeYaml(bytes)
  if (decoded.ok) return { source: decoded.source, problems: [] }
  return { source: new TextDecoder().decode(bytes), problems: decoded.problems }
}
