import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))
const pages = ['*.md', 'docs/**/*.md', 'examples/**/*.md', 'e2e/**/*.md', 'bench/**/*.md', 'packages/**/*.md'].flatMap((pattern) =>
  globSync(pattern, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] }),
)

const prose = new Map(pages.map((page) => [page, readFileSync(join(root, page), 'utf8').replaceAll(/^```.*?^```/gms, '')]))

/** The names that GitHub gives to the headings of a page. */
function anchorsOf(page: string): ReadonlySet<string> {
  const counts = new Map<string, number>()
  const headings = [...(prose.get(page) ?? '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = text.replaceAll(/[^\p{L}\p{N}_\- ]/gu, '').replaceAll(' ', '-')
    const count = counts.get(slug) ?? 0
    counts.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  })
  return new Set(headings)
}

function deadLinks(page: string): readonly string[] {
  const text = prose.get(page) ?? ''
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].map(([, link, attribute]) => link ?? attribute ?? '')
  return links.filter((link) => !/^(?:https?|mailto):/.test(link) && !isAlive(page, link))
}

function isAlive(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : normalize(join(page, '..', path))
  return existsSync(join(root, target)) && (anchor === undefined || !target.endsWith('.md') || anchorsOf(target).has(anchor))
}

test('every link of a page leads to a file, and to a heading in it', () => {
  expect(pages.flatMap((page) => deadLinks(page).map((link) => `${page}: ${link}`))).toEqual([])
})
