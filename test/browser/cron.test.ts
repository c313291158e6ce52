import { readFile } from 'node:fs/promises'
import { expect, inject, it } from 'vitest'

it('lets the cron tick be fired by the command that CONTRIBUTING shows', async () => {
  const readme = await readFile('.github/CONTRIBUTING.md', 'utf8')
  const path = /curl localhost:8787(\/\S*scheduled)`/.exec(readme)?.[1]
  expect(path).toBeDefined()
  const response = await fetch(`${inject('server').url}${path}`)
  expect([response.status, await response.text()]).toEqual([200, 'Ran scheduled event'])
})
