import type { BrowserContext, Page } from 'playwright-core'

/** A text that would change the page, or run, wherever it is taken for markup, for a link or for code. */
export function hostile(where: string): string {
  const act = `globalThis.hacked='${where}'`
  return `${where} <img data-evil src=x onerror="${act}"><svg data-evil onload="${act}"></svg><script data-evil>${act}</script> [go](javascript:${act}) '"--></textarea></style></title><iframe data-evil srcdoc="<script>parent.${act}</script>"></iframe>`
}

/** Before its pages are opened: each keeps what its policy has refused. */
export async function keepRefusals(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const refused: string[] = []
    Object.assign(globalThis, { refused })
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      refused.push(`${effectiveDirective} ${blockedURI}`),
    )
  })
}

/** What hostile texts have done to the page: elements and links that came out of them, scripts that ran, and what the policy had to refuse. */
export function traces(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { hacked, refused = [] } = globalThis as { hacked?: string; refused?: readonly string[] } // Put there above, or by a text.
    const elements = (root: Document | ShadowRoot): Element[] =>
      [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot === null ? [] : elements(one.shadowRoot))])
    const made = elements(document).filter(
      (one) =>
        one.hasAttribute('data-evil') ||
        [...one.attributes].some(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value)),
    )
    return [...(hacked === undefined ? [] : [`ran: ${hacked}`]), ...made.map((one) => one.outerHTML.slice(0, 200)), ...refused]
  })
}
