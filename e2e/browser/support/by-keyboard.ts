import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const mostStops = 80

interface Focused {
  /** Role and name as a screen reader says them, such as `button Run`. */
  readonly said: string
  /** Whether the eye finds it: a ring around it, or around the field that it is a part of. */
  readonly isSeen: boolean
}

/** What has the focus of the keyboard, also inside a shadow root. */
export function focused(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    let element = document.activeElement ?? document.body
    while (element.shadowRoot?.activeElement != null) element = element.shadowRoot.activeElement
    const tag = element.tagName.toLowerCase()
    const type = element.getAttribute('type') ?? ''
    const roles: Readonly<Record<string, string>> = { a: 'link', textarea: 'textbox', section: 'region', input: 'textbox' }
    const role = element.getAttribute('role') ?? (['checkbox', 'radio'].includes(type) ? type : (roles[tag] ?? tag))
    const labels = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? [...(element.labels ?? [])] : []
    const name = element.getAttribute('aria-label') ?? (labels.map(({ textContent }) => textContent).join(' ') || element.textContent)
    const around = [element, element.parentElement, element.parentElement?.parentElement].filter((one) => one != null)
    // An entry of a menu is another colour.
    const stands = (one: Element) => getComputedStyle(one).outlineStyle === 'solid' || one.hasAttribute('data-highlighted')
    return { said: `${role} ${(name ?? '').trim()}`, isSeen: around.some(stands) }
  })
}

/** Goes on by a key until what is said has the focus; throws where nothing shows that it has it, or it is not reached. */
export async function keyTo(page: Page, wanted: string | RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press(key)
    const { said } = await focused(page)
    passed.push(said.slice(0, 60))
    if (typeof wanted === 'string' ? said !== wanted : !wanted.test(said)) continue
    const isShown = { message: `${said} has the focus, and something shows it` }
    await expect.poll(() => focused(page), isShown).toMatchObject({ isSeen: true })
    return
  }
  throw new Error(`The keyboard does not reach ${wanted}. It passed:\n${passed.join('\n')}`)
}
