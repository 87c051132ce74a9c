import { expect, test } from 'vitest'
import { addressOf, type Place, readPlace } from './place.ts'

const read = (address: string) => readPlace(new URL(address, 'http://localhost').searchParams)

test.each<Place>([
  { step: 'connect', connection: '' },
  { step: 'connect', connection: 'old_app' },
  { step: 'review', connection: 'old_app' },
  { step: 'import', execution: '01K' },
])('%o stands in the address', (place) => {
  expect(read(addressOf(place))).toEqual(place)
})

test('a review of nothing begins with the connection', () => {
  expect(read('/tables/import/parse?step=review')).toEqual({ step: 'connect', connection: '' })
})
