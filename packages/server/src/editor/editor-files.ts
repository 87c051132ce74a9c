import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/** The editor as it is built now: a page, and assets whose names change with their content. One that is built anew meanwhile is served from then on. */
export interface EditorFiles {
  /** The page itself, whatever its address. */
  page(): Uint8Array
  /** The `Link` header that names, for one address of `editorPages`, or for that with `?execution` of what is pinned there, all files that its page waits for. */
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

/** One build, as it was when it was read. */
interface Build {
  readonly madeAtMs: number
  readonly page: Uint8Array
  readonly links: ReadonlyMap<string, string>
  readonly assets: ReadonlySet<string>
}

/** Undefined where no editor has been built. Only files that a build had when it was read are ever served. */
export function openEditorFiles(directory: string): EditorFiles | undefined {
  const first = readBuild(directory)
  if (first === undefined) return undefined
  let build = first

  function current(): Build {
    // While one takes the place of the other there is none.
    if (madeAtMs(directory) !== build.madeAtMs) build = readBuild(directory) ?? build
    return build
  }

  return {
    page: () => current().page,
    linksOf: (address) => current().links.get(address),
    async asset(path, accepted) {
      const { assets } = current()
      const contentType = contentTypes[extname(path)]
      if (contentType === undefined || !assets.has(path)) return undefined
      const packed = encodings.find(({ encoding, ending }) => accepted.includes(encoding) && assets.has(path + ending))
      const bytes = await readIfThere(join(directory, path + (packed?.ending ?? '')))
      return bytes && { bytes, contentType, ...(packed !== undefined && { encoding: packed.encoding }) }
    },
  }
}

function readBuild(directory: string): Build | undefined {
  const made = madeAtMs(directory)
  if (made === undefined) return undefined
  return {
    madeAtMs: made,
    page: readFileSync(join(directory, 'index.html')),
    links: readLinks(join(directory, 'pages.json')),
    assets: new Set(globSync('assets/**/*', { cwd: directory }).map((path) => path.replaceAll(sep, '/'))),
  }
}

function madeAtMs(directory: string): number | undefined {
  return statSync(join(directory, 'index.html'), { throwIfNoEntry: false })?.mtimeMs
}

/** What a newer build has taken away in this moment is not there, like any other name. */
async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
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
