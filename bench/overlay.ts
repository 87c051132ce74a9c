// An execution of ten thousand iterations pinned on the canvas, in a real browser. Run alone: node --conditions=source bench/overlay.ts

import type { Browser } from 'playwright-core'
import type { Figure } from './figure.ts'
import { figureLine } from './figures-table.ts'
import { costPerFrame, openChromium, openMeasuredPage } from './open-chromium.ts'
import { startServer } from './started-server.ts'

const iterations = 10_000
/** Two steps that run and one that is skipped, in each of them. */
const stepCount = 3 * iterations + 2

const many = `id: many
inputs: { lines: { type: array, required: true } }
nodes:
  each_line:
    type: for-each
    with: { items: "{{ inputs.lines }}", concurrency: 8, onItemError: continue }
    nodes:
      check: { type: if, with: { condition: "{{ item % 1000 == 777 }}" }, next: { true: broken, false: fine } }
      broken: { type: stop, with: { status: failed, message: "line {{ item }} is broken" } }
      fine: { type: set, with: { values: { line: "{{ item }}" } } }
    next: done
  done: { type: set, with: { values: { ok: true } } }
`

/** 200 nodes in ten chains: as many badges. */
const wide = [
  'id: wide\nnodes:\n',
  ...Array.from({ length: 200 }, (_, index) => {
    const next = index + 10 < 200 ? `, next: n${index + 10}` : ''
    return `  n${index}: { type: set, with: { values: { n: ${index} } }${next} }\n`
  }),
].join('')

const moves = 40

/** Nothing where there is no Chromium. */
export async function benchOverlay(): Promise<Figure[]> {
  const browser = await openChromium()
  if (browser === undefined) return []
  const server = await startServer({ many, wide })
  try {
    const lines = Array.from({ length: iterations }, (_, index) => index)
    const [large, badges] = [await run(server.url, 'many', { lines }), await run(server.url, 'wide', {})]
    return [...(await measureLarge(browser, large)), ...(await measureBadges(browser, badges))]
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** The address of the page on which it is pinned. */
async function run(url: string, workflow: string, inputs: object): Promise<string> {
  const answer = await fetch(`${url}/api/v1/workflows/${workflow}/run?wait=true`, { method: 'POST', body: JSON.stringify({ inputs }) })
  const ended = (await answer.json()) as { executionId?: string; status?: string }
  if (ended.executionId === undefined || ended.status !== 'success') throw new Error(`It did not run: ${JSON.stringify(ended)}`)
  return `${url}/workflows/${workflow}?execution=${ended.executionId}`
}

async function measureLarge(browser: Browser, address: string): Promise<Figure[]> {
  const measured = await openMeasuredPage(browser)
  const { page, session } = measured
  let sentBytes = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    sentBytes += encodedDataLength
  })
  const begun = performance.now()
  await page.goto(address)
  await page.getByText(`Step ${stepCount} of ${stepCount}`).waitFor()
  const [opened, sent] = [performance.now() - begun, sentBytes / 1_000_000]
  const { cpuMs: stepped } = await costPerFrame(measured, moves, () => page.keyboard.press('ArrowLeft'))
  const jump = page.getByRole('button', { name: 'Next failed iteration of each_line' })
  const { cpuMs: jumped } = await costPerFrame(measured, 5, () => jump.click())
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const heap = (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1_000_000
  return [
    figure(
      'overlay open 10,000 iterations',
      opened,
      'ms',
      4_000,
      'From the address to the pinned execution of 30,002 steps, nothing cached',
    ),
    figure(
      'overlay sent',
      sent,
      'MB',
      1.5,
      'On the wire until then, page and scripts included; the execution is 10 MB of JSON before it is compressed',
    ),
    figure('overlay step', stepped, 'ms', 100, 'CPU of the page for each step back through it'),
    figure('overlay next failed', jumped, 'ms', 150, 'CPU of the page for each jump to the next iteration that failed'),
    figure('overlay heap', heap, 'MB', 150, 'JavaScript heap of the page with it, after a garbage collection'),
  ]
}

async function measureBadges(browser: Browser, address: string): Promise<Figure[]> {
  const measured = await openMeasuredPage(browser)
  const { page } = measured
  await page.goto(address)
  await page.locator('.react-flow__node').first().waitFor()
  await page.keyboard.press('1')
  await page.mouse.move(640, 400)
  const { cpuMs: zoomed } = await costPerFrame(measured, moves, (step) => page.mouse.wheel(0, step % 20 < 10 ? -30 : 30))
  await page.mouse.down()
  const { cpuMs: panned } = await costPerFrame(measured, moves, (step) => page.mouse.move(640 + step * 4, 400 + step * 2))
  await page.mouse.up()
  return [
    figure('overlay zoom frame', zoomed, 'ms', 33, 'CPU of the page for each move of the wheel with 200 badges'),
    figure('overlay pan frame', panned, 'ms', 33, 'CPU of the page for each move of the canvas with 200 badges'),
  ]
}

function figure(name: string, value: number, unit: string, atMost: number, meaning: string): Figure {
  return { name, value, unit, target: { of: 'value', atMost }, meaning: `${meaning}.` }
}

if (import.meta.main) for (const figure of await benchOverlay()) console.log(figureLine(figure))
