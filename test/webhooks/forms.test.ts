import { describe, expect, it } from 'vitest'
import { WebhookFormSchema } from '../../src/contract/webhooks.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { urls } from '../../src/urls.ts'
import type { News } from '../../src/view/news.ts'
import { type Announcement, messageBody, WEBHOOK_FORMS } from '../../src/webhooks/forms.ts'
import { newWebhookSecret, signatureHeaders } from '../../src/webhooks/signature.ts'
import { leakySecret, open, unlocked } from '../pages/made-views.ts'

const achievements = [unlocked('one', 'Gold'), open('two'), leakySecret('three')]
const about = (news: News[], more: Partial<Announcement> = {}): Announcement => ({
  handle: 'ada',
  site: urls({ origin: 'https://laurel.example' }),
  achievements,
  unlockedCount: 1,
  totalCount: 60,
  news,
  at: 1_780_000_000.5,
  challenge: 'of-a-test',
  ...more,
})
const news = (achievement_id: string): News => ({ achievement_id, tier: 'Gold', at: 1_780_000_000 })

describe('a message', () => {
  it('has a form of its own for every name that a webhook may have', () => {
    expect(Object.keys(WEBHOOK_FORMS)).toEqual(WebhookFormSchema.options)
    const forms = Object.values(WEBHOOK_FORMS)
    const differs = (texts: string[]) => expect(new Set(texts).size).toBe(forms.length)
    differs(forms.map(({ label }) => label))
    differs(forms.map(({ choice }) => choice))
    differs(WebhookFormSchema.options.map((form) => messageBody(form, about([news('one')]))))
  })

  it('tells what was earned', () => {
    expect(JSON.parse(messageBody('json', about([news('one')])))).toEqual({
      type: 'laurel.unlocked',
      timestamp: '2026-05-28T20:26:40.500Z',
      data: {
        handle: 'ada',
        url: 'https://laurel.example/@ada',
        unlocked_count: 1,
        total_count: 60,
        unlocks: [
          expect.objectContaining({ id: 'one', tier: 'Gold', url: 'https://laurel.example/@ada#badge-one' }),
        ],
      },
    })
  })

  it('tells nothing of what is not unlocked, whatever the news say', () => {
    for (const form of WebhookFormSchema.options) {
      const body = messageBody(form, about([news('one'), news('two'), news('three')]))
      expect(body).toContain(achievements[0]?.name)
      expect(body).not.toContain('three')
      expect(body).not.toContain(`"two"`)
    }
  })

  describe('to a chat', () => {
    /** All there is to earn, at the address of a long name, the least of it first. */
    const all = CATALOG.map(({ id, name, description }, at) =>
      unlocked(id, at < 50 ? 'Copper' : 'Olympian', { name, description }),
    )
    const everything = about(
      all.map(({ id, tier }) => ({ ...news(id), tier })),
      {
        achievements: all,
        handle: 'x'.repeat(39),
        site: urls({ origin: `https://${'y'.repeat(60)}.example` }),
      },
    )
    const best = all.slice(50, 60).map(({ name }) => `${name}: Olympian`)

    // Discord Developer Docs: Execute Webhook, Embed Limits.
    it('is within the limits of Discord, shows the highest tiers, and calls nobody', () => {
      type Embed = { title: string; description: string; url: string }
      const message: { embeds: Embed[]; content: string; username: string } = JSON.parse(
        messageBody('discord', everything),
      )
      expect(message).toMatchObject({ username: 'Laurel', allowed_mentions: { parse: [] } })
      expect(message.content).toContain(`earned ${all.length} badges, 1 of 60 unlocked`)
      expect(message.content.length).toBeLessThanOrEqual(2_000)
      expect(message.embeds.map(({ title }) => title)).toEqual(best)
      expect(new Set(message.embeds.map(({ url }) => url)).size).toBe(10)
      for (const { title } of message.embeds) expect(title.length).toBeLessThanOrEqual(256)
      const texts = message.embeds.map(({ title, description }) => title + description)
      expect(texts.join('').length).toBeLessThanOrEqual(6_000)
    })

    // Slack’s docs, chat.postMessage: text should have at most 4,000 characters.
    it('is short enough for Slack, links the highest tiers, and calls nobody', () => {
      const { text }: { text: string } = JSON.parse(messageBody('slack', everything))
      expect(text.length).toBeLessThanOrEqual(4_000)
      expect([...text.matchAll(/<https:[^|>]*#badge-\w+\|([^>]*)>/g)].map(([, title]) => title)).toEqual(best)
      const odd = unlocked('one', 'Gold', { name: '<!channel>', description: 'Ls > file && a.' })
      const escaped = JSON.parse(messageBody('slack', about([news('one')], { achievements: [odd] })))
      expect(escaped.text).toBe(
        '*@ada* earned a badge, 1 of 60 unlocked: <https://laurel.example/@ada>\n' +
          '• <https://laurel.example/@ada#badge-one|&lt;!channel&gt;: Gold> Ls &gt; file &amp;&amp; a.',
      )
    })
  })

  it('sums up what came with the first scan of a history', () => {
    const many = Array.from({ length: 14 }, (_, index) => unlocked(`a${index}`, 'Copper'))
    const imported = many.map(({ id }) => ({ ...news(id), imported: true as const }))
    const body = (form: 'json' | 'discord') =>
      JSON.parse(messageBody(form, about(imported, { achievements: many })))
    expect(body('json')).toMatchObject({ type: 'laurel.unlocked', data: { imported: true } })
    expect(body('discord').content).toContain(
      'imported a history and earned 14 badges with it, 1 of 60 unlocked: <https://laurel.example/@ada> (the proudest 10 below)',
    )
    expect(JSON.parse(messageBody('json', about([news('one')]))).data).not.toHaveProperty('imported')
  })

  it('without news tries the address', () => {
    expect(JSON.parse(messageBody('json', about([])))).toMatchObject({
      type: 'laurel.test',
      data: { unlocks: [], challenge: 'of-a-test' },
    })
    expect(JSON.parse(messageBody('discord', about([])))).toMatchObject({ embeds: [] })
  })
})

describe('a signature', () => {
  // From the reference implementation of Standard Webhooks.
  it('is that of Standard Webhooks', async () => {
    const message = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1_614_265_330,
      body: '{"test": 2432232314}',
    }
    expect(await signatureHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', message)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('has a secret of its own for each address', () => {
    expect(newWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(newWebhookSecret()).not.toBe(newWebhookSecret())
  })
})
