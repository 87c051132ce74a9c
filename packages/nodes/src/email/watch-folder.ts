import type { WatchContext } from '@millrace/kit'
import { withImap } from './open-imap.ts'

/** Tells when mails come into the folder, by IDLE. A server that has no IDLE is left to the looks by the clock. */
export function watchFolder(context: WatchContext, connection: string, folder: string): Promise<void> {
  return withImap(context, connection, async (client) => {
    if (!client.capabilities.has('IDLE')) return
    client.on('exists', ({ count, prevCount }) => {
      if (count > prevCount) context.onNews()
    })
    await client.mailboxOpen(folder, { readOnly: true })
    // What came between the last look and now.
    context.onNews()
    // Each is a few minutes at most; one that ends at once has been refused.
    while (client.usable && !context.signal.aborted) if ((await client.idle()) === false) return
  })
}
