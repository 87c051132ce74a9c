import { fileURLToPath } from 'node:url'

/** The root of the checkout, with a slash at the end. */
export const checkout = fileURLToPath(new URL('../../', import.meta.url))

/** What the shell would run for `npx millrace`. */
export const millrace = {
  node: process.execPath,
  args: ['--conditions=source', '--max-semi-space-size=8', '--expose-gc', `${checkout}packages/cli/bin/millrace.js`],
} as const
