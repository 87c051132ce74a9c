export const waitingPrefix = '/webhook-waiting'

/** A path as the log may hold it: behind the prefix stands a credential. */
export function loggedPath(path: string): string {
  return path.toLowerCase().startsWith(`${waitingPrefix}/`) ? `${waitingPrefix}/••••••` : path
}
