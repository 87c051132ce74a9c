import type { Problem } from '@millrace/engine'
import { ApiError, call } from '../../api/call.ts'
import { live } from '../../api/live-link.ts'
import { mergeTexts } from '../../model/merge-texts.ts'
import type { EditorStore } from '../editor-store.ts'
import { clientName } from './client-name.ts'
import { type DraftAnswer, draftState } from './draft-state.ts'

const pauseMs = 400
const retryMs = 3_000

/**
 * Owns: that the server has what is typed, and that what others write arrives here.
 * Invariants: a text is written only over the revision that it was made from; where both have changed the same, nothing is written until a person has chosen.
 */
export interface KeptDraft {
  /** Writes at once; resolves when the server has everything, and rejects with what to do where it does not. */
  flush(): Promise<void>
  /** Ends a conflict: with the text as it is here, or as they have it. */
  settle(whose: 'mine' | 'theirs'): void
  close(): void
}

const leaving = new Map<string, Promise<void>>()

/** Resolves when the server has what was typed before the workflow was left: who opens it again finds it. */
export async function draftLeft(workflowId: string): Promise<void> {
  await leaving.get(workflowId)
}

export function keepDraft(store: EditorStore): KeptDraft {
  const { workflowId: id } = store.getState()
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> | undefined

  const isUnsaved = () => store.getState().text.source !== store.getState().draft.source

  function writeSoon(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void send(), ms)
  }

  async function send(): Promise<void> {
    clearTimeout(timer)
    while (writing !== undefined) await writing
    if (!isUnsaved() || store.getState().draft.status === 'conflict') return
    writing = write()
    await writing
    writing = undefined
    const { status } = store.getState().draft
    if (isUnsaved() && (status === 'saved' || status === 'unsaved')) await send()
  }

  async function flush(): Promise<void> {
    await send()
    if (!isUnsaved()) return
    const { status, failure = '' } = store.getState().draft
    const why = status === 'conflict' ? 'Somebody else has changed the same: choose between the two texts first.' : failure
    throw new Error(`What you typed last is not saved, and would be left out. ${why}`)
  }

  /** Never rejects: what could not be written is tried again. */
  async function write(): Promise<void> {
    store.getState().setDraft({ status: 'saving' })
    try {
      await put()
    } catch (error) {
      store.getState().setDraft({ status: 'failed', failure: error instanceof Error ? error.message : String(error) })
      writeSoon(retryMs)
    }
  }

  async function put(): Promise<void> {
    const { text, draft, setDraft } = store.getState()
    try {
      const answer = await call('PUT /api/v1/workflows/{id}/draft', {
        params: { id },
        headers: { 'if-match': `"${draft.revision}"` },
        body: { source: text.source, client: clientName, ...(draft.revision === 0 && draft.base !== undefined && { base: draft.base }) },
      })
      setDraft(draftState({ ...answer, problems: answer.problems as readonly Problem[], source: text.source })) // As the engine writes them.
    } catch (error) {
      if (error instanceof ApiError && error.code === 'DRAFT_CHANGED') return takeOver(await read())
      throw error
    }
  }

  async function read(): Promise<DraftAnswer> {
    return (await call('GET /api/v1/workflows/{id}/draft', { params: { id } })) as DraftAnswer // Its problems are the engine's.
  }

  /** Somebody else has written: what is ours goes on top of it, or a person chooses. */
  function takeOver(theirs: DraftAnswer): void {
    const { text, draft, receive, setDraft } = store.getState()
    if (draft.status === 'conflict' && draft.theirs?.revision === theirs.revision && theirs.revision !== 0) return
    const merged = mergeTexts(draft.source, text.source, theirs.source)
    if (!merged.ok) {
      const { source, revision } = theirs
      setDraft({ ...draftState(theirs), source: draft.source, status: 'conflict', theirs: { source, revision, reason: merged.reason } })
      return
    }
    setDraft(draftState(theirs))
    if (merged.source !== text.source) receive(merged.source)
    if (isUnsaved()) {
      setDraft({ status: 'unsaved' })
      writeSoon(pauseMs)
    }
  }

  async function refresh(): Promise<void> {
    try {
      const theirs = await readSettled()
      takeOver(theirs)
    } catch (error) {
      store.getState().setDraft({ failure: error instanceof Error ? error.message : String(error) })
    }
  }

  /** An answer that is older than what was written meanwhile would take that back: it is read again. */
  async function readSettled(): Promise<DraftAnswer> {
    while (writing !== undefined) await writing
    const { revision } = store.getState().draft
    const theirs = await read()
    return writing === undefined && store.getState().draft.revision === revision ? theirs : readSettled()
  }

  const unfollow = live.follow({ draft: id }, (message) => {
    if (message.client === clientName) return
    if (message.type === 'draft-changed' || message.type === 'workflow-published' || message.type === 'workflow-unpublished') void refresh()
  })
  const unreturn = live.onReturn(() => void refresh())
  const unwatch = store.subscribe(({ text, draft, setDraft }, before) => {
    if (text.source === before.text.source) return
    if (draft.status !== 'conflict' && isUnsaved()) {
      if (draft.status !== 'saving') setDraft({ status: 'unsaved' })
      writeSoon(pauseMs)
    }
  })

  /** The browser asks whether to leave what the server does not have yet. */
  function hold(event: BeforeUnloadEvent): void {
    if (isUnsaved()) event.preventDefault()
  }
  addEventListener('beforeunload', hold)

  return {
    flush,
    settle(whose) {
      const { text, draft, replace, setDraft } = store.getState()
      if (draft.theirs === undefined) return
      const { source, revision } = draft.theirs
      setDraft({ source, revision, status: 'saved', theirs: undefined })
      // Either way the other text is one step back.
      replace('take theirs', source)
      if (whose === 'mine') replace('keep mine', text.source)
      void send()
    },
    close() {
      unfollow()
      unreturn()
      unwatch()
      leaving.set(
        id,
        send().finally(() => leaving.delete(id)),
      )
      // What the server has not taken by now is sent later, and lost if the tab is closed before.
      if (!isUnsaved()) removeEventListener('beforeunload', hold)
    },
  }
}
