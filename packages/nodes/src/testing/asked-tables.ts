import type { RecordWrite, RecordWritten, Tables } from '@millrace/kit'

export interface AskedTables {
  readonly tables: Tables
  /** What was asked for, in order. */
  readonly asked: readonly unknown[]
}

/** Tables that write down what a node asks of them; real ones stand behind the store, and the examples use those. */
export function askedTables(answer: { readonly found?: unknown; readonly written?: readonly RecordWritten[] } = {}): AskedTables {
  const asked: unknown[] = []
  const note = (...what: readonly unknown[]) => void asked.push(what)
  const found = async (...what: readonly unknown[]) => {
    note(...what)
    return answer.found as never // Each test asks for what it has given.
  }
  const tables: Tables = {
    as(principal) {
      note('as', principal)
      return tables
    },
    record: (table, id, view) => found('record', table, id, view),
    query: (table, query) => found('query', table, query),
    aggregate: (table, query) => found('aggregate', table, query),
    async count(table, where) {
      note('count', table, where)
      return 7
    },
    async write(writes: readonly RecordWrite[], key: string) {
      note(key, ...writes)
      return answer.written ?? []
    },
  }
  return { asked, tables }
}
