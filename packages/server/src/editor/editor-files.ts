import { existsSync, globSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/** The editor as it was built: a page, and assets whose names change with their content. */
export interface EditorFiles {
  /** The page itself, whatever its address. */
  readonly page: Uint8Array
  /** The `Link` header that names, for one address of `editorPages`, all files that its page waits for. */
  linksOf(address: string): string | undefined
  /** An asset by its path from the root, e.g. `assets/index-Uan2.css`, in the best of the encodings that the caller takes. */
  asset(path: string, accepted: readonly string[]): Promise<Asset | undefined>
}

interface Asset {
  readonly bytes: Uint8Array
  readonly contentType: string
  readonly encoding?: 'br' | 'gzip'
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The best first. */
const encodings = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const

/** Undefined where no editor has been built. Only files that were there at this moment are ever served. */
export function openEditorFiles(directory: string): EditorFiles | undefined {
  const index = join(directory, 'index.html')
  if (!existsSync(index)) return undefined
  const links = readLinks(join(directory, 'pages.json'))
  const known = new Set(globSync('assets/**/*', { cwd: directory }).map((path) => path.replaceAll(sep, '/')))
  return {
    page: readFileSync(index),
    linksOf: (address) => links.get(address),
    async asset(path, accepted) {
      const contentType = contentTypes[extname(path)]
      if (contentType === undefined || !known.has(path)) return undefined
      const packed = encodings.find(({ encoding, ending }) => accepted.includes(encoding) && known.has(path + ending))
      const bytes = await readFile(join(directory, path + (packed?.ending ?? '')))
      return { bytes, contentType, ...(packed !== undefined && { encoding: packed.encoding }) }
    },
  }
}

/** As the build has written it, see `packages/editor/build/name-page-files.ts`. */
function readLinks(path: string): ReadonlyMap<string, string> {
  if (!existsSync(path)) return new Map()
  const pages = JSON.parse(readFileSync(path, 'utf8')) as Record<string, readonly string[]> // Written by our own build.
  return new Map(Object.entries(pages).map(([address, files]) => [address, files.map(linkOf).join(', ')]))
}

/** `crossorigin` as the page itself asks for them: otherwise they would be fetched twice. */
function linkOf(file: string): string {
  return `</${file}>; rel=${file.endsWith('.css') ? 'preload; as=style' : 'modulepreload'}; crossorigin`
}
