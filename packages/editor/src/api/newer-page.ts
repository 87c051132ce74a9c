import { live } from './live-link.ts'

/** The script that a page begins with; its name changes with every build. */
const entry = /<script[^>]*\ssrc="([^"]+)"/

/** Whether the server has another page by now than the one that is open: it was upgraded. False where it does not say. */
async function isNewerServed(): Promise<boolean> {
  try {
    const response = await fetch('/', { cache: 'no-store' })
    const served = entry.exec(await response.text())?.[1]
    return response.ok && served !== undefined && document.querySelector(`script[src="${CSS.escape(served)}"]`) === null
  } catch {
    // It is away: that it is back is heard of.
    return false
  }
}

/**
 * Calls `then` when loading the page anew brings what did not come: at once after an upgrade, otherwise when a server that was away is back.
 * Nothing is called while the same server gives the same page, so that nobody loads it for ever.
 */
export function onNewerPage(then: () => void): () => void {
  let isOver = false
  // The page may have failed before it followed anything: without a link nobody hears that the server is back.
  const ends = [live.onReturn(then), live.follow({ workflows: true }, () => undefined)]
  void isNewerServed().then((isNewer) => isNewer && !isOver && then())
  return () => {
    isOver = true
    for (const end of ends) end()
  }
}
