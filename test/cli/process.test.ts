import { expect, it } from 'vitest'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

it.each([
  ['help', () => ['--help']],
  ['a version', () => ['--version']],
  ['a wrong option', () => ['scan', '--nonsense']],
  ['a history that is not there', () => ['scan', laurel.path('none.db')]],
  ['figures', () => ['scan', laurel.golden('edges'), '--json']],
  ['figures read in threads', () => ['scan', laurel.golden('history'), '--json', '--threads', '3']],
  ['lists', () => ['sessions', laurel.golden('edges')]],
  ['insights', () => ['insights', laurel.golden('edges'), '--json', '--days', '3650']],
])('says of %s as a process what it says within one', async (_, args) => {
  const comparable = ({ stdout, ...told }: Awaited<ReturnType<typeof laurel.run>>) => ({
    ...told,
    stdout: stdout.replace(/"(now|generated_at|recorded_at)":[^,}]+/g, ''),
  })
  const spawned = await laurel.spawn(args())
  expect(comparable(spawned)).toEqual(comparable(await laurel.run(args())))
  expect(spawned.stdout + spawned.stderr).not.toBe('')
})

it('injects what comes on stdin', async () => {
  const args = ['templates', 'inject', '--type', 'code', '--folder', laurel.path('templates')]
  const spawned = await laurel.spawn(args, { stdin: 'no list' })
  expect(spawned.stderr).toContain('stdin is not a list of messages.')
  expect(spawned).toEqual(await laurel.run(args, { stdin: 'no list' }))
})
