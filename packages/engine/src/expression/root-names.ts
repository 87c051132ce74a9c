/** The names that expressions begin with. */
export const rootNames = [
  'trigger',
  'inputs',
  'input',
  'nodes',
  'item',
  'index',
  'error',
  'vars',
  'env',
  'secrets',
  'waiting',
  'execution',
  'workflow',
  'now',
] as const

/** Whether what it stands for is never recorded: a text that reads it is shown as it is written. */
export function isHidden(root: string): boolean {
  return root === 'secrets' || root === 'waiting'
}
