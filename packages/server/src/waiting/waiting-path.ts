import { statusPrefix } from '../webhook/status-path.ts'

export const waitingPrefix = '/webhook-waiting'

const secretPath = new RegExp(`^(.*?(?:${waitingPrefix}|${statusPrefix}))[^a-z0-9].*$`, 'is')

/** A path as the log may hold it: behind the prefix stands a credential, also where somebody has misspelt what is before it. */
export function loggedPath(path: string): string {
  return path.replace(secretPath, '$1/••••••')
}
