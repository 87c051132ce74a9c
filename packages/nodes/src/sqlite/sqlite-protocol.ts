/** What travels between a node and the process that holds its database: one request, one answer. */
export type Value = string | number | boolean | null

export type Request =
  | { readonly type: 'transaction'; readonly step: 'begin' | 'commit' | 'rollback' }
  | { readonly type: 'open'; readonly sql: string; readonly args: readonly Value[] }
  | { readonly type: 'next'; readonly most: number }
  | { readonly type: 'close' }

export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly rowCount: number }
  | { readonly type: 'opened'; readonly columns: readonly string[] }
  | { readonly type: 'rows'; readonly rows: readonly (readonly Value[])[]; readonly isLast: boolean }
  | { readonly type: 'failed'; readonly message: string; readonly code: number; readonly text: string }
