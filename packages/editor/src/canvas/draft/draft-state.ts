import type { Problem } from '@millrace/engine'

/** How the text stands with the server. */
export interface DraftState {
  /** `conflict`: somebody else has changed the same, and a person has to choose. */
  readonly status: 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict'
  readonly revision: number
  /** What the server has, as far as we know. */
  readonly source: string
  /** The version that is edited, and the newest one. */
  readonly base: number | undefined
  readonly newest: number | undefined
  readonly isBehind: boolean
  /** Of `source`, with all that the server finds. */
  readonly problems: readonly Problem[]
  /** Why it could not be saved. */
  readonly failure?: string | undefined
  /** What somebody else has made of it, while it is a conflict. */
  readonly theirs?: Theirs | undefined
}

export interface Theirs {
  readonly source: string
  readonly revision: number
  readonly reason: string
}

export interface DraftAnswer {
  readonly source: string
  readonly revision: number
  readonly base: { readonly version: number } | null
  readonly newest: { readonly version: number } | null
  readonly isBehind: boolean
  readonly problems: readonly Problem[]
}

export function draftState({ source, revision, base, newest, isBehind, problems }: DraftAnswer): DraftState {
  const versions = { base: base?.version, newest: newest?.version }
  return { status: 'saved', source, revision, isBehind, problems, ...versions, failure: undefined, theirs: undefined }
}
