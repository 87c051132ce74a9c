// How the canvas moves under a hand: drag, pan and zoom among 1,000 nodes, and with an execution on them. Run alone: node --conditions=source bench/canvas-frames.ts

import type { Browser, Page } from 'playwright-core'
import { type Figure, quantile, shownNumber } from './figure.ts'
import { figureLine } from './figures-table.ts'
import { largeWorkflow } from './large-workflow.ts'
import { costPerFrame, frameTimes, type MeasuredPage, openChromium, openMeasuredPage } from './open-chromium.ts'
import { type StartedServer, startServer } from './started-server.ts'

const moves = 60
/** One frame of a screen that shows sixty, with what a clock of the browser rounds. */
const oneFrameMs = 16.8

/** Nothing where there is no Chromium: the other benches need none. */
export async function benchCanvasFrames(): Promise<Figure[]> {
  const browser = await openChromium()
  if (browser === undefined) return []
  try {
    return [...(await measureEditor(browser)), ...(await measurePinned(browser, 200)), ...(await measurePinned(browser, 1_000))]
  } finally {
    await browser.close()
  }
}

async function measureEditor(browser: Browser): Promise<Figure[]> {
  return withServer(1_000, async (server) => {
    const measured = await openMeasuredPage(browser)
    await measured.page.goto(`${server.url}/workflows/large`)
    await measured.page.locator('.cm-content').waitFor()
    const where = 'among 1,000 nodes'
    return [
      ...(await gesture(measured, 'editor zoom', where, await zoom(measured.page))),
      ...(await gesture(measured, 'editor pan', where, await pan(measured.page))),
      ...(await gesture(measured, 'editor drag', where, await drag(measured.page))),
    ]
  })
}

async function measurePinned(browser: Browser, count: number): Promise<Figure[]> {
  return withServer(count, async (server) => {
    const answer = await fetch(`${server.url}/api/v1/workflows/large/run?wait=true`, { method: 'POST', body: '{}' })
    const { executionId = '' } = (await answer.json()) as { executionId?: string } // As the API documents it.
    const measured = await openMeasuredPage(browser)
    const { page } = measured
    await page.goto(`${server.url}/workflows/large?execution=${executionId}`)
    await page.getByText(`Step ${count} of ${count}`).waitFor()
    // All of 200 badges at once; of 1,000 as many as can be read.
    if (count === 200) await page.getByRole('button', { name: 'Show everything' }).click()
    const [name, where] = [`pinned ${shownNumber(count)}`, `over ${shownNumber(count)} nodes with a badge each`]
    const scrubbed = await costPerFrame(measured, moves, () => page.keyboard.press('ArrowLeft'))
    const scrub = `CPU that scripts, styles and layout of the page take for each step back ${where}; ${shownNumber(scrubbed.cpuMs)} ms with painting`
    return [
      ...(await gesture(measured, `${name} zoom`, where, await zoom(page))),
      ...(await gesture(measured, `${name} pan`, where, await pan(page))),
      figure(`${name} scrub`, scrubbed.oursMs, oneFrameMs, scrub),
    ]
  })
}

async function withServer(count: number, measure: (server: StartedServer) => Promise<Figure[]>): Promise<Figure[]> {
  const server = await startServer({ large: largeWorkflow(count) })
  try {
    return await measure(server)
  } finally {
    await server.stop()
  }
}

/** What the hand does, once to count its cost and once against the clock, and how it lets go. */
interface Hand {
  move(step: number): Promise<void>
  end(): Promise<void>
}

async function gesture(measured: MeasuredPage, name: string, where: string, hand: Hand): Promise<Figure[]> {
  // What is loaded late, and compiled at first use, is not what moves are about.
  await costPerFrame(measured, moves, hand.move)
  const { cpuMs, oursMs } = await costPerFrame(measured, moves, hand.move)
  const times = await frameTimes(measured, moves, hand.move)
  await hand.end()
  const cost = `CPU of the page for each move ${where}, software rendering; ${shownNumber(oursMs)} ms of it are its scripts, styles and layout`
  const late = times.filter((ms) => ms > 1.5 * oneFrameMs).length
  const frames = `p95 of the time between ${times.length} frames while the hand moves ${where}, software rendering; ${late} came later than the next one should; the longest took ${shownNumber(quantile(times, 1))} ms`
  return [figure(`${name} frame`, cpuMs, oneFrameMs, cost), figure(`${name} p95`, quantile(times, 0.95), oneFrameMs, frames)]
}

async function zoom(page: Page): Promise<Hand> {
  const { x, y } = await middleOfCanvas(page)
  await page.mouse.move(x, y)
  return { move: (step) => page.mouse.wheel(0, step % moves < moves / 2 ? 20 : -20), end: () => Promise.resolve() }
}

/** From where nothing stands, forth and back. */
async function pan(page: Page): Promise<Hand> {
  const from = await page.evaluate<{ readonly x: number; readonly y: number }>(emptySpot)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  return { move: (step) => page.mouse.move(from.x - there(step) * 4, from.y - there(step) * 2), end: () => page.mouse.up() }
}

async function drag(page: Page): Promise<Hand> {
  const card = await boxOf(page, 3)
  const from = { x: card.x + 40, y: card.y + 10 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  return { move: (step) => page.mouse.move(from.x + 8 + there(step) * 4, from.y + there(step) * 2), end: () => page.mouse.up() }
}

/** For the page: a point of the canvas without a card. */
const emptySpot = `(() => {
  const { left, top, width, height } = document.querySelector('.react-flow').getBoundingClientRect()
  for (let y = top + height / 2; y < top + height; y += 8)
    for (let x = left + width / 2; x < left + width; x += 8)
      if (document.elementFromPoint(x, y).classList.contains('react-flow__pane')) return { x, y }
  throw new Error('There is no empty spot on the canvas.')
})()`

function there(step: number): number {
  const within = step % moves
  return within < moves / 2 ? within : moves - within
}

async function middleOfCanvas(page: Page) {
  const box = await page.locator('.react-flow').boundingBox()
  if (box === null) throw new Error('The canvas is not seen.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function boxOf(page: Page, index: number) {
  const box = await page.locator('.react-flow__node').nth(index).boundingBox()
  if (box === null) throw new Error('No node is seen.')
  return box
}

function figure(name: string, value: number, atMost: number, meaning: string): Figure {
  return { name, value, unit: 'ms', target: { of: 'value', atMost }, meaning: `${meaning}.` }
}

if (import.meta.main) for (const figure of await benchCanvasFrames()) console.log(figureLine(figure))
