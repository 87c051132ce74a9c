import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly impact: string | null
  readonly nodes: readonly Part[]
}

interface Part {
  readonly html: string
  readonly failureSummary?: string
  readonly target: readonly unknown[]
}

interface Axe {
  readonly axe: { run(options: object): Promise<{ readonly violations: readonly Finding[] }> }
}

/** What the audit of axe finds on the page, WCAG 2.2 AA, one line each. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  return findings(page, { runOnly: { type: 'tag', values: tags } })
}

/** Of other colours nothing else can be wrong. */
export async function contrastFindings(page: Page): Promise<readonly string[]> {
  return findings(page, { runOnly: { type: 'rule', values: ['color-contrast'] } })
}

/**
 * An open menu or list lies above the page and belongs to its button, so it stands in no landmark; what leads the focus back from its ends
 * is nothing that anybody stops at.
 */
const aside = ['[data-base-ui-focus-guard]', '[role="menu"]', '[role="listbox"]']

async function findings(page: Page, options: object): Promise<readonly string[]> {
  await page.evaluate(axe)
  const found = await page.evaluate(
    async ({ options, aside }) => {
      const { axe } = globalThis as unknown as Axe // Put there above.
      const { violations } = await axe.run(options)
      const isAside = ({ target: [first] }: Part) => typeof first === 'string' && document.querySelector(first)?.closest(aside) != null
      const excused = ['region', 'aria-hidden-focus']
      return violations
        .map((finding) => (excused.includes(finding.id) ? { ...finding, nodes: finding.nodes.filter((part) => !isAside(part)) } : finding))
        .filter(({ nodes }) => nodes.length > 0)
    },
    { options, aside: aside.join() },
  )
  return found.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
  )
}
