import { expect, it } from 'vitest'
import { bytesOf } from '../../../functions/http/body-bytes.ts'
import { LaurelError } from '../../../src/errors.ts'

const MiB = 1_048_576
const tooLarge = () => new LaurelError('body_too_large', 'Too large.')

it('a body takes memory as its bytes come, not for as many as may come', async () => {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  async function* slow() {
    yield new Uint8Array([1])
    await ended
    yield new Uint8Array([2])
  }
  const before = process.memoryUsage().arrayBuffers
  const bodies = Array.from({ length: 300 }, () => bytesOf(slow(), MiB, tooLarge))
  await new Promise((resolve) => setImmediate(resolve))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(MiB)
  end()
  for (const bytes of await Promise.all(bodies)) expect([...bytes]).toEqual([1, 2])
})

it('a body that is too long is read no further than that shows', async () => {
  let read = 0
  async function* long() {
    for (; read < 10; read++) yield new Uint8Array(4)
  }
  await expect(bytesOf(long(), 10, tooLarge)).rejects.toMatchObject({ code: 'body_too_large' })
  expect(read).toBe(2)
})
