import { parseWorkflow } from '@millrace/engine'
import type { Registry } from '@millrace/kit'
import type { Draft } from '@millrace/runtime'
import type { z } from 'zod'
import type { draftState } from './draft-schema.ts'
import { isoTime } from './iso-time.ts'

export function draftView(registry: Registry, draft: Draft): z.input<typeof draftState> {
  const { workflowId, source, revision, base, newest, isBehind, updatedAt } = draft
  return {
    workflowId,
    source,
    revision,
    base: versionView(base),
    newest: versionView(newest),
    isBehind,
    updatedAt: isoTime(updatedAt),
    problems: problemsOf(registry, source) as z.input<typeof draftState>['problems'],
  }
}

function problemsOf(registry: Registry, source: string) {
  const parsed = parseWorkflow(source, registry)
  return parsed.ok ? parsed.warnings : parsed.problems
}

function versionView(version: number | undefined) {
  return version === undefined ? null : { version }
}
