import type { Browser, BrowserContext, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { launchChromium } from '../../../scripts/launch-chromium.ts'

export interface PageOptions {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
}

/** An answer of 4xx, and a server that a test has ended, are shown to the user by the page; the browser writes them to its console besides. */
const shownByPage = /^Failed to load resource|net::ERR_CONNECTION_(?:REFUSED|RESET)$|^WebSocket connection to .* failed: *$/

/** How many times slower than it is the browser's processor shall be: what only a slow machine shows is found so on a fast one. */
const slowness = Number(process.env.MILLRACE_TEST_BROWSER_SLOWNESS ?? 1)

/** As many characters of a page as are worth reading in a log. */
const mostSaid = 4000

let shared: Promise<Browser> | undefined

/** One for all tests of a file; it ends with the process. */
function browser(): Promise<Browser> {
  shared ??= launchBrowser()
  return shared
}

async function launchBrowser(): Promise<Browser> {
  const launched = await launchChromium()
  if (launched === undefined) throw new Error('There is no Chromium here: install the package "chromium", or name one with CHROME_PATH.')
  return launched
}

/** A browser of its own profile, as another person would have it. */
export async function openContext({ width = 1280, height = 800, theme = 'light' }: PageOptions = {}): Promise<BrowserContext> {
  const context = await (await browser()).newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  return context
}

/** A page that fails its test for whatever the browser complains of: errors, refused markup, broken policies. */
export async function openPage(url: string, options?: PageOptions): Promise<Page> {
  return openTab(await openContext(options), url)
}

/** One more tab of the same browser. */
export async function openTab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !shownByPage.test(message.text())) complaints.push(message.text())
  })
  onTestFinished(() => {
    if (complaints.length > 0) throw new Error(`The browser complains:\n${complaints.join('\n')}`)
  })
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') console.log(await said(page))
  })
  page.setDefaultTimeout(30_000)
  if (slowness > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowness })
  await page.goto(url)
  return page
}

/** What a screen reader would find on the page, for whoever reads that a test has failed and has not seen it. */
async function said(page: Page): Promise<string> {
  if (page.isClosed()) return 'The page was closed.'
  const view = await page.evaluate(() => document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform)
  const snapshot = await page.locator('body').ariaSnapshot()
  return [`The page at the end: ${page.url()}`, `canvas ${view ?? 'none'}`, snapshot.slice(0, mostSaid)].join('\n')
}
