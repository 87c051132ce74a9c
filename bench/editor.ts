// The editor in a real browser, in a window of 1280×800. Run alone: node --conditions=source bench/editor.ts

import type { Browser, Page } from 'playwright-core'
import { type Figure, median, shownNumber } from './figure.ts'
import { largeWorkflow } from './large-workflow.ts'
import { type MeasuredPage, openChromium, openMeasuredPage } from './open-chromium.ts'
import { startServer } from './started-server.ts'

const small = 'id: small\nnodes:\n  hello: { type: merge, next: bye }\n  bye: { type: merge }\n'

/** Nothing where there is no Chromium: the other benches need none. */
export async function benchEditor(): Promise<Figure[]> {
  const browser = await openChromium()
  if (browser === undefined) return []
  const server = await startServer({ small, large: largeWorkflow(1_000) })
  try {
    return [
      ...(await measureLoad(browser, `${server.url}/workflows/small`)),
      ...(await measureLarge(browser, `${server.url}/workflows/large`)),
    ]
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function measureLoad(browser: Browser, url: string): Promise<Figure[]> {
  const rounds: Drawn[] = []
  for (let round = 0; round < 3; round++) {
    const { page } = await openWatchedPage(browser)
    rounds.push(await openUntilDrawn(page, url))
    await page.context().close()
  }
  const kilobytes = median(rounds.map(({ bytes }) => bytes)) / 1024
  const ms = median(rounds.map(({ atMs }) => atMs))
  return [
    figure('editor first load', kilobytes, 'KB', 350, 'Bytes over the wire, compressed, that were there when a small workflow was drawn'),
    figure('editor usable', ms, 'ms', 1_500, 'From the address to the drawn canvas of a small workflow, nothing cached'),
  ]
}

async function measureLarge(browser: Browser, url: string): Promise<Figure[]> {
  const { page } = await openWatchedPage(browser)
  await openUntilDrawn(page, url)
  const { atMs } = await openUntilDrawn(page, url)
  return [figure('editor open 1,000 nodes', atMs, 'ms', 1_000, 'From the address to the drawn canvas of 1,000 nodes, files cached')]
}

async function openWatchedPage(browser: Browser): Promise<MeasuredPage> {
  const measured = await openMeasuredPage(browser)
  await measured.page.addInitScript(watch)
  return measured
}

interface Drawn {
  readonly atMs: number
  readonly bytes: number
}

/** Notes in the page itself when the first edge stands there, and what had come by then: whoever asks from outside asks late. */
const watch = `new MutationObserver((_, observer) => {
  if (document.querySelector('.react-flow__edge-path') === null) return
  observer.disconnect()
  const atMs = performance.now()
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  const bytes = all.filter(({ responseEnd }) => responseEnd > 0 && responseEnd <= atMs).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
  globalThis.drawn = { atMs, bytes }
}).observe(document, { childList: true, subtree: true })`

async function openUntilDrawn(page: Page, url: string): Promise<Drawn> {
  await page.goto(url, { waitUntil: 'commit' })
  await page.locator('.react-flow__edge-path').first().waitFor({ state: 'attached' })
  return page.evaluate<Drawn>('globalThis.drawn')
}

function figure(name: string, value: number, unit: string, atMost: number, meaning: string): Figure {
  return { name, value, unit, target: { of: 'value', atMost }, meaning: `${meaning}.` }
}

if (import.meta.main) for (const { name, value, unit } of await benchEditor()) console.log(`${name}: ${shownNumber(value)} ${unit}`)
