import { decodeYaml } from '@millrace/engine'
import { type Context, Hono } from 'hono'
import type { Answer, StreamedAnswer } from './answer.ts'
import { toResponse } from './answer.ts'
import { type BodySource, streamBody } from './body-source.ts'
import { chatPrefix, serveChat } from './chat/serve-chat.ts'
import { compressAnswer } from './compress-answer.ts'
import type { EditorFiles } from './editor/editor-files.ts'
import { editorAsset, editorPage, editorPages, isPageSought, missingPage } from './editor/serve-editor.ts'
import type { Entries } from './entries/entry-table.ts'
import { formPrefix, serveForm } from './form/serve-form.ts'
import { createHostGuard, type HostGuard } from './host-guard.ts'
import { serveTestCall, testPrefix } from './listening/serve-test-call.ts'
import { decodeUtf8, parseJson } from './parse-json.ts'
import { ProblemError } from './problem.ts'
import { readFields } from './read-fields.ts'
import { openRequestLog, type RequestLog } from './request-log.ts'
import type { Route } from './route.ts'
import type { Settings } from './server-ports.ts'
import { openToPages, preflightHeaders } from './table-token/records-cors.ts'
import type { Caller } from './table-token/table-tokens.ts'
import { receiveAnswer } from './waiting/receive-answer.ts'
import { waitingPrefix } from './waiting/waiting-path.ts'
import { answerStatus } from './webhook/answer-status.ts'
import { webhookPrefix } from './webhook/handle-webhook.ts'
import type { Webhooks } from './webhook/load-webhooks.ts'
import { refuseCompressed } from './webhook/read-body.ts'
import { serveWebhook } from './webhook/serve-webhook.ts'
import { statusPrefix } from './webhook/status-path.ts'

interface Parts {
  readonly settings: Settings
  readonly webhooks: Webhooks
  readonly entries: Entries
  readonly routes: readonly Route[]
}

/** The whole HTTP surface without a socket: webhooks, the API and problems for everything else. */
export function createApp({ settings, webhooks, entries, routes }: Parts): Hono {
  const app = new Hono()
  const guard = createHostGuard(settings.publicUrl)
  app.all(`${webhookPrefix}/*`, (context) => answer(settings, context, (log) => takeWebhook(settings, webhooks, context, log)))
  app.all(`${waitingPrefix}/*`, (context) => answer(settings, context, () => takeAnswer(settings, context)))
  app.all(`${statusPrefix}/*`, (context) => answer(settings, context, (log) => takeStatus(settings, context, log)))
  app.all(`${testPrefix}/*`, (context) => answer(settings, context, (log) => takeTestCall(settings, context, log)))
  app.all(`${chatPrefix}/*`, (context) => answer(settings, context, (log) => takeChat(settings, entries, context, log)))
  app.all(`${formPrefix}/*`, (context) => answer(settings, context, (log) => takeForm(settings, entries, context, log)))
  if (settings.editor !== undefined) addEditor(app, settings, settings.editor, guard)
  for (const route of routes) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1')
    const send = route.access === 'records' ? openToPages : asItIs
    app.on(route.method.toUpperCase(), path, (context) =>
      answer(
        settings,
        context,
        () => takeCall(settings, guard, route, context),
        (made) => send(made, context.req.header('authorization')),
      ),
    )
  }
  app.notFound((context) => answer(settings, context, () => refuse(app, { settings, guard, routes }, context)))
  return app
}

/** Before the routes: where there is an editor, the root is its own. */
function addEditor(app: Hono, settings: Settings, files: EditorFiles, guard: HostGuard): void {
  const ask = (context: Context, make: () => Promise<Answer> | Answer) =>
    answer(settings, context, () => {
      guard.checkHost(context.req.header('host') ?? new URL(context.req.url).host)
      return make()
    })
  for (const address of editorPages)
    app.get(address, (context) =>
      ask(context, () => editorPage(files, { address, path: context.req.path, execution: context.req.query('execution') })),
    )
  app.get('/assets/*', (context) => ask(context, () => editorAsset(files, context.req.path, context.req.header('accept-encoding') ?? '')))
}

type Make = (log: RequestLog) => Promise<Answer | StreamedAnswer> | Answer | StreamedAnswer

type Send = (made: Answer | StreamedAnswer) => Answer | StreamedAnswer

function asItIs<Made>(made: Made): Made {
  return made
}

/** Every answer gets its request id and its line in the log; what is thrown becomes a problem document. */
async function answer(settings: Settings, context: Context, make: Make, send: Send = asItIs): Promise<Response> {
  const log = openRequestLog(settings, context.req.method, context.req.path)
  let made: Answer | StreamedAnswer
  try {
    made = await make(log)
  } catch (thrown) {
    made = log.problem(thrown)
  }
  log.done(made.status)
  return toResponse(send(made), log.requestId)
}

async function takeWebhook(settings: Settings, webhooks: Webhooks, { req }: Context, log: RequestLog): Promise<Answer | StreamedAnswer> {
  await webhooks.loaded
  const { pathname, search } = new URL(req.url)
  const path = pathname.slice(webhookPrefix.length) || '/'
  return serveWebhook(settings, webhooks, { method: req.method, path, search: search.slice(1), ...sentBy(req) }, log)
}

function takeTestCall(settings: Settings, { req }: Context, log: RequestLog): Promise<Answer | StreamedAnswer> {
  const { pathname, search } = new URL(req.url)
  const path = pathname.slice(testPrefix.length) || '/'
  return serveTestCall(settings, { method: req.method, path, search: search.slice(1), ...sentBy(req) }, log)
}

function takeChat(settings: Settings, entries: Entries, { req }: Context, log: RequestLog): Promise<Answer> {
  const { pathname, search } = new URL(req.url)
  const path = pathname.slice(chatPrefix.length)
  return serveChat(settings, entries, { method: req.method, path, search: search.slice(1), ...sentBy(req) }, log)
}

function takeForm(settings: Settings, entries: Entries, { req }: Context, log: RequestLog): Promise<Answer | StreamedAnswer> {
  const { pathname, search } = new URL(req.url)
  const path = pathname.slice(formPrefix.length)
  return serveForm(settings, entries, { method: req.method, path, search: search.slice(1), ...sentBy(req) }, log)
}

function takeStatus(settings: Settings, { req }: Context, log: RequestLog): Promise<Answer | StreamedAnswer> {
  const token = new URL(req.url).pathname.slice(statusPrefix.length + 1)
  return answerStatus(settings, { method: req.method, token, rawHeaders: [...req.raw.headers].flat() }, log)
}

function takeAnswer(settings: Settings, { req }: Context): Promise<Answer> {
  const { pathname, search } = new URL(req.url)
  return receiveAnswer(settings, { method: req.method, path: pathname, search: search.slice(1), ...sentBy(req) })
}

function sentBy({ raw }: Context['req']): { readonly rawHeaders: readonly string[]; readonly body: BodySource } {
  return { rawHeaders: [...raw.headers].flat(), body: streamBody(raw.body) }
}

async function takeCall(settings: Settings, guard: HostGuard, route: Route, { req }: Context): Promise<Answer | StreamedAnswer> {
  const url = new URL(req.url)
  const caller = route.access === 'public' ? undefined : await findCaller(settings, guard, route, req, url)
  const body = route.body === undefined ? undefined : await readCallBody(settings, route, req)
  const made = await route.run({
    params: req.param(),
    query: readFields(url.search.slice(1)),
    header: (name) => req.header(name),
    body,
    records: caller === undefined ? settings.tables : settings.tables.as(caller.principal),
  })
  const own = { 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' }
  return compressAnswer({ ...made, headers: { ...own, ...made.headers } }, req.header('accept-encoding') ?? '')
}

/** Who asks; undefined is the operator. A token goes to records and nowhere else. */
async function findCaller(
  { tableTokens }: Settings,
  guard: HostGuard,
  route: Route,
  req: Context['req'],
  url: URL,
): Promise<Caller | undefined> {
  const host = req.header('host') ?? url.host
  guard.checkHost(host)
  const caller = await tableTokens.callerOf(req.header('authorization'))
  if (caller !== undefined && route.access !== 'records') throw tooNarrow(`${route.method.toUpperCase()} ${route.path}`)
  // A browser sends no token by itself: whoever does may ask from anywhere.
  if (caller === undefined && route.method !== 'get') {
    guard.checkOrigin({ host, origin: req.header('origin'), fetchSite: req.header('sec-fetch-site') })
  }
  return caller
}

function tooNarrow(place: string): ProblemError {
  return new ProblemError('TABLE_TOKEN_NARROW', `The token is good for the records of tables, and not for ${place}: leave it out there.`)
}

async function readCallBody({ bodyLimitBytes }: Settings, route: Route, req: Context['req']): Promise<unknown> {
  refuseCompressed(req.header('content-encoding'))
  if (route.body?.type === 'bytes') return req.raw.body ?? new Blob([]).stream()
  const own = route.body?.type === 'json' ? route.body.limitBytes : undefined
  const bytes = await streamBody(req.raw.body).collect(Math.min(own ?? bodyLimitBytes, bodyLimitBytes))
  if (route.body?.type === 'yaml') return decodeYaml(bytes)
  const text = decodeUtf8(bytes)
  return text === '' ? {} : parseJson(text)
}

interface Refusing {
  readonly settings: Settings
  readonly guard: HostGuard
  readonly routes: readonly Route[]
}

/** Nothing is here: says which methods are, if any, and that with a page to whoever looks for one. */
function refuse(app: Hono, { settings: { editor }, guard, routes }: Refusing, { req }: Context): Answer {
  const allowed = [...new Set(app.routes.filter((route) => isPathOf(route.path, req.path)).map((route) => route.method))]
  const [first] = allowed
  if (first === undefined && editor !== undefined && req.method === 'GET' && isPageSought(req.path, req.header('accept') ?? '')) {
    guard.checkHost(req.header('host') ?? new URL(req.url).host)
    return missingPage(editor)
  }
  if (first === undefined)
    throw new ProblemError('NOT_FOUND', `There is nothing at ${req.path.slice(0, 200)}: /api/docs lists what there is.`)
  const allow = [...allowed, 'OPTIONS', ...(allowed.includes('GET') ? ['HEAD'] : [])].join(', ')
  if (req.method === 'OPTIONS') return { status: 204, headers: { allow, ...preflightOf(routes, req.path) }, body: null }
  throw new ProblemError('METHOD_NOT_ALLOWED', `${req.path.slice(0, 200)} takes ${allow}, not ${req.method}.`, { headers: { allow } })
}

/** For an address of records. */
function preflightOf(routes: readonly Route[], path: string): Readonly<Record<string, string>> {
  const here = routes.filter((route) => route.access === 'records' && isPathOf(route.path, path))
  return here.length === 0 ? {} : preflightHeaders(here.map(({ method }) => method.toUpperCase()))
}

function isPathOf(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => segment === given[index] || (/^[:{]/.test(segment) && given[index] !== ''))
  )
}
