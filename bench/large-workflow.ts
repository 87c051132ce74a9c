/** Chains side by side, as large workflows look: each node is a value that is set, so that it runs at once. */
export function largeWorkflow(count: number, chains = 25): string {
  const nodes = Array.from({ length: count }, (_, index) => {
    const next = index + chains < count ? `, next: n${index + chains}` : ''
    return `  n${index}: { type: set, with: { values: { url: "https://x.test/${index}" } }${next} }\n`
  })
  return ['id: large\nnodes:\n', ...nodes].join('')
}
