import { expect, test } from 'vitest'
import { schemaPhrase } from './schema-phrase.ts'

test.each([
  [{ type: 'string' }, 'string'],
  [{ type: 'integer', minimum: 1, maximum: 200, default: 50 }, 'integer, 1 to 200; 50 when left out'],
  [{ type: 'integer', minimum: 1 }, 'integer, at least 1'],
  [{ type: 'string', format: 'date-time' }, 'string, date-time'],
  [{ type: 'string', enum: ['true', ''] }, '"true", ""'],
  [{ type: 'string', pattern: '^a$' }, undefined],
])('%j is told as %j', (schema, phrase) => expect(schemaPhrase(schema)).toBe(phrase))
