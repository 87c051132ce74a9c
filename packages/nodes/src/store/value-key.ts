import { z } from 'zod'

/** What every node of the key-value space asks for. */
export const keyField = z.string().min(1).max(512).meta({ title: 'Key', description: 'The name of the value, 512 characters at most' })

export const scopeField = z
  .enum(['workflow', 'account'])
  .default('workflow')
  .meta({ title: 'Scope', description: 'Whose the key is: all executions of this workflow share it, or all workflows of the account' })
