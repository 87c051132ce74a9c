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

/** What one move costs the page's main thread, in ms of its CPU: other work on the machine hardly changes it. */
export interface FrameCost {
  readonly cpuMs: number
  /** What the page itself decides: its scripts, styles and layout. The rest is the browser's: painting, layers, input. */
  readonly oursMs: number
}

export async function costPerFrame(measured: MeasuredPage, moves: number, move: (step: number) => Promise<void>): Promise<FrameCost> {
  const before = await busySeconds(measured)
  for (let step = 0; step < moves; step++) {
    await move(step)
    await measured.page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))')
  }
  const after = await busySeconds(measured)
  return { cpuMs: (after.all - before.all) * (1_000 / moves), oursMs: (after.ours - before.ours) * (1_000 / moves) }
}

async function busySeconds({ session }: MeasuredPage): Promise<{ readonly all: number; readonly ours: number }> {
  const { metrics } = await session.send('Performance.getMetrics')
  const sum = (...names: readonly string[]) => metrics.filter(({ name }) => names.includes(name)).reduce((sum, { value }) => sum + value, 0)
  return { all: sum('TaskDuration'), ours: sum('ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration') }
}

const frameMs = 1_000 / 60

/** The times between frames, in ms, while a hand moves: an event for each sixtieth of a second, whether the page keeps up or not. */
export async function frameTimes({ page }: MeasuredPage, moves: number, move: (step: number) => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(`(() => {
    const times = []
    let last
    const look = (at) => {
      if (last !== undefined) times.push(at - last)
      last = at
      if (globalThis.frameLog.isOver !== true) requestAnimationFrame(look)
    }
    globalThis.frameLog = { times }
    requestAnimationFrame(look)
  })()`)
  const begun = performance.now()
  for (let step = 0; step < moves; step++) {
    await move(step)
    const restMs = begun + (step + 1) * frameMs - performance.now()
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs))
  }
  return page.evaluate<readonly number[]>('(globalThis.frameLog.isOver = true, globalThis.frameLog.times)')
}
