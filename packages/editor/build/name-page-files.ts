import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

/** By the address of a page, the source that is loaded for it. */
type PageSources = Readonly<Record<string, string>>

/**
 * Writes `pages.json`: by address, all files that the page waits for. With it the server names them beside the page, and the browser
 * fetches them all at once, instead of finding one in the other.
 */
export function namePageFiles(sources: PageSources): Plugin {
  return {
    name: 'name-page-files',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
      const entry = chunks.find(({ isEntry }) => isEntry)
      const pages = Object.entries(sources).map(([address, source]) => {
        const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(source))
        if (entry === undefined || page === undefined)
          this.error(`No chunk begins with ${source}: name the page's source in vite.config.ts.`)
        return [address, filesOf([entry, page], byName)]
      })
      writeFileSync(join(dir, 'pages.json'), JSON.stringify(Object.fromEntries(pages), undefined, 2))
    },
  }
}

/** The chunks, all that they import at once, and the styles of both. */
function filesOf(roots: readonly Rolldown.OutputChunk[], byName: ReadonlyMap<string, Rolldown.OutputChunk>): readonly string[] {
  const files = new Set<string>()
  function add(chunk: Rolldown.OutputChunk): void {
    if (files.has(chunk.fileName)) return
    files.add(chunk.fileName)
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style)
    for (const name of chunk.imports) {
      const imported = byName.get(name)
      if (imported !== undefined) add(imported)
    }
  }
  for (const root of roots) add(root)
  return [...files]
}
