/**
 * What was sent by the page of a form a while ago. Who clicks twice, or loads the page anew that came afterwards, means what was sent
 * once. Kept in memory, and not for ever: a page that is opened anew has a new mark, and what it sends is new in any case.
 */
export interface SentForms {
  /** The execution that the same page has started with the same content. */
  first(key: string, now: number): Promise<string> | undefined
  /** `starting` settles with the id of the execution; where it fails, nothing was sent. */
  note(key: string, starting: Promise<string>, now: number): void
}

const keptMs = 60 * 60_000
const mostKept = 10_000

export function createSentForms(): SentForms {
  const sent = new Map<string, { readonly starting: Promise<string>; readonly until: number }>()

  function forgetOld(now: number): void {
    // The oldest come first.
    for (const [key, { until }] of sent) {
      if (until > now && sent.size <= mostKept) return
      sent.delete(key)
    }
  }

  return {
    first(key, now) {
      forgetOld(now)
      return sent.get(key)?.starting
    },
    note(key, starting, now) {
      sent.set(key, { starting, until: now + keptMs })
      starting.catch(() => sent.delete(key)) // Told to whoever has sent it.
    },
  }
}
