import { afterEach, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../functions/pages/languages.ts'
import { ENGLISH, LOCALES, type Locale, speakBy } from '../../src/language/language.ts'
import { dayOf, weekdayName } from '../../src/ui/charts/days.ts'
import { compact, dollars, duration, share } from '../../src/ui/charts/figures.ts'
import { spansBetween } from '../../src/ui/charts/spans.ts'
import { noSessions } from '../../src/ui/insights/periods.ts'
import { basisLine, cardText, headline, periodName, windowLine } from '../../src/ui/wrapped/words.ts'
import { madeStory, STORY_MONTH } from '../pages/made-stories.ts'

const speak = (locale: Locale) => speakBy(() => LANGUAGES[locale])
afterEach(() => speakBy(() => ENGLISH))

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('figures', () => {
  it.each([
    ['en', '12.3K', '$1,204.50', '<$0.01', '3h 5m', '2.5d', '<1 %'],
    ['de', '12.300', '1.204,50 $', '<0,01 $', '3 h 5 min', '2,5 Tage', '<1 %'],
    ['fr', '12,3 k', '1 204,50 $', '<0,01 $', '3 h 5 min', '2,5 j', '<1 %'],
    ['ja', '1.23万', '$1,204.50', '<$0.01', '3 時間 5 分', '2.5 日', '<1%'],
  ] as const)('are written as %s writes them', (locale, ...written) => {
    speak(locale)
    const figures = [
      compact(12_300),
      dollars(1204.5),
      dollars(0.001),
      duration(11_100),
      duration(216_000),
      share(0.4),
    ]
    expect(figures.map(plain)).toEqual(written)
  })
})

describe('days', () => {
  it.each([
    ['en', 'Monday', '1 Sept', 'Week of 1 Sept 2025', 'Sep 25'],
    ['de', 'Montag', '1. Sept.', 'Woche ab 01.09.2025', 'Sept. 25'],
    ['es', 'lunes', '1 sept', 'Semana del 1 sept 2025', 'sept 25'],
    ['zh', '星期一', '9月1日', '2025年9月1日起的一周', '25年9月'],
  ] as const)('are named as %s names them', (locale, monday, label, week, month) => {
    speak(locale)
    const day = dayOf('2025-09-01')
    const [first] = spansBetween(day, day, 'week')
    const [whole] = spansBetween(day, day, 'month')
    expect([weekdayName(0, 'long'), first?.label, first?.name, whole?.label]).toEqual([
      monday,
      label,
      week,
      month,
    ])
  })

  it('agree in number where there are none', () => {
    speak('de')
    const said = [1, 7].map((days) => noSessions({ days, source: 'cli' }))
    expect(said).toEqual([
      'Keine Sitzungen am letzten Tag auf cli.',
      'Keine Sitzungen in den letzten 7 Tagen auf cli.',
    ])
  })
})

describe('a story', () => {
  it.each(LOCALES)('is told in %s, and leaves no value out', (locale) => {
    const story = madeStory(STORY_MONTH)
    const words = () =>
      story.cards.map((card) => {
        const { title, figure, unit, facts } = cardText(card, story)
        return [title, headline({ title, figure, unit, facts }), ...facts]
      })
    const english = words()
    speak(locale)
    for (const [at, texts] of words().entries()) {
      expect(texts.join(' ')).not.toMatch(/[{}]|undefined|NaN/)
      if (locale !== 'en') expect(texts).not.toEqual(english[at])
    }
    expect(windowLine(story)).toContain(periodName(story.period))
    expect(basisLine(story, 'rate')).toContain(story.time_zone)
  })

  it('puts what it counts where the language has it', () => {
    const card = { kind: 'streak', days: 12, from: '2026-03-01', to: '2026-03-12' } as const
    const period = { year: 2026, month: 3 }
    const said = (locale: Locale) => {
      speak(locale)
      return headline(cardText(card, { period }))
    }
    expect(LOCALES.map(said)).toEqual([
      '12 days in a row',
      '12 Tage in Folge',
      '12 jours d’affilée',
      '12 días seguidos',
      '12 dias seguidos',
      '12 天不间断',
      '12 日連続',
    ])
  })
})
