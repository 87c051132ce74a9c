import { randomUUID } from 'node:crypto'
import type { Registry } from '@millrace/kit'
import type {
  AnswerAddresses,
  Backups,
  Canvases,
  Clock,
  ConnectionVault,
  Dispatcher,
  Drafts,
  Driver,
  EventBus,
  FileVault,
  KeepRules,
  Polls,
  Retention,
  Schedules,
  Secrets,
  Tables,
  TriggerNews,
  Watchdog,
  Workflows,
} from '@millrace/runtime'
import type { Store } from '@millrace/store'
import { type EditorFiles, openEditorFiles } from './editor/editor-files.ts'
import type { ReadForeign } from './foreign-workflow.ts'
import { createSentForms, type SentForms } from './form/sent-forms.ts'
import { createLastStarts, type LastStarts } from './last-starts.ts'
import { createTestListeners, type TestListeners } from './listening/test-listeners.ts'
import type { ServerLogLine } from './log-line.ts'
import type { ParsePort } from './parse-import/parse-port.ts'
import { createPatience, type Patience } from './patience.ts'
import { ProblemError } from './problem.ts'
import type { ReplicaStatus } from './replica-status.ts'
import { createTableTokens, type TableTokens } from './table-token/table-tokens.ts'
import type { Template } from './template.ts'
import { createTokens, type Tokens } from './webhook/auth/token.ts'
import { type CallMeter, createCallMeter } from './webhook/call-meter.ts'
import { createRefusals, type Refusals } from './webhook/refusals.ts'
import { createUnpublishedWebhooks, type UnpublishedWebhooks } from './webhook/unpublished-webhooks.ts'

/** Which of several servers this is: no secret, and no more than that. */
export interface Instance {
  readonly id: string
  readonly name: string
}

/** What the server is built on; the composition root chooses each. */
export interface ServerPorts {
  readonly driver: Driver
  readonly answerAddresses: AnswerAddresses
  readonly workflows: Workflows
  readonly drafts: Drafts
  readonly canvases: Canvases
  readonly store: Store
  readonly connections: ConnectionVault
  readonly files: FileVault
  readonly keepRules: KeepRules
  readonly retention: Retention
  readonly watchdog: Pick<Watchdog, 'last' | 'found' | 'count'>
  readonly schedules: Schedules
  readonly tables: Tables
  /** Left out where everything is kept in memory. */
  readonly backups?: Backups
  /** Left out where nothing is shipped. */
  readonly replica?: { status(): ReplicaStatus }
  readonly polls: Polls
  readonly bus: Pick<EventBus, 'emit' | 'onAppended'>
  readonly dispatcher: Pick<Dispatcher, 'delivered' | 'onDelivered'>
  readonly triggerNews: Pick<TriggerNews, 'follow'>
  readonly registry: Registry
  readonly secrets: Pick<Secrets, 'get'>
  /** The guarded one, for the public keys of tokens. */
  readonly fetch: typeof globalThis.fetch
  /** How others reach this server, without a slash at the end, e.g. `http://localhost:8577`. */
  readonly publicUrl: string
  readonly clock: Pick<Clock, 'now'>
  readonly version: string
  /** Anyone may read it, at `/healthz`; a new one of chance when left out. */
  readonly instance?: Instance
  readonly log: (line: ServerLogLine) => void
  /** Where the editor was built; no pages are served when left out, or when nothing is there. */
  readonly editorDirectory?: string
  /** The file that a workflow is loaded from, which brings it back; left out where none are. */
  readonly fileOf?: (workflowId: string) => string | undefined
  /** Workflows to begin with; none when left out. */
  readonly templates?: readonly Template[]
  /** Reads what n8n exports; every export is refused when left out. */
  readonly readN8n?: ReadForeign
  /** Reads Parse servers; none is when left out. */
  readonly parse?: ParsePort
  /** How long a webhook or `?wait=true` waits for the end before it answers 202; 30 s when left out. */
  readonly answerTimeoutMs?: number
  /** How long callers that wait for an answer may go on waiting once the server stops; 4 s when left out. */
  readonly stopGraceMs?: number
  /** 16 MiB when left out. */
  readonly bodyLimitBytes?: number
  /** How long a request may take to arrive; 60 s when left out. */
  readonly requestTimeoutMs?: number
  /** How often a live link must show that it is alive; 30 s when left out. */
  readonly heartbeatMs?: number
}

/** The one there is for now. */
const account = 'default'

/** The defaults filled in, and the one account there is for now. */
export type Settings = Required<Omit<ServerPorts, 'editorDirectory' | 'replica'>> & {
  readonly replica: ServerPorts['replica'] | undefined
  readonly editor: EditorFiles | undefined
  readonly account: string
  readonly tokens: Tokens
  readonly tableTokens: TableTokens
  readonly meter: CallMeter
  readonly patience: Patience
  readonly lastStarts: LastStarts
  readonly refusals: Refusals
  readonly sentForms: SentForms
  readonly listeners: TestListeners
  readonly unpublished: UnpublishedWebhooks
}

export function withDefaults({ editorDirectory, replica, ...ports }: ServerPorts): Settings {
  const onTrouble = (error: unknown) =>
    ports.log({ type: 'trouble', error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  const lastStarts = createLastStarts({ ...ports, onTrouble })
  return {
    answerTimeoutMs: 30_000,
    stopGraceMs: 4_000,
    bodyLimitBytes: 16 * 1024 * 1024,
    requestTimeoutMs: 60_000,
    heartbeatMs: 30_000,
    instance: { id: randomUUID(), name: 'Millrace' },
    fileOf: () => undefined,
    templates: [],
    readN8n: async () => 'This server has no importer: use the command "millrace import n8n".',
    parse: { read: refuseParse, progressKey: (progress) => progress },
    backups: { write: refuseBackup },
    ...ports,
    replica,
    publicUrl: ports.publicUrl.replace(/\/+$/, ''),
    account,
    editor: editorDirectory === undefined ? undefined : openEditorFiles(editorDirectory),
    tokens: createTokens(ports),
    tableTokens: createTableTokens({ ...ports, account }),
    driver: lastStarts.noting(ports.driver),
    lastStarts,
    meter: createCallMeter(),
    patience: createPatience(),
    refusals: createRefusals(),
    sentForms: createSentForms(),
    listeners: createTestListeners(),
    unpublished: createUnpublishedWebhooks({ ...ports, account }),
  }
}

async function refuseParse(): Promise<never> {
  throw new ProblemError('PARSE_REFUSED', 'This server has no importer for Parse: start it with "millrace start".')
}

function refuseBackup(): never {
  throw new ProblemError('BACKUP_IMPOSSIBLE', 'Everything is kept in memory: start the server with a data directory to back it up.')
}
