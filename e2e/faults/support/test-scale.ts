/** The share of all cases that is run: 1 on the build machine. */
export const testScale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
