/** What `POST /import/parse/review` tells of a class. */
export interface ApiParseClass {
  readonly class: string
  readonly table: string | null
  readonly records: number | null
  readonly existing: number | null
  readonly columns: readonly { readonly name: string; readonly type: string; readonly from: string; readonly note?: string }[]
  readonly notes: readonly string[]
  readonly isOffered: boolean
}

/** What `GET /import/parse/{execution}` tells. */
export interface ApiParseImport {
  readonly status: string
  readonly classes: readonly {
    readonly class: string
    readonly table: string
    readonly records: number
    readonly imported: number
    readonly losses: number
    readonly isDone: boolean
  }[]
  readonly error?: { readonly class?: string; readonly code: string; readonly message: string }
  readonly retriedAs?: string
}
