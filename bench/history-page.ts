// The history as people ask for it: over HTTP, and in a browser that scrolls far down. Run alone: node --conditions=source bench/history-page.ts

import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { type Figure, quantile, shownNumber } from './figure.ts'
import { dayMs, openHistory, publishWorkflows, workflows } from './history-data.ts'
import { costPerFrame, openChromium, openMeasuredPage } from './open-chromium.ts'
import { makeScratch } from './scratch.ts'
import { spawnNode } from './spawned.ts'

/** Fewer make a quick look. */
const executions = Number(process.env.MILLRACE_BENCH_EXECUTIONS ?? 1_000_000)
const asked = 100
const deepRow = Math.min(100_000, executions / 2)
const moves = 60
const shownCount = executions.toLocaleString('en-US')
const entry = fileURLToPath(new URL('../packages/cli/bin/millrace.js', import.meta.url))

export async function benchHistoryPage(): Promise<Figure[]> {
  // Before the server starts: it serves the files that it finds then, and this may build them anew.
  const browser = await openChromium()
  const { store, directory } = await openHistory(executions)
  await publishWorkflows(store)
  await store.close()
  const empty = makeScratch()
  mkdirSync(empty, { recursive: true })
  // The history is used again, so nothing of it may be swept away meanwhile.
  const environment = { MILLRACE_RETENTION: 'success.age=none, failure.age=none' }
  const server = spawnNode(['--conditions=source', entry, 'start', empty, '--port', '0', '--data-dir', directory], environment)
  try {
    const [url] = await server.line(/http:\/\/(?:localhost|127\.0\.0\.1):\d+/)
    const figures: Figure[] = []
    for (const [name, query] of Object.entries(questions)) figures.push(await figureOf(name, url, query))
    return browser === undefined ? figures : [...figures, ...(await scrollDown(browser, url))]
  } finally {
    await browser?.close()
    await server.end('SIGTERM')
    rmSync(empty, { recursive: true, force: true })
  }
}

const list = 'executions?limit=50'

const questions: Readonly<Record<string, (index: number) => string>> = {
  'history over HTTP: newest': () => list,
  'history over HTTP: one workflow': (index) => `${list}&workflow=workflow_${index % workflows}`,
  'history over HTTP: failed': (index) => `${list}&status=failed&workflow=workflow_${index % workflows}`,
  'history over HTTP: one day': (index) => {
    const to = Date.now() - ((index * 13) % 28) * dayMs
    return `${list}&startedFrom=${new Date(to - dayMs).toISOString()}&startedTo=${new Date(to).toISOString()}`
  },
  'history over HTTP: search for an order': (index) => `${list}&search=order-${(index * 9973) % executions}`,
  'history over HTTP: search for a customer': (index) => `${list}&search=c${(index * 31) % 10_000}@shop.example`,
  'workflows over HTTP': () => 'workflows?limit=50',
  'triggers over HTTP': () => 'triggers?limit=50',
  'versions over HTTP, with their executions': (index) => `workflows/workflow_${index % workflows}/versions?executions=true`,
}

async function figureOf(name: string, url: string, query: (index: number) => string): Promise<Figure> {
  const times: number[] = []
  for (let index = -1; index < asked; index++) {
    const began = performance.now()
    const answer = await fetch(`${url}/api/v1/${query(Math.max(0, index))}`)
    if (!answer.ok) throw new Error(`${name} was answered with ${answer.status}: ${await answer.text()}`)
    await answer.text()
    // The first one warms up.
    if (index >= 0) times.push(performance.now() - began)
  }
  const meaning = `p95 of ${asked} requests with different values, pages of at most 50, over ${shownCount} executions of ${workflows} workflows, from the request to the last byte; p50 ${shownNumber(quantile(times, 0.5))} ms.`
  return { name, value: quantile(times, 0.95), unit: 'ms', target: { of: 'value', atMost: 100 }, meaning }
}

async function scrollDown(browser: Browser, url: string): Promise<Figure[]> {
  const measured = await openMeasuredPage(browser)
  const { page } = measured
  const opened = performance.now()
  await page.goto(`${url}/executions`)
  await page.getByRole('row').nth(1).waitFor()
  const firstRows = performance.now() - opened
  const found = await searchFor(page, `order-${executions - 4711}`)
  await page.getByRole('grid').focus()
  const jumps: number[] = []
  for (let row = await lastRow(page); row < deepRow; row = await lastRow(page)) {
    const began = performance.now()
    await page.keyboard.press('End')
    await page.evaluate(`new Promise((resolve) => {
      const look = () => (${drawnRows} > ${row} ? resolve() : requestAnimationFrame(look))
      look()
    })`)
    jumps.push(performance.now() - began)
  }
  const box = await page.getByRole('grid').boundingBox()
  await page.mouse.move((box?.x ?? 0) + 200, 400)
  const { cpuMs, oursMs } = await costPerFrame(measured, moves, (step) => page.mouse.wheel(0, step < moves / 2 ? -240 : 240))
  const memory = await heapBytes(measured.session)
  const depth = `at row ${deepRow.toLocaleString('en-US')} of ${shownCount} executions, software rendering`
  return [
    {
      name: 'history in a browser: first rows',
      value: firstRows,
      unit: 'ms',
      meaning: `From the address to the drawn rows, nothing cached, the newest of ${shownCount} executions.`,
    },
    {
      name: 'history in a browser: search',
      value: found,
      unit: 'ms',
      meaning: `From the last letter of what stands in one of ${shownCount} executions to its row; 150 ms of it wait for another letter.`,
    },
    {
      name: 'history in a browser: memory',
      value: memory / 1e6,
      unit: 'MB',
      meaning: `Of the page's scripts, after a collection, ${depth}.`,
    },
    {
      name: 'history in a browser: older rows',
      value: quantile(jumps.slice(-100), 0.95),
      unit: 'ms',
      meaning: `p95 of the last 100 times that older executions were loaded, from the key to the drawn rows, ${depth}.`,
    },
    {
      name: 'history in a browser: scroll frame',
      value: cpuMs,
      unit: 'ms',
      target: { of: 'value', atMost: 16.7 },
      meaning: `CPU of the page for each move of the wheel by six rows ${depth}; ${shownNumber(oursMs)} ms of it are scripts, styles and layout.`,
    },
  ]
}

/** As somebody types it; clears it again. */
async function searchFor(page: Page, text: string): Promise<number> {
  await page.keyboard.press('/')
  await page.keyboard.type(text)
  const began = performance.now()
  await page.evaluate(`new Promise((resolve) => {
    const look = () => (document.querySelectorAll('tr[aria-rowindex]').length === 2 ? resolve() : requestAnimationFrame(look))
    look()
  })`)
  const took = performance.now() - began
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.getByRole('row').nth(10).waitFor()
  return took
}

async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}

/** For the page: the number of the last row that is drawn. */
const drawnRows = "Number([...document.querySelectorAll('tr[aria-rowindex]')].at(-1)?.getAttribute('aria-rowindex'))"

async function lastRow(page: Page): Promise<number> {
  return page.evaluate<number>(drawnRows)
}

if (import.meta.main)
  for (const { name, value, unit, meaning } of await benchHistoryPage()) console.log(`${name}: ${shownNumber(value)} ${unit}  ${meaning}`)
