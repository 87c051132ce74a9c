/** What the ledger answers to a step: the same each time, so that a result can be foretold. */
export function ledgerValue(n: number, step: string): number {
  let value = n % 9973
  for (let index = 0; index < step.length; index++) value = (value * 31 + step.charCodeAt(index)) % 9973
  return value
}
