import type { ExecutionStore } from '@millrace/store'
import type { Connection } from '../connection.ts'

export function prepareNextFence({ prepare, write }: Connection): ExecutionStore['nextFence'] {
  const raise = prepare("UPDATE counter SET value = value + 1 WHERE name = 'fence' RETURNING value")
  return async () => Number(write(() => raise.get())?.value)
}
