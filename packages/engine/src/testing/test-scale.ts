/** So many cases of a property test: all of them in CI, a twentieth at the desk. `MILLRACE_TEST_SCALE` decides. */
export function testScale(cases: number): number {
  const { process } = globalThis as { process?: { env: Record<string, string | undefined> } }
  return Math.max(1, Math.ceil(cases * Number(process?.env.MILLRACE_TEST_SCALE ?? 0.05)))
}
