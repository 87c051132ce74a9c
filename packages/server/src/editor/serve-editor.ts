import { acceptedEncodings } from '../accepted-encodings.ts'
import type { Answer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import type { EditorFiles } from './editor-files.ts'

/** Addresses that are pages of the editor: it reads them itself. */
export const editorPages = [
  '/',
  '/workflows',
  '/workflows/*',
  '/executions',
  '/executions/*',
  '/triggers',
  '/statistics',
  '/logs',
  '/logs/*',
  '/tables',
  '/tables/*',
] as const

/**
 * Only files of this server run, style or load, and it is framed nowhere. Markup from text is refused by the browser itself: the one
 * policy there is makes the address of the worker that lays graphs out.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types millrace-worker',
].join('; ')

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  // The assets that it names change with every build.
  'cache-control': 'no-cache',
}

/** Where somebody is: the pattern of the page, the path, and the execution that is pinned there, as the address says. */
interface Place {
  readonly address: (typeof editorPages)[number]
  readonly path: string
  readonly execution: string | undefined
}

/** The page at one of its addresses, with what the browser may fetch already while it reads it. */
export function editorPage(editor: EditorFiles, { address, path, execution }: Place): Answer {
  const id = /^\/workflows\/([\w-]+)$/.exec(path)?.[1]
  const pinned = id !== undefined && /^[\w-]+$/.test(execution ?? '') ? execution : undefined
  // What lies deeper, such as the versions of a workflow, is another page.
  const isDeeper = path.split('/').length > address.split('/').length
  const files = isDeeper ? undefined : editor.linksOf(pinned === undefined ? address : `${address}?execution`)
  const link = id === undefined || files === undefined ? files : `${files}, ${answersOf(id, pinned)}`
  return { status: 200, headers: { ...pageHeaders, ...(link !== undefined && { link }) }, body: editor.page() }
}

/** Whether somebody looks for a page, and not a program for an address of the API or a file of the build. */
export function isPageSought(path: string, accept: string): boolean {
  return accept.includes('text/html') && !/^\/(?:api|assets)(?:\/|$)/.test(path)
}

/** The editor where there is nothing: it says so, and leads on. */
export function missingPage(editor: EditorFiles): Answer {
  return { status: 404, headers: { ...pageHeaders, vary: 'accept' }, body: editor.page() }
}

/** What the canvas of a workflow asks first. An execution takes longest to make: it comes while the scripts do. */
function answersOf(id: string, pinned: string | undefined): string {
  const execution = pinned === undefined ? [] : [`/api/v1/executions/${pinned}`]
  const calls = ['/api/v1/node-types', '/api/v1/trigger-types', `/api/v1/workflows/${id}/draft`, ...execution]
  return calls.map((call) => `<${call}>; rel=preload; as=fetch; crossorigin`).join(', ')
}

/** A file of the build; its name changes with its content, so it may be kept for ever. */
export async function editorAsset(files: EditorFiles, path: string, acceptEncoding: string): Promise<Answer> {
  const asset = await files.asset(path.slice(1), acceptedEncodings(acceptEncoding))
  if (asset === undefined) throw new ProblemError('NOT_FOUND', `The editor has no file ${path.slice(0, 200)}: reload the page.`)
  const headers = {
    'content-type': asset.contentType,
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'same-origin',
    vary: 'accept-encoding',
    ...(asset.encoding !== undefined && { 'content-encoding': asset.encoding }),
  }
  return { status: 200, headers, body: asset.bytes }
}
