import { formParams } from '@millrace/kit'
import { expect, test } from 'vitest'
import { readFormValues } from './form-values.ts'

function read(field: object, sent: unknown) {
  const { fields } = formParams.parse({ path: '/x', title: 'X', fields: [{ name: 'a', ...field }] })
  const { values, mistakes } = readFormValues(fields, sent === undefined ? {} : { a: sent as string, b: 'nobody asks' })
  return mistakes.get('a') ?? values.a
}

const handle = { fileId: 'f_0', name: 'a' }

test.each<readonly [object, unknown, unknown]>([
  [{ type: 'text' }, ' Ada\r\nL ', 'Ada\nL'],
  [{ type: 'text' }, '', null],
  [{ type: 'text' }, undefined, null],
  [{ type: 'text' }, '{{ secrets.KEY }}', '{{ secrets.KEY }}'],
  [{ type: 'text', maxLength: 2 }, '💥💥', '💥💥'],
  [{ type: 'email' }, 'ada@example.com', 'ada@example.com'],
  [{ type: 'number' }, '1,5', 1.5],
  [{ type: 'number', min: 0 }, '-0', -0],
  [{ type: 'date' }, '2028-02-29', '2028-02-29'],
  [{ type: 'select', options: ['a', 'b'] }, 'b', 'b'],
  [{ type: 'checkbox' }, 'yes', true],
  [{ type: 'checkbox' }, undefined, false],
  [{ type: 'file' }, handle, handle],
  [{ type: 'file' }, undefined, null],
])('%j takes %j', (field, sent, value) => expect(read(field, sent)).toEqual(value))

test.each<readonly [object, unknown, string]>([
  [{ type: 'text', required: true }, ' ', 'fill this in'],
  [{ type: 'text', maxLength: 2 }, 'abc', 'at most 2'],
  [{ type: 'text' }, ['a', 'b'], 'once'],
  [{ type: 'text' }, handle, 'once'],
  [{ type: 'email' }, 'ada@example', 'an address'],
  [{ type: 'email' }, 'ada@example.com\nbcc:x@y.z', 'an address'],
  [{ type: 'email' }, '"ada" <ada@example.com>', 'an address'],
  [{ type: 'email' }, `${'a'.repeat(250)}@b.cd`, 'an address'],
  [{ type: 'number' }, '0x10', 'a number'],
  [{ type: 'number' }, '1e999', 'a number'],
  [{ type: 'number' }, 'Infinity', 'a number'],
  [{ type: 'number', min: 1, max: 3 }, '0', '1 or more'],
  [{ type: 'number', min: 1, max: 3 }, '4', '3 or less'],
  [{ type: 'date' }, '2027-02-29', 'a day'],
  [{ type: 'date' }, '1.3.2027', 'a day'],
  [{ type: 'select', options: ['a'] }, 'c', 'the list'],
  [{ type: 'select', options: ['a'], required: true }, '', 'choose one'],
  [{ type: 'checkbox', required: true }, undefined, 'tick'],
  [{ type: 'file', required: true }, undefined, 'choose a file'],
  [{ type: 'file' }, '/etc/passwd', 'choose a file'],
  [{ type: 'file' }, [handle, handle], 'one file'],
])('%j does not take %j', (field, sent, mistake) => expect(read(field, sent)).toContain(mistake))
