import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Debian's, or the one that `CHROME_PATH` names. */
const programs = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A real browser that shows nothing; undefined where there is none. */
export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = programs.find((path) => path !== undefined && existsSync(path))
  if (executablePath === undefined) return undefined
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] })
}
