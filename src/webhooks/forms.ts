import type { Achievement } from '../contract/achievements.ts'
import type { WebhookForm } from '../contract/webhooks.ts'
import type { TierName } from '../engine/types.ts'
import type { Urls } from '../urls.ts'
import { type News, proudestFirst } from '../view/news.ts'

/** What a message is made from. */
export interface Announcement {
  handle: string
  site: Urls
  /** The published view's achievements. */
  achievements: readonly Achievement[]
  unlockedCount: number
  totalCount: number
  /** What was earned; empty in a test message. */
  news: readonly News[]
  /** Unix seconds. */
  at: number
  /** In a test message: what the address must answer with. */
  challenge: string
}

function event({ handle, site, achievements, unlockedCount, totalCount, news, at, challenge }: Announcement) {
  const isTest = news.length === 0
  return {
    type: isTest ? 'laurel.test' : 'laurel.unlocked',
    timestamp: new Date(at * 1000).toISOString(),
    data: {
      handle,
      url: site.profile(handle),
      unlocked_count: unlockedCount,
      total_count: totalCount,
      ...(isTest ? { challenge } : {}),
      ...(isImport(news) ? { imported: true } : {}),
      unlocks: named(news, achievements).map(({ achievement, tier, at: earnedAt }) => ({
        id: achievement.id,
        name: achievement.name,
        description: achievement.description,
        category: achievement.category,
        tier,
        at: earnedAt,
        url: site.badgeOnPage(handle, achievement.id),
      })),
    },
  }
}

/** Maximum number of badges that a chat message shows: Discord takes ten embeds (Developer Docs, Execute Webhook). */
const SHOWN_MAX = 10
const TIER_COLOURS: Readonly<Record<TierName, number>> = {
  Copper: 0xc8763f,
  Silver: 0xb4bec8,
  Gold: 0xe0ae35,
  Diamond: 0x7fd3ea,
  Olympian: 0x9b7bff,
}
const EARNED_COLOUR = 0x5da67f

/** Returns what a chat message shows, the highest tier first. */
function proudest({ news, achievements }: Announcement) {
  return named(news, achievements).sort(proudestFirst).slice(0, SHOWN_MAX)
}

/** Returns what happened, in a sentence that both take; `bold` is what marks bold text. */
function sentence(announcement: Announcement, bold: string): string {
  const { handle, site, achievements, unlockedCount, totalCount, news } = announcement
  const page = `<${site.profile(handle)}>`
  const count = named(news, achievements).length
  if (count === 0) return `Laurel can post to this channel. It will announce what @${handle} earns: ${page}`
  const badges = count === 1 ? 'a badge' : `${count} badges`
  const deed = isImport(news) ? `imported a history and earned ${badges} with it` : `earned ${badges}`
  const left = count > SHOWN_MAX ? ` (the proudest ${SHOWN_MAX} below)` : ''
  return `${bold}@${handle}${bold} ${deed}, ${unlockedCount} of ${totalCount} unlocked: ${page}${left}`
}

function discordMessage(announcement: Announcement) {
  const { handle, site } = announcement
  return {
    username: 'Laurel',
    // Disable mentions.
    allowed_mentions: { parse: [] },
    content: sentence(announcement, '**'),
    embeds: proudest(announcement).map(({ achievement, tier }) => ({
      title: titleOf(achievement, tier),
      description: achievement.description,
      // Discord shows only the first of those with the same URL.
      url: site.badgeOnPage(handle, achievement.id),
      color: tier === null ? EARNED_COLOUR : TIER_COLOURS[tier],
    })),
  }
}

/** Slack's incoming webhooks take its own marks: `*bold*`, `<url|text>`, and three characters escaped. */
function slackMessage(announcement: Announcement) {
  const { handle, site } = announcement
  const lines = proudest(announcement).map(({ achievement, tier }) => {
    const url = site.badgeOnPage(handle, achievement.id)
    return `• <${url}|${slackText(titleOf(achievement, tier))}> ${slackText(achievement.description)}`
  })
  return { text: [sentence(announcement, '*'), ...lines].join('\n'), unfurl_links: false }
}

function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function titleOf({ name }: Achievement, tier: TierName | null): string {
  return tier === null ? name : `${name}: ${tier}`
}

/** Whether all of it came with the first scan of a history. */
function isImport(news: readonly News[]): boolean {
  return news.length > 0 && news.every(({ imported }) => imported)
}

/** Returns each item of news with its achievement, without those that the view does not show. */
function named(news: readonly News[], achievements: readonly Achievement[]) {
  const byId = new Map(achievements.map((achievement) => [achievement.id, achievement]))
  return news.flatMap(({ achievement_id, ...rest }) => {
    const achievement = byId.get(achievement_id)
    return achievement?.unlocked ? [{ ...rest, achievement }] : []
  })
}

interface FormOfMessages {
  /** In the list of webhooks, and as a choice in the form that adds one. */
  label: string
  choice: string
  /** Receivers check the signature that every message carries. */
  checksSignature: boolean
  /**
   * Addresses that take this form. Only who owns one knows it, and it cannot echo a challenge, so its webhook is live at
   * once. Null: any address that echoes the challenge.
   */
  knownAddress: { pattern: RegExp; example: string } | null
  message: (announcement: Announcement) => object
}

/** The forms that messages come in: the owner's page and the messages are made from this table. */
export const WEBHOOK_FORMS: Readonly<Record<WebhookForm, FormOfMessages>> = {
  json: {
    label: 'JSON',
    choice: 'Signed events, as JSON',
    checksSignature: true,
    knownAddress: null,
    message: event,
  },
  discord: {
    label: 'Discord',
    choice: 'For a Discord channel',
    checksSignature: false,
    knownAddress: {
      pattern: /^https:\/\/(?:(?:ptb|canary)\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/./,
      example: 'https://discord.com/api/webhooks/…',
    },
    message: discordMessage,
  },
  slack: {
    label: 'Slack',
    choice: 'For a Slack channel',
    checksSignature: false,
    knownAddress: {
      pattern: /^https:\/\/hooks\.slack\.com\/services\/./,
      example: 'https://hooks.slack.com/services/…',
    },
    message: slackMessage,
  },
}

/** Returns the body of a message, as JSON text. */
export function messageBody(form: WebhookForm, announcement: Announcement): string {
  return JSON.stringify(WEBHOOK_FORMS[form].message(announcement))
}
