/** What is new outside, one entry after the other, for whoever looks. They are numbered from 1. */
export interface Feed {
  /** Those after this one, oldest first, a few at a time. */
  page(after: number): FeedPage
  /** Nothing comes any more. */
  end(): void
  /** How many there are. */
  length(): number
  /** Whether somebody has asked what comes after the last one: whoever does says that all before are in safe hands. */
  isTaken(): boolean
  /** What was wrong with what was asked. */
  readonly violations: readonly string[]
}

export interface FeedPage {
  readonly entries: readonly { readonly n: number }[]
  /** The number of the last of these, or of the one before. */
  readonly last: number
  readonly more: boolean
}

const entryEveryMs = 600
const pageSize = 3

export function createFeed(): Feed {
  const begunAt = performance.now()
  const violations: string[] = []
  let endedAt: number | undefined
  let askedAfter = 0

  const length = () => Math.floor(((endedAt ?? performance.now()) - begunAt) / entryEveryMs)

  return {
    page(after) {
      if (!(after >= askedAfter))
        violations.push(`The feed was asked for what comes after ${after} when it had been asked for what comes after ${askedAfter}.`)
      askedAfter = Math.max(askedAfter, after)
      const count = Math.max(0, Math.min(pageSize, length() - after))
      const entries = Array.from({ length: count }, (_, index) => ({ n: after + 1 + index }))
      return { entries, last: after + count, more: after + count < length() }
    },
    end() {
      endedAt ??= performance.now()
    },
    length,
    isTaken: () => askedAfter >= length(),
    violations,
  }
}
