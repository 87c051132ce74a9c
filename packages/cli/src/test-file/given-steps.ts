import { assertNever, isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import {
  createCatalog,
  defineNode,
  done,
  FatalError,
  type NodeResult,
  type NodeType,
  parseParams,
  type Registry,
  RetryableError,
  type TriggerType,
} from '@millrace/kit'
import { z } from 'zod'
import type { Given, TestCase } from './test-schema.ts'

/**
 * Owns: what stands in for the outside in a test. Does not own: running steps (the runtime).
 * Invariants: nothing outside is reached; a step that would reach it and has nothing given fails, and says so; no step sleeps. What is
 * inside (tables, values, events, files, called workflows, code) is the real thing, in memory.
 */
export function registryWith(standard: Registry, test: Pick<TestCase, 'given' | 'mails' | 'answer'>): Registry {
  const found = test.mails === undefined ? async () => test.answer ?? null : async (wanted: Json) => mailsFor(wanted, test.mails ?? [])
  const nodes = standard.list().map((type) => withGiven(type, test.given))
  return createCatalog([...nodes, source(found)], standard.listTriggers().map(fromTheBeginning), standard.listConnections())
}

export const notGivenCode = 'TEST_STEP_NOT_GIVEN'

type Context = Parameters<NonNullable<NodeType['run']>>[0]

function withGiven(type: NodeType, given: TestCase['given']): NodeType {
  const { run } = type
  if (run === undefined) return type
  return {
    ...type,
    async run(context) {
      const chosen = givenFor(context, given)
      if (chosen !== undefined) {
        parseParams(type.type, type.params, context.params)
        return resultOf(chosen)
      }
      if (isOutside(type)) throw notGiven(type, context, 'reaches outside')
      return awake(type, context, await run(context))
    },
  }
}

/** Of the step `each[2].charge` that is `charge`. */
export function nodeOf(step: string): string {
  return /[a-z][a-z0-9_]*$/.exec(step)?.[0] ?? step
}

/** By the step, so that one round of a loop may differ, or by the node. */
function givenFor({ execution: { step } }: Context, given: TestCase['given']): Given | undefined {
  return [step, nodeOf(step)].map((name) => (Object.hasOwn(given, name) ? given[name] : undefined)).find((one) => one !== undefined)
}

function resultOf(given: Given): NodeResult {
  if ('output' in given) return done(given.output, given.port)
  const { code, message, details } = given.error
  // Which attempts are made again is the policy's to say, so it must be one that may be.
  throw new RetryableError(message, { code, ...(details !== undefined && { details }) })
}

/** Whoever takes a connection asks somebody, whatever its group. `respond` answers whoever has called, and calls nobody. */
function isOutside({ group, type, connections = [] }: NodeType): boolean {
  return connections.length > 0 || (group === 'network' && type !== 'respond')
}

function awake(type: NodeType, context: Context, result: NodeResult): NodeResult {
  switch (result.type) {
    case 'wait':
    case 'wait-for':
      return done(result.output)
    case 'signal':
      throw notGiven(type, context, 'waits for somebody')
    case 'again':
    case 'call':
    case 'done':
    case 'respond':
    case 'stop':
      return result
    default:
      return assertNever(result)
  }
}

function notGiven({ type }: NodeType, { execution: { step } }: Context, why: string): FatalError {
  return new FatalError(`Step ${step} (${type}) ${why}, which a test does not: say what it gives under "given".`, {
    code: notGivenCode,
  })
}

const sourceType = 'test.source'

/** What a trigger that looks by itself finds. It is asked with the parameters of the node that it stands in for, whatever they are. */
function source(found: (wanted: Json) => Promise<Json>): NodeType {
  const type = defineNode({
    type: sourceType,
    title: 'Source of a test',
    icon: 'flask',
    group: 'data',
    summary: 'Gives what a test says.',
    docs: 'It is there in tests alone.',
    params: z.strictObject({}),
    effects: 'read',
    examples: [],
    run: () => done(null),
  })
  return { ...type, checkParams: () => [], run: async ({ params }) => done(await found(params)) }
}

/** What is there when a test begins is what it is about. Folders are real, so that they are looked at in earnest. */
function fromTheBeginning(trigger: TriggerType): TriggerType {
  const { look, type } = trigger
  if (look === undefined) return trigger
  return {
    ...trigger,
    look(written) {
      const looking = look(written)
      if (looking === undefined) return undefined
      const { watch: _, ...still } = looking
      const { look: node, ...others } = looking.nodes
      const nodes = type === 'file' || !isJsonObject(node) ? looking.nodes : { ...others, look: { ...node, type: sourceType } }
      return { ...still, startsFrom: 'beginning', nodes }
    },
  }
}

/** As an IMAP server chooses: texts that are a part of what the mail says, whatever their case. */
function mailsFor(wanted: Json, mails: readonly Json[]): Json {
  const { from, to, subject, unseen } = isJsonObject(wanted) ? wanted : {}
  return mails.map(filledMail).filter((mail) => {
    const seen = isJsonObject(mail.flags) && mail.flags.seen === true
    return (
      holds(people(mail.from), from) &&
      holds(people(mail.to) + people(mail.cc), to) &&
      holds(String(mail.subject ?? ''), subject) &&
      (unseen === undefined || unseen === !seen)
    )
  })
}

function filledMail(mail: Json, index: number): JsonObject {
  const uid = index + 1
  const flags = { seen: false, answered: false, flagged: false, draft: false, deleted: false }
  const empty = { uid, uidValidity: '1', messageId: null, from: [], to: [], cc: [], subject: '', date: null, attachments: [] }
  if (!isJsonObject(mail)) return { ...empty, flags }
  return { ...empty, ...mail, flags: { ...flags, ...(isJsonObject(mail.flags) ? mail.flags : {}) } }
}

function people(list: Json | undefined): string {
  return (Array.isArray(list) ? list : [])
    .map((one) => (isJsonObject(one) ? `${one.name ?? ''} <${one.address ?? ''}>` : String(one)))
    .join(', ')
}

function holds(text: string, part: Json | undefined): boolean {
  return typeof part !== 'string' || text.toLowerCase().includes(part.toLowerCase())
}
