import { statusPrefix } from '../webhook/status-path.ts'

export const waitingPrefix = '/webhook-waiting'

/** A path as the log may hold it: behind the prefix stands a credential. */
export function loggedPath(path: string): string {
  const prefix = [waitingPrefix, statusPrefix].find((one) => path.toLowerCase().startsWith(`${one}/`))
  return prefix === undefined ? path : `${prefix}/••••••`
}
