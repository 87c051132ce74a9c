import { setImmediate } from 'node:timers/promises'

const turns = 64

/**
 * Between two parts of a long work in this thread. One turn of the event loop is not enough: libuv takes in one new connection in each, so that
 * two hundred would wait for two hundred parts. Turns in which nothing is to be done take microseconds.
 */
export async function letOthersIn(): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await setImmediate()
}
