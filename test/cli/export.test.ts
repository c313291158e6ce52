import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AchievementsPayloadSchema } from '../../src/contract/achievements.ts'
import { expectedOf } from '../engine/golden.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

describe('laurel export', () => {
  it('prints the view that a page exports, without anything private', async () => {
    const { status, stdout, stderr } = await laurel.run(['export', laurel.golden('history')])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const view = AchievementsPayloadSchema.strict().parse(JSON.parse(stdout))
    const { achievements, sessions } = expectedOf('history')
    expect(view.unlocked_count).toBe(achievements.filter(({ unlocked }) => unlocked).length)
    expect(view.achievements.every(({ evidence }) => evidence?.session_id === undefined)).toBe(true)
    for (const { session_id } of sessions) expect(stdout).not.toContain(session_id)
  })

  it('writes a file, as Markdown or SVG too', async () => {
    const history = laurel.golden('history')
    const file = laurel.path('badges.md')
    const args = ['export', history, '--format', 'markdown', '--handle', '@ada', '--output', file]
    expect(await laurel.run(args)).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(readFileSync(file, 'utf8')).toMatch(/^# Achievements of @ada\n\n22 of \d+ unlocked\n/)
    const { stdout } = await laurel.run(['export', history, '--format', 'svg', '--handle', 'ada'])
    expect(stdout).toMatch(/^<svg [\s\S]+<\/svg>\n$/)
  })

  it('says in one line that a file cannot be written', async () => {
    const file = laurel.path('no/such/folder.json')
    const { status, stderr } = await laurel.run(['export', laurel.golden('edges'), '--output', file])
    expect(status).toBe(1)
    expect(stderr).toMatch(/^laurel: [^\n]+: no such file or directory\.\n$/)
    expect(existsSync(file)).toBe(false)
  })

  it.each([[['--format', 'pdf']], [['--format', 'svg']]])('refuses %j', async (more) => {
    expect((await laurel.run(['export', laurel.golden('edges'), ...more])).status).toBe(2)
  })
})
