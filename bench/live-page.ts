// How soon somebody who looks at an execution sees what has happened in it. Run alone: node --conditions=source bench/live-page.ts

import type { Browser } from 'playwright-core'
import { type Figure, quantile, shownNumber } from './figure.ts'
import { openChromium, openMeasuredPage } from './open-chromium.ts'
import { startServer } from './started-server.ts'

const steps = 20
/** One alone has too few steps to tell a twentieth of them. */
const rounds = 4
const names = Array.from({ length: steps }, (_, index) => `step_${String(index + 1).padStart(2, '0')}`)
/** One step after the other, each a moment after the last. */
const workflow = [
  'id: walk\nname: Walk\ntriggers: { by_hand: { type: manual } }\nnodes:\n',
  ...names.map((name, index) => {
    const next = names[index + 1]
    return `  ${name}: { type: wait.delay, with: { for: 400ms }${next === undefined ? '' : `, next: ${next}`} }\n`
  }),
].join('')

/** Nothing where there is no Chromium. */
export async function benchLivePage(): Promise<Figure[]> {
  const browser = await openChromium()
  if (browser === undefined) return []
  const server = await startServer({ walk: workflow })
  try {
    const delays: number[] = []
    for (let round = 0; round < rounds; round++) delays.push(...(await watch(browser, server.url)))
    const meaning = `p95 of ${delays.length} steps of ${rounds} executions, from the time that the log has of a step's end, so before its commit, to the frame that shows it in the open execution; p50 ${shownNumber(quantile(delays, 0.5))} ms.`
    return [{ name: 'live step seen', value: quantile(delays, 0.95), unit: 'ms', target: { of: 'value', atMost: 250 }, meaning }]
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function watch(browser: Browser, url: string): Promise<readonly number[]> {
  const started = await fetch(`${url}/api/v1/workflows/walk/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { executionId } = (await started.json()) as { executionId: string } // As the API documents it.
  const { page } = await openMeasuredPage(browser)
  await page.goto(`${url}/executions/${executionId}`)
  const { at: seen, firstFrame } = await page.evaluate<Seen>(seenSteps)
  await page.context().close()
  const answer = await fetch(`${url}/api/v1/executions/${executionId}`)
  const execution = (await answer.json()) as { steps: readonly { step: string; finishedAt: string }[] } // As above.
  // What had ended before the page was there is not counted.
  return execution.steps.flatMap(({ step, finishedAt }) => {
    const [at, ended] = [seen[step], Date.parse(finishedAt)]
    return at === undefined || ended < firstFrame ? [] : [at - ended]
  })
}

interface Seen {
  /** By step, when a frame first showed its end. */
  readonly at: Readonly<Record<string, number>>
  readonly firstFrame: number
}

/** For the page: when each step was first drawn as ended, looked at in every frame until the last one is. */
const seenSteps = `new Promise((resolve) => {
  const all = ${JSON.stringify(names)}
  const at = {}
  let firstFrame
  function look() {
    const now = Date.now()
    const ended = [...document.querySelectorAll('[role=treeitem][data-status=success]')].map((row) => row.textContent)
    for (const name of all) if (ended.some((text) => text.includes(name))) at[name] ??= now
    if (document.querySelector('[role=treeitem]') !== null) firstFrame ??= now
    if (at[all.at(-1)] === undefined) requestAnimationFrame(look)
    else resolve({ at, firstFrame })
  }
  look()
})`

if (import.meta.main)
  for (const { name, value, unit, meaning } of await benchLivePage()) console.log(`${name}: ${shownNumber(value)} ${unit}  ${meaning}`)
