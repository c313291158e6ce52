import type { Locale } from '../language/language.ts'
import { ageIn, dayIn } from '../ui/dates.ts'
import { ONE_TIME } from '../ui/wording.ts'

/** The words of pictures, by locale; pages have catalogues, and feeds are English. Names of achievements and tiers stay as they are. */

export type PlaceholderKind = 'unknown' | 'pending' | 'failed' | 'busy' | 'unshared'

interface Phrases {
  unlocked: string
  /** Follows the number of unlocked achievements. */
  of: (total: string) => string
  /** As one sentence: `30 of 60 unlocked`. */
  unlockedOf: (unlocked: string, total: string) => string
  achievementsOf: (handle: string) => string
  next: string
  more: (count: string, tier: string) => string
  conditions: (percent: string) => string
  updated: (age: string) => string
  /** An age of less than a minute. */
  justNow: string
  hidden: (count: string, one: boolean) => string
  latest: string
  rarest: string
  /** Stands where badges with tiers have theirs. */
  oneTime: string
  highest: string
  locked: string
  first: string
  /** If filters leave nothing. */
  none: string
  /** What a receipt adds up to. */
  total: string
  /** Badges that a receipt has no room for. */
  others: (count: string) => string
  activityOf: (handle: string) => string
  /** Of the last 12 months. */
  activeDays: (days: string, one: boolean) => string
  /** At the ends of the scale of a calendar. */
  least: string
  most: string
  placeholders: Record<PlaceholderKind, readonly [title: string, text: string]>
}

const PHRASES: Readonly<Record<Locale, Phrases>> = {
  en: {
    unlocked: 'unlocked',
    of: (total) => `of ${total}`,
    unlockedOf: (unlocked, total) => `${unlocked} of ${total} unlocked`,
    achievementsOf: (handle) => `Achievements of ${handle}`,
    next: 'Next up',
    more: (count, tier) => `${count} more to ${tier}`,
    conditions: (percent) => `${percent} of the conditions`,
    updated: (age) => `Updated ${age}`,
    justNow: 'just now',
    hidden: (count) => `${count} still secret`,
    latest: 'Latest',
    rarest: 'Rarest',
    oneTime: ONE_TIME,
    highest: 'Highest',
    locked: 'Not unlocked yet',
    first: 'The first laurel is still to be won.',
    none: 'Nothing here yet.',
    total: 'Total',
    others: (count) => `and ${count} more`,
    activityOf: (handle) => `Activity of ${handle}`,
    activeDays: (days, one) => `Active on ${days} ${one ? 'day' : 'days'} in the last 12 months`,
    least: 'Less',
    most: 'More',
    placeholders: {
      unknown: ['No laurels here', 'There is no public page at this address.'],
      pending: ['Laurels are growing', 'The first scan is still running.'],
      failed: ['Back in a moment', 'This picture can’t be drawn right now.'],
      busy: ['Too many requests', 'The picture will be back in a minute.'],
      unshared: ['No calendar here', 'The owner of this page doesn’t share one.'],
    },
  },
  de: {
    unlocked: 'erreicht',
    of: (total) => `von ${total}`,
    unlockedOf: (unlocked, total) => `${unlocked} von ${total} erreicht`,
    achievementsOf: (handle) => `Erfolge von ${handle}`,
    next: 'Als Nächstes',
    more: (count, tier) => `noch ${count} bis ${tier}`,
    conditions: (percent) => `${percent} der Bedingungen`,
    updated: (age) => `Aktualisiert ${age}`,
    justNow: 'gerade eben',
    hidden: (count, one) => (one ? `${count} Geheimnis verborgen` : `${count} Geheimnisse verborgen`),
    latest: 'Zuletzt',
    rarest: 'Am seltensten',
    oneTime: 'Einmalig',
    highest: 'Höchster',
    locked: 'Noch offen',
    first: 'Der erste Lorbeer ist noch zu gewinnen.',
    none: 'Hier ist noch nichts.',
    total: 'Summe',
    others: (count) => `und noch ${count}`,
    activityOf: (handle) => `Aktivität von ${handle}`,
    activeDays: (days, one) => `Aktiv an ${days} ${one ? 'Tag' : 'Tagen'} der letzten 12 Monate`,
    least: 'Weniger',
    most: 'Mehr',
    placeholders: {
      unknown: ['Hier ist kein Lorbeer', 'Unter dieser Adresse gibt es keine öffentliche Seite.'],
      pending: ['Der Lorbeer wächst', 'Der erste Durchgang läuft noch.'],
      failed: ['Gleich wieder da', 'Das Bild lässt sich gerade nicht zeichnen.'],
      busy: ['Zu viele Anfragen', 'In einer Minute ist das Bild wieder da.'],
      unshared: ['Kein Kalender', 'Auf dieser Seite wird keiner gezeigt.'],
    },
  },
  fr: {
    unlocked: 'obtenus',
    of: (total) => `sur ${total}`,
    unlockedOf: (unlocked, total) => `${unlocked} sur ${total} obtenus`,
    achievementsOf: (handle) => `Succès de ${handle}`,
    next: 'À venir',
    more: (count, tier) => `encore ${count} pour ${tier}`,
    conditions: (percent) => `${percent} des conditions`,
    updated: (age) => `Mis à jour ${age}`,
    justNow: 'à l’instant',
    hidden: (count, one) => (one ? `${count} secret encore caché` : `${count} secrets encore cachés`),
    latest: 'Dernier',
    rarest: 'Le plus rare',
    oneTime: 'Unique',
    highest: 'Le plus haut',
    locked: 'Pas encore obtenu',
    first: 'Le premier laurier reste à gagner.',
    none: 'Rien ici pour l’instant.',
    total: 'Total',
    others: (count) => `et ${count} de plus`,
    activityOf: (handle) => `Activité de ${handle}`,
    activeDays: (days, one) => `${days} ${one ? 'jour actif' : 'jours actifs'} ces 12 derniers mois`,
    least: 'Moins',
    most: 'Plus',
    placeholders: {
      unknown: ['Pas de lauriers ici', 'Aucune page publique à cette adresse.'],
      pending: ['Les lauriers poussent', 'La première analyse n’est pas finie.'],
      failed: ['De retour bientôt', 'Cette image ne peut être dessinée.'],
      busy: ['Trop de requêtes', 'L’image revient dans une minute.'],
      unshared: ['Pas de calendrier', 'Cette page n’en montre pas.'],
    },
  },
  es: {
    unlocked: 'logrados',
    of: (total) => `de ${total}`,
    unlockedOf: (unlocked, total) => `${unlocked} de ${total} logrados`,
    achievementsOf: (handle) => `Logros de ${handle}`,
    next: 'A continuación',
    more: (count, tier) => `${count} más para ${tier}`,
    conditions: (percent) => `${percent} de las condiciones`,
    updated: (age) => `Actualizado ${age}`,
    justNow: 'ahora mismo',
    hidden: (count, one) => (one ? `${count} secreto aún oculto` : `${count} secretos aún ocultos`),
    latest: 'Último',
    rarest: 'El más raro',
    oneTime: 'Única',
    highest: 'El más alto',
    locked: 'Por lograr',
    first: 'El primer laurel está por ganar.',
    none: 'Aún no hay nada aquí.',
    total: 'Total',
    others: (count) => `y ${count} más`,
    activityOf: (handle) => `Actividad de ${handle}`,
    activeDays: (days, one) => `${days} ${one ? 'día activo' : 'días activos'} en los últimos 12 meses`,
    least: 'Menos',
    most: 'Más',
    placeholders: {
      unknown: ['Aquí no hay laureles', 'No hay ninguna página pública en esta dirección.'],
      pending: ['Los laureles crecen', 'El primer análisis aún no ha terminado.'],
      failed: ['Vuelve enseguida', 'La imagen no se puede dibujar ahora.'],
      busy: ['Demasiadas peticiones', 'La imagen vuelve en un minuto.'],
      unshared: ['Sin calendario', 'Esta página no muestra ninguno.'],
    },
  },
  pt: {
    unlocked: 'obtidas',
    of: (total) => `de ${total}`,
    unlockedOf: (unlocked, total) => `${unlocked} de ${total} obtidas`,
    achievementsOf: (handle) => `Conquistas de ${handle}`,
    next: 'A seguir',
    more: (count, tier) => `mais ${count} para ${tier}`,
    conditions: (percent) => `${percent} das condições`,
    updated: (age) => `Atualizado ${age}`,
    justNow: 'agora mesmo',
    hidden: (count, one) => (one ? `${count} segredo ainda oculto` : `${count} segredos ainda ocultos`),
    latest: 'Última',
    rarest: 'A mais rara',
    oneTime: 'Única',
    highest: 'A mais alta',
    locked: 'Por obter',
    first: 'O primeiro louro está por ganhar.',
    none: 'Ainda não há nada aqui.',
    total: 'Total',
    others: (count) => `e mais ${count}`,
    activityOf: (handle) => `Atividade de ${handle}`,
    activeDays: (days, one) => `${days} ${one ? 'dia ativo' : 'dias ativos'} nos últimos 12 meses`,
    least: 'Menos',
    most: 'Mais',
    placeholders: {
      unknown: ['Aqui não há louros', 'Não há nenhuma página pública neste endereço.'],
      pending: ['Os louros crescem', 'A primeira análise ainda não terminou.'],
      failed: ['De volta em breve', 'A imagem não pode ser desenhada agora.'],
      busy: ['Pedidos a mais', 'A imagem volta dentro de um minuto.'],
      unshared: ['Sem calendário', 'Esta página não mostra nenhum.'],
    },
  },
  zh: {
    unlocked: '已解锁',
    of: (total) => `共 ${total}`,
    unlockedOf: (unlocked, total) => `已解锁 ${unlocked} / ${total}`,
    achievementsOf: (handle) => `${handle} 的成就`,
    next: '即将解锁',
    more: (count, tier) => `距 ${tier} 还差 ${count}`,
    conditions: (percent) => `已满足 ${percent} 的条件`,
    updated: (age) => `${age}更新`,
    justNow: '刚刚',
    hidden: (count) => `还有 ${count} 个隐藏成就`,
    latest: '最新',
    rarest: '最稀有',
    oneTime: '一次性',
    highest: '最高',
    locked: '尚未获得',
    first: '第一枚桂冠等待赢取。',
    none: '这里还什么都没有。',
    total: '合计',
    others: (count) => `另有 ${count} 项`,
    activityOf: (handle) => `${handle} 的活动`,
    activeDays: (days) => `过去 12 个月有 ${days} 天活跃`,
    least: '少',
    most: '多',
    placeholders: {
      unknown: ['这里没有桂冠', '此地址没有公开的页面。'],
      pending: ['桂冠正在生长', '首次扫描尚未结束。'],
      failed: ['稍后再来', '暂时无法绘制这张图片。'],
      busy: ['请求过多', '图片一分钟后恢复。'],
      unshared: ['没有日历', '此页面没有公开日历。'],
    },
  },
  ja: {
    unlocked: '解除済み',
    of: (total) => `全 ${total}`,
    unlockedOf: (unlocked, total) => `${total} 件中 ${unlocked} 件を解除`,
    achievementsOf: (handle) => `${handle} の実績`,
    next: '次の目標',
    more: (count, tier) => `${tier} まであと ${count}`,
    conditions: (percent) => `条件の ${percent} を達成`,
    updated: (age) => `${age}に更新`,
    justNow: '1 分以内',
    hidden: (count) => `未発見の秘密 ${count} 件`,
    latest: '最新',
    rarest: '最もレア',
    oneTime: '一度きり',
    highest: '最高',
    locked: '未獲得',
    first: '最初の月桂冠はこれから。',
    none: 'まだ何もありません。',
    total: '合計',
    others: (count) => `ほか ${count} 件`,
    activityOf: (handle) => `${handle} の活動`,
    activeDays: (days) => `過去 12 か月で ${days} 日活動`,
    least: '少',
    most: '多',
    placeholders: {
      unknown: ['月桂冠はありません', 'このアドレスに公開ページはありません。'],
      pending: ['月桂冠は成長中', '最初のスキャンがまだ終わっていません。'],
      failed: ['しばらくお待ちください', 'この画像は今は描けません。'],
      busy: ['リクエストが多すぎます', '画像は一分後に戻ります。'],
      unshared: ['カレンダーはありません', 'このページでは公開されていません。'],
    },
  },
}

/** Returns the words of a language, with its formats of numbers and dates. */
export interface Words extends Phrases {
  locale: Locale
  number: (value: number) => string
  percent: (value: number) => string
  age: (then: number, now: number) => string
  day: (then: number, timeZone: string) => string
  /** The short name of the month in UTC. */
  month: (then: number) => string
}

const known = new Map<Locale, Words>()

/** Made once per language: making formats takes longer than drawing a picture. */
export function wordsFor(locale: Locale = 'en'): Words {
  const words = known.get(locale) ?? makeWords(locale)
  known.set(locale, words)
  return words
}

function makeWords(locale: Locale): Words {
  const numbers = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, { style: 'percent' })
  const months = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
  return {
    ...PHRASES[locale],
    locale,
    number: (value) => numbers.format(value),
    percent: (value) => percents.format(value / 100),
    age: (then, now) => ageIn(locale, now - then, { style: 'short', justNow: PHRASES[locale].justNow }),
    day: (then, timeZone) => dayIn(locale, then, timeZone),
    month: (then) => months.format(then * 1000),
  }
}
