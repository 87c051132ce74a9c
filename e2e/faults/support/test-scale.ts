/** The share of all cases that is run: 1 on the build machine. */
export const testScale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

/** The same for what kills real processes or asks real servers, which takes minutes: the build machine has time for a part of it. */
export const faultScale = Number(process.env.MILLRACE_FAULT_SCALE ?? testScale)
