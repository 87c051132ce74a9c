import { join } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { ensureEditor } from '../scripts/ensure-editor.js'
import { launchChromium } from '../scripts/launch-chromium.ts'

/** A real browser, with the editor built for it; undefined where there is no Chromium: the other benches need none. */
export async function openChromium(): Promise<Browser | undefined> {
  const browser = await launchChromium()
  if (browser === undefined) return undefined
  if (ensureEditor(join(import.meta.dirname, '..'), process.execPath)) return browser
  await browser.close()
  throw new Error('The editor could not be built.')
}

export interface MeasuredPage {
  readonly page: Page
  readonly session: CDPSession
}

/** A page of 1280×800, with nothing cached, that counts its work. */
export async function openMeasuredPage(browser: Browser): Promise<MeasuredPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return { page, session }
}

/** The CPU time of the page's main thread for each move, in ms: other work on the machine does not change it. */
export async function costPerFrame({ session, page }: MeasuredPage, moves: number, move: (step: number) => Promise<void>): Promise<number> {
  const before = await busySeconds(session)
  for (let step = 0; step < moves; step++) {
    await move(step)
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))')
  }
  return ((await busySeconds(session)) - before) * (1_000 / moves)
}

async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
}
