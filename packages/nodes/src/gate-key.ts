/**
 * Where a node that lets executions pass one way or another keeps what it knows of the others: one place per node of the workflow and key,
 * whichever iteration asks.
 */
export function gateKey(type: string, step: string, key: string): string {
  return `${type}/${step.replaceAll(/\[\d+\]/g, '')}/${key}`
}
