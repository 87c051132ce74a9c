import type { Effects, JsonObject } from '@millrace/engine'

const transactionWords =
  /^(begin|start\s+transaction|commit|rollback|end|abort|savepoint|release|prepare\s+transaction|xa|lock\s+tables)\b/i

/** The word by which a statement would open or end a transaction, which here are begun and ended around statements; undefined when it does not. */
export function transactionWord(sql: string): string | undefined {
  return transactionWords.exec(withoutComments(sql).trimStart())?.[1]?.toUpperCase()
}

/**
 * A lone SELECT reads. One that locks rows or makes a table does not, nor does one that calls what advances a sequence or sets something:
 * any other function is taken for one that reads.
 */
export function effectsOfSql({ sql }: JsonObject): Effects {
  if (typeof sql !== 'string') return 'external'
  // MySQL runs what stands in such comments.
  if (/\/\*M?!/.test(sql)) return 'external'
  const text = withoutComments(sql).replaceAll(/'(?:[^']|'')*'/g, "''")
  const isSelect = /^[\s(]*select\b/i.test(text) && !/;\s*\S/.test(text)
  const changes =
    /\b(into|for\s+(no\s+key\s+)?(update|key\s+share|share)|lock\s+in|nextval|setval|set_config|pg_\w*lock\w*|lo_\w+|dblink\w*|get_lock)\b/i
  return isSelect && !changes.test(text) ? 'read' : 'external'
}

/** `--` and slash-star comments become blanks; those in quotes stay. */
function withoutComments(sql: string): string {
  return sql.replaceAll(
    /('(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`)|--[^\n]*|\/\*[\s\S]*?\*\//g,
    (_all, quoted: string | undefined) => quoted ?? ' ',
  )
}
