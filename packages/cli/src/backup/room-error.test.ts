import { expect, test } from 'vitest'
import { CliError } from '../cli-error.ts'
import { roomError } from './room-error.ts'

const wanted = { what: 'the backup', path: '/backups/monday.tar', bytes: 993e6 }

test.each([{ code: 'ENOSPC' }, { code: 'EDQUOT' }, { code: 'ERR_SQLITE_ERROR', errcode: 13 }])(
  '%o says where there is no room, and for how much',
  (facts) => {
    const error = roomError(Object.assign(new Error('write'), facts), wanted)
    expect(error).toBeInstanceOf(CliError)
    expect(error).toMatchObject({ message: expect.stringMatching(/No room for the backup at \/backups\/monday\.tar.* takes 9\d\d MB/) })
  },
)

test('what else goes wrong stays as it is', () => {
  const error = Object.assign(new Error('broken'), { code: 'EIO' })
  expect(roomError(error, wanted)).toBe(error)
})
