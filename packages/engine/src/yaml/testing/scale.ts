/** How many cases to run of the full number: all of them in CI, a twentieth by default. */
export function scaled(cases: number): number {
  const scope = globalThis as { process?: { env: Record<string, string | undefined> } }
  const scale = Number(scope.process?.env.MILLRACE_TEST_SCALE ?? 0.05)
  return Math.max(1, Math.round(cases * scale))
}
