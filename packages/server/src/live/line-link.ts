import { holdsLine, type LineFilter, type LinePlace, type LogLineStore, type StoredLine } from '@millrace/store'
import { lineFilterOf, logLineView, placeOf, placeText } from '../views/log-line-view.ts'
import type { LineMessage, LiveErrorCode } from './live-protocol.ts'
import { createPacedLooks } from './paced-looks.ts'

/**
 * Owns: which log lines one client follows, and how far it has been told.
 * Does not own: the lines; the store has them in the order of writing, so nobody has to keep any for a client.
 * Invariants: lines come in that order and none twice; one look at a time, and between two of them the client has the time to read.
 */
export interface LineLink {
  /** One thing after the other. */
  take(message: LineMessage): Promise<void>
  /** Something was written: perhaps lines. */
  look(): void
  close(): void
}

interface LineLinkPorts {
  readonly lines: Pick<LogLineStore, 'since' | 'last'>
  readonly account: string
  send(message: object): void
  onTrouble(error: unknown): void
}

interface Wish {
  readonly filter: LineFilter
  place: LinePlace
}

const linesAtOnce = 200
/** Who was away for more reads the list anew. */
const mostMissed = 10_000

export function createLineLink({ lines, account, send, onTrouble }: LineLinkPorts): LineLink {
  let wish: Wish | undefined
  const looks = createPacedLooks({ look: lookOn, onBroken: broken })

  function fail(code: LiveErrorCode, message: string): void {
    wish = undefined
    send({ type: 'error', code, message })
  }

  async function subscribe({ logs, after }: Extract<LineMessage, { type: 'subscribe' }>): Promise<void> {
    wish = undefined
    const last = await lines.last()
    wish = { filter: lineFilterOf(logs), place: after === undefined ? last : earlier(placeOf(after), last) }
    send({ type: 'subscribed', logs: true, position: placeText(last) })
    if (after !== undefined) await tellMissed(wish)
  }

  /** Sends what is behind the place of the wish, and puts that there. Returns whether there is more. */
  async function tellSome(one: Wish): Promise<boolean> {
    const found = await lines.since(account, one.place, linesAtOnce)
    const last = found.at(-1)
    if (last === undefined || wish !== one) return false
    one.place = { position: last.position, place: last.place }
    tell(
      found.filter((line) => holdsLine(one.filter, line)),
      last,
    )
    return found.length === linesAtOnce
  }

  function tell(found: readonly StoredLine[], last: LinePlace): void {
    if (found.length > 0) send({ type: 'log-lines', position: placeText(last), lines: found.map(logLineView) })
  }

  async function tellMissed(one: Wish): Promise<void> {
    let count = 0
    while (await tellSome(one)) {
      count += linesAtOnce
      if (count < mostMissed) continue
      fail('LIVE_TOO_FAR_BEHIND', `More than ${mostMissed} lines were missed: read the list anew and subscribe without "after".`)
      return
    }
  }

  async function lookOn(): Promise<void> {
    while (wish !== undefined && (await tellSome(wish)));
  }

  function broken(error: unknown): void {
    onTrouble(error)
    fail('LIVE_FAILED', 'Something broke inside the server: look into its log, and subscribe again.')
  }

  return {
    take: (message) =>
      looks.first(async () => {
        if (message.type === 'subscribe') return subscribe(message)
        wish = undefined
        send({ ...message, type: 'unsubscribed' })
      }),
    look() {
      if (wish !== undefined) looks.ask()
    },
    close() {
      wish = undefined
      looks.close()
    },
  }
}

/** Who followed a server that was taken back to an earlier state since has a place of what comes only now. */
function earlier(asked: LinePlace, last: LinePlace): LinePlace {
  const isAhead = asked.position === last.position ? asked.place > last.place : asked.position > last.position
  return isAhead ? last : asked
}
