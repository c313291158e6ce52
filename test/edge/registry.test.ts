import { env } from 'cloudflare:test'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { RegistryUpdate, UPDATE_PAUSE_MS } from '../../functions/registry.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
})

it('leaves a registry alone for a while that cannot be reached, and updates it when it can', async () => {
  const update = new RegistryUpdate()
  const prepare = vi.spyOn(env.REGISTRY, 'prepare')
  prepare.mockImplementation(() => {
    throw new Error('down')
  })
  for (let request = 0; request < 3; request++) await update.ensure(env.REGISTRY)
  expect(prepare).toHaveBeenCalledTimes(1)
  vi.setSystemTime(Date.now() + UPDATE_PAUSE_MS)
  await update.ensure(env.REGISTRY)
  expect(prepare).toHaveBeenCalledTimes(2)
  prepare.mockRestore()
  vi.setSystemTime(Date.now() + UPDATE_PAUSE_MS)
  const asked = vi.spyOn(env.REGISTRY, 'prepare')
  await update.ensure(env.REGISTRY)
  expect(asked).toHaveBeenCalled()
})

it('has every request wait that comes before, and none afterwards', async () => {
  const update = new RegistryUpdate()
  const prepare = vi.spyOn(env.REGISTRY, 'prepare')
  await Promise.all([1, 2, 3].map(() => update.ensure(env.REGISTRY)))
  const called = prepare.mock.calls.length
  expect(called).toBeGreaterThanOrEqual(3)
  await update.ensure(env.REGISTRY)
  expect(prepare).toHaveBeenCalledTimes(called)
})
