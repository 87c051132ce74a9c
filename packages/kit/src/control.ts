/** Controls of a form beyond what a schema says by itself; the editor has one for each. */
export type Control =
  /** As `30s` or `1h30m`: a number with its unit. */
  | 'duration'
  /** A number of bytes, or a text such as `10MB`. */
  | 'bytes'
  | 'day'
  | 'moment'
  | 'time-zone'
  /** One line, however long it may be. */
  | 'line'
  | 'long-text'
  | 'code'
  /** The handle of a file. */
  | 'file'
  /** Hardly ever anything but an expression. */
  | 'expression'
  /** A map of which exactly one key is given. */
  | 'operation'
  /** The name of a table; `column` is one of the table that the parameter `table` names, and lists and maps may be of such names. */
  | 'table'
  | 'column'
  /** The id of a workflow; `workflow-input` are inputs of that which the parameter `workflow` names. */
  | 'workflow'
  | 'workflow-input'
  | 'node-type'

/** Asks in a schema's `meta` for a control. To whoever validates it is a remark. */
export function control(name: Control): { readonly 'x-control': Control } {
  return { 'x-control': name }
}

/** In a schema's `meta`: few need it, so that forms fold it away below the others. */
export const folded = { 'x-folded': true } as const
