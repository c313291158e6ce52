import { SELF } from 'cloudflare:test'
import { expect, it } from 'vitest'

it('answers 200 while the registry answers', async () => {
  const response = await SELF.fetch('https://laurel.test/healthz')
  expect(response.status).toBe(200)
})
