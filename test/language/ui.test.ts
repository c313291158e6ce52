import { afterEach, describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../functions/pages/languages.ts'
import { ENGLISH, type Locale, speakBy } from '../../src/language/language.ts'
import { embedCode } from '../../src/ui/embed.ts'
import { missingLine, wayOf } from '../../src/ui/next.ts'
import { everyText, intervalText } from '../../src/ui/pull-text.ts'
import { rarityLine } from '../../src/ui/rarity.ts'
import { ScanWarnings } from '../../src/ui/scan-warnings.tsx'
import { badgeSentence } from '../../src/ui/share.ts'
import { measured } from '../../src/ui/units.ts'
import { readLine, sizeLine, timeLine } from '../../src/ui/wording.ts'
import { urls } from '../../src/urls.ts'
import { open, unlocked } from '../pages/made-views.ts'

const speak = (locale: Locale) => speakBy(() => LANGUAGES[locale])
afterEach(() => speakBy(() => ENGLISH))

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('figures', () => {
  it('have the language’s point, grouping and units', () => {
    const inFrench = () => [sizeLine(12_840_000), sizeLine(640_000), timeLine(840)].map(plain)
    expect(inFrench()).toEqual(['12.8 MB', '640 kB', '0.8 s'])
    speak('fr')
    expect(inFrench()).toEqual(['12,8 Mo', '640 ko', '0,8 s'])
    speak('de')
    const read = { sessions: 1_750, total: 8_564, bytes: 284e6, milliseconds: 2_000 }
    expect(plain(readLine(read))).toBe('1.750 von 8.564 Sitzungen gelesen · 142 MB/s · noch 7,8 s')
  })

  it('round the number itself, not the decimal that stands for it', () => {
    expect(sizeLine(1_450_000)).toBe(`${(1.45).toFixed(1)} MB`)
  })

  it('agree with what they count', () => {
    speak('de')
    expect([1, 1_200].map((count) => measured(count, 'git_events'))).toEqual([
      '1 Git-Befehl',
      '1.200 Git-Befehle',
    ])
  })
})

it.each([
  ['en', '12 more Git commands', '1 more Git command'],
  ['de', 'Noch 12 Git-Befehle', 'Noch 1 Git-Befehl'],
  ['es', 'Faltan 12 comandos de Git', 'Falta 1 comando de Git'],
  ['zh', '还差 12 条 Git 命令', '还差 1 条 Git 命令'],
  ['ja', 'Git コマンド あと 12 回', 'Git コマンド あと 1 回'],
] as const)('what is missing, in %s', (locale, many, one) => {
  speak(locale)
  const lacking = (progress: number) =>
    open('a', {
      progress,
      progress_pct: 60,
      next_tier: 'Silver',
      next_threshold: 1_000,
      threshold_metric: 'git_events',
    })
  expect([988, 999].map((progress) => missingLine(wayOf(lacking(progress))))).toEqual([many, one])
})

it.each([
  ['en', ['1 hour', 'every hour', '15 minutes', 'every 15 minutes', 'every 7 days']],
  ['de', ['1 Stunde', 'jede Stunde', '15 Minuten', 'alle 15 Minuten', 'alle 7 Tage']],
  ['fr', ['1 heure', 'chaque heure', '15 minutes', 'toutes les 15 minutes', 'tous les 7 jours']],
] as const)('intervals, in %s', (locale, texts) => {
  speak(locale)
  const said = [intervalText(3600), everyText(3600), intervalText(900), everyText(900), everyText(7 * 86_400)]
  expect(said).toEqual(texts)
})

it('how rare a badge is begins with a capital letter, or with the tier', () => {
  speak('fr')
  const badges = { a: [{ tier: 'Copper' as const, band: 'one_in_20' as const, median_days: null }] }
  const among = { basis: 'scanned' as const, said: { pages: 1_412, badges } }
  expect(plain(rarityLine(among, unlocked('a', 'Copper')) ?? '')).toBe('Moins de 1 sur 20 parmi 1 412 pages')
  expect(plain(rarityLine(among, open('a')) ?? '')).toBe('Copper : moins de 1 sur 20 parmi 1 412 pages')
})

it('a warning is said in the reader’s language although it is stored in English', () => {
  speak('de')
  const effects = [
    '3 pages of messages are damaged, so any session may count less than it should.',
    'A time is in milliseconds and is read as such.',
    'A sentence of a later version.',
  ]
  const warnings = effects.map((effect) => ({ kind: 'row_cut' as const, session: 's', effect }))
  const text = String(ScanWarnings({ meta: { warnings } }))
  expect(text).toContain('3 Sitzungen wurden nicht vollständig gezählt')
  expect(text).toContain('3 Seiten mit Nachrichten sind beschädigt')
  expect(text).toContain('Eine Zeitangabe ist in Millisekunden und wird so gelesen.')
  expect(text).toContain('A sentence of a later version.')
})

it('what is shared is in the language of who shares it, its addresses as they are', () => {
  speak('ja')
  expect(badgeSentence('ada', unlocked('a', 'Gold'))).toBe('@ada が Name of a（Gold）を獲得しました。')
  const choice = { kind: 'card', light: 'parchment', dark: 'night', options: {} } as const
  const { markdown } = embedCode(urls({ origin: 'https://laurel.example' }), 'ada', choice)
  expect(markdown).toBe(
    '[![Laurel での @ada の実績](https://laurel.example/@ada/card.svg?theme=auto)](https://laurel.example/@ada)',
  )
})
