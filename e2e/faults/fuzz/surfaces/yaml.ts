import type { Random } from '../../support/random.ts'
import { evilTexts, mutatedBytes } from '../evil.ts'
import type { FuzzRequest } from '../fuzz-request.ts'

const sound = `id: sound
vars: { a: 1 }
inputs: { order: { type: object } }
triggers:
  web: { type: webhook, with: { path: /sound/:id } }
nodes:
  first: { type: set, with: { values: &v { x: "{{ inputs.order.id + 1 }}" } }, next: [each, call] }
  call: { type: http.request, with: { url: "https://example.test/{{ trigger.body }}" }, retry: { attempts: 3, delay: 1s } }
  each:
    type: for-each
    with: { items: [1, 2, 3], concurrency: 2 }
    nodes:
      told: { type: log, with: { message: "{{ item }}" } }
    next: { success: done }
  done: { type: set, with: { values: *v } }
settings: { timeout: 1h }
`

const bombs: readonly string[] = [
  Array.from({ length: 30 }, (_, level) => `a${level}: &a${level} [${`*a${level - 1},`.repeat(level === 0 ? 0 : 10)}]`).join('\n'),
  'a: &a [*a]',
  `${'- '.repeat(5000)}x`,
  `a: ${'{b: '.repeat(2000)}1${'}'.repeat(2000)}`,
  'a: &x {<<: *x}',
  '<<: [{a: 1}, {b: 2}]',
  '!!js/function "x"',
  '!!binary "====="',
  '!<tag:yaml.org,2002:python/object/apply:os.system> [ls]',
  '%YAML 9.9\n---\na: 1\n...\n---\nb: 2',
  '? {a: b}\n: c',
  '? [a]\n: b',
  'a: 1\na: 2',
  'nodes:\n\tx: 1',
  `id: ${'x'.repeat(100_000)}`,
  `a: |\n${'  line\n'.repeat(20_000)}`,
  `${'a: 1\n'.repeat(20_000)}`,
  '"\\ud800"',
  'a: "\\x00"',
  '\ufeffid: a',
  '__proto__: { polluted: 1 }\nnodes: { __proto__: { type: set } }',
  'nodes: { constructor: { type: set } }',
]

/** Files that are broken, hostile or nearly right, checked and published. */
export function yamlRequest(random: Random): FuzzRequest {
  // A workflow that is published stays in memory, by right.
  const isPublished = random.next() < 0.02
  return {
    method: 'POST',
    target: isPublished ? '/api/v1/workflows' : '/api/v1/workflows/validate',
    headers: [['content-type', 'application/yaml']],
    body: yamlBytes(random),
  }
}

function yamlBytes(random: Random): Buffer {
  const choice = random.below(10)
  if (choice === 0) return Buffer.from(random.pick(bombs))
  if (choice === 1) return mutatedBytes(random, random.pick(bombs).slice(0, 3000))
  if (choice === 2) return Buffer.from(Array.from({ length: random.below(200) }, () => random.below(256)))
  if (choice === 3) return mutatedBytes(random, mutatedBytes(random, sound).toString())
  if (choice === 4) return Buffer.from(withEvilValue(random))
  if (choice === 5) return Buffer.concat([Buffer.from(sound), Buffer.from([0xff, 0xc3, 0x28])])
  return mutatedBytes(random, sound)
}

/** One word of it is another. */
function withEvilValue(random: Random): string {
  const words = [...sound.matchAll(/[\w./-]+/g)]
  const { index, 0: word } = random.pick(words)
  return sound.slice(0, index) + random.pick(evilTexts).slice(0, 2000) + sound.slice(index + word.length)
}
