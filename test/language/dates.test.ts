import { afterEach, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../functions/pages/languages.ts'
import { ENGLISH, type Locale, speakBy } from '../../src/language/language.ts'
import { wordsFor } from '../../src/render/words.ts'
import { age, day, dayOfMonth, moment, month } from '../../src/ui/dates.ts'

const speak = (locale: Locale) => speakBy(() => LANGUAGES[locale])
afterEach(() => speakBy(() => ENGLISH))

/** Which spaces a format has is the business of Unicode's data, which runtimes have in several versions. */
const plain = (text: string) => text.replace(/\s/g, ' ')

const NOW = Date.UTC(2026, 2, 12, 14, 5) / 1000
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]
const agesIn = (locale: Locale) => {
  speak(locale)
  return [-9, 5 * MINUTE, 3 * HOUR, DAY, 12 * DAY, 40 * DAY, 800 * DAY].map((since) =>
    plain(age(NOW - since, NOW)),
  )
}

describe('ages', () => {
  it.each([
    ['en', ['just now', '5 min ago', '3 h ago', 'yesterday', '12 days ago', '40 days ago', '2 years ago']],
    [
      'de',
      [
        'gerade eben',
        'vor 5 Minuten',
        'vor 3 Stunden',
        'gestern',
        'vor 12 Tagen',
        'vor 1 Monat',
        'vor 2 Jahren',
      ],
    ],
    [
      'fr',
      [
        'à l’instant',
        'il y a 5 minutes',
        'il y a 3 heures',
        'hier',
        'il y a 12 jours',
        'il y a 1 mois',
        'il y a 2 ans',
      ],
    ],
    [
      'es',
      ['ahora mismo', 'hace 5 minutos', 'hace 3 horas', 'ayer', 'hace 12 días', 'hace 1 mes', 'hace 2 años'],
    ],
    ['pt', ['agora mesmo', 'há 5 minutos', 'há 3 horas', 'ontem', 'há 12 dias', 'há 1 mês', 'há 2 anos']],
    ['zh', ['刚刚', '5分钟前', '3小时前', '昨天', '12天前', '1个月前', '2年前']],
    ['ja', ['たった今', '5 分前', '3 時間前', '昨日', '12 日前', '1 か月前', '2 年前']],
  ] as const)('in %s', (locale, ages) => {
    expect(agesIn(locale)).toEqual(ages)
  })

  it('in pictures are shorter, and of the picture’s language whatever the reader’s', () => {
    speak('fr')
    const { age } = wordsFor('de')
    expect([9, 5 * MINUTE, 3 * HOUR, DAY].map((since) => plain(age(NOW - since, NOW)))).toEqual([
      'gerade eben',
      'vor 5 Min.',
      'vor 3 Std.',
      'gestern',
    ])
  })
})

describe('dates', () => {
  it.each([
    ['en', ['12 Mar 2026', '12 Mar 2026, 14:05', 'Thu 12 Mar', 'March 2026']],
    ['de', ['12.03.2026', '12.03.2026, 14:05', 'Do., 12. März', 'März 2026']],
    ['fr', ['12 mars 2026', '12 mars 2026, 14:05', 'jeu. 12 mars', 'mars 2026']],
    ['es', ['12 mar 2026', '12 mar 2026, 14:05', 'jue, 12 mar', 'marzo de 2026']],
    ['pt', ['12 de mar. de 2026', '12 de mar. de 2026, 14:05', 'qui., 12 de mar.', 'março de 2026']],
    ['zh', ['2026年3月12日', '2026年3月12日 14:05', '3月12日周四', '2026年3月']],
    ['ja', ['2026/03/12', '2026/03/12 14:05', '3月12日(木)', '2026年3月']],
  ] as const)('in %s', (locale, dates) => {
    speak(locale)
    expect([day, moment, dayOfMonth, month].map((write) => plain(write(NOW, 'UTC')))).toEqual(dates)
  })

  it('are of the reader’s language although one in another was written before, in the same zone', () => {
    const inTurn = (['de', 'en', 'de'] as const).map((locale) => {
      speak(locale)
      return month(NOW, 'Europe/Berlin')
    })
    expect(inTurn).toEqual(['März 2026', 'March 2026', 'März 2026'])
  })
})
