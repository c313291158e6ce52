import { describe, expect, it } from 'vitest'
import { histories, profilePage } from './every-page.tsx'
import { webhooks } from './made-connections.ts'

const html = profilePage({ sources: histories() })
const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('the owner’s webhooks', () => {
  it('say what came of the last message to each', () => {
    expect(text).toContain('told.example JSON · added 3 days ago Delivered 2 h ago Send a test Remove')
    expect(text).toMatch(
      /down\.example JSON · added 3 days ago Disabled: .* Failed 2 min ago Re-enable with a test/,
    )
    expect(text).toMatch(
      /mute\.example JSON · added 3 days ago Not confirmed: .* Failed 1 min ago Resend the test/,
    )
    expect(text).toContain('new.example Discord · added 3 days ago 1 pending')
  })

  it('are tried, removed and added by plain forms', () => {
    const [first] = webhooks().webhooks
    expect(html).toContain(`method="post" action="/@ada/webhooks/${first?.id}/test"`)
    expect(html).toContain(`method="post" action="/@ada/webhooks/${first?.id}/remove"`)
    expect(html).toMatch(/action="\/@ada\/webhooks"[\s\S]*name="url"[\s\S]*name="form"/)
  })

  it('are no more than there may be', () => {
    const full = { ...webhooks(), webhooks_max: 4 }
    expect(profilePage({ sources: histories(), webhooks: full })).not.toContain('action="/@ada/webhooks"')
  })
})

describe('the owner’s pulls', () => {
  it('say where a history comes from, and how that goes', () => {
    expect(text).toContain(
      'From nas.example, every hour · Checked 5 min ago, unchanged Check now Stop fetching',
    )
    expect(text).toContain(
      'From bucket.example, every day Failed 2 h ago: The server answered with status 404. Check the URL. Next try in 48 h.',
    )
  })

  it('are set, looked at and ended by plain forms', () => {
    expect(html).toMatch(/action="\/@ada\/pulls"[\s\S]*name="name"[\s\S]*name="url"[\s\S]*name="interval"/)
    expect(html).toMatch(/name="header_value" type="password"/)
    for (const action of ['now', 'remove'])
      expect(html).toContain(`method="post" action="/@ada/pulls/laptop/${action}"`)
  })
})

describe('the owner’s tools', () => {
  it('have a document to take along in each form', () => {
    for (const format of ['markdown', 'svg', 'json']) {
      expect(html).toMatch(new RegExp(`href="/api/v1/profiles/ada/export\\?format=${format}" download`))
    }
    expect(html).toContain('href="/api/v1/profiles/ada/archive" download')
    expect(html).toContain('class="tool" href="/@ada/embed"')
  })

  it('say who may see the page where that is changed', () => {
    for (const [visibility, label] of [
      ['public', 'Public'],
      ['private', 'Private'],
    ] as const) {
      const profile = { handle: 'ada', time_zone: 'UTC', visibility }
      expect(profilePage({ profile, sources: histories() })).toMatch(
        new RegExp(`<summary class="button"><svg[^]{0,600}</svg> ${label}</summary>`),
      )
    }
  })

  it('open one at a time', () => {
    const tools = html.match(/<details class="(?:panel|tool-fold)"[^>]*>/g) ?? []
    expect(tools.length).toBeGreaterThan(5)
    expect(new Set(tools)).toEqual(
      new Set([
        '<details class="panel" name="owner-panel">',
        '<details class="tool-fold" name="owner-tool">',
      ]),
    )
  })

  it('are the owner’s alone, webhooks included', () => {
    const visitor = profilePage({ pulls: null, webhooks: null })
    for (const trace of ['told.example', 'nas.example', 'owner-panel', '/archive', 'webhook']) {
      expect(visitor).not.toContain(trace)
    }
  })
})
