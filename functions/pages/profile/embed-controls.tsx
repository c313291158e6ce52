import type { FC } from 'hono/jsx'
import {
  BADGE_STYLES,
  CARD_LAYOUTS,
  type OptionName,
  RANGES,
  THEME_NAMES,
} from '../../../src/contract/cards.ts'
import { CATEGORIES } from '../../../src/engine/achievement.ts'
import { TIER_NAMES } from '../../../src/engine/types.ts'
import { LOCALES, type Message, t, translated } from '../../../src/language/language.ts'
import { AUTO, THEMES } from '../../../src/render/themes.ts'
import { EMBED_KINDS, type EmbedChoice, embedKind } from '../../../src/ui/embed.ts'
import { SelectField } from '../parts/field.tsx'
import { kindsWith, partsOf } from './embed-choice.ts'

/** A control for each option of pictures; those of other pictures than the chosen one are disabled and hidden. */

type Control =
  | { type: 'text' | 'flag'; label: Message }
  | { type: 'number'; label: Message; range: readonly [min: number, max: number] }
  | { type: 'one'; label: Message; none: string; values: readonly string[] }
  | { type: 'some'; label: Message; values: readonly string[] }
  | { type: 'parts'; label: Message; list: 'hide' | 'show' }
  | { type: 'badge'; label: Message }

/** The compiler requires an entry for every option of an image. */
const CONTROLS: Readonly<Record<Exclude<OptionName, 'theme'>, Control>> = {
  achievement: { type: 'badge', label: 'Shows' },
  style: { type: 'one', label: 'Badge style', none: 'flat', values: BADGE_STYLES.slice(1) },
  layout: { type: 'one', label: 'Layout', none: CARD_LAYOUTS[0], values: CARD_LAYOUTS.slice(1) },
  locale: { type: 'one', label: 'Language', none: 'en', values: LOCALES.slice(1) },
  columns: { type: 'number', label: 'Columns', range: RANGES.columns },
  rows: { type: 'number', label: 'Rows', range: RANGES.rows },
  category: { type: 'one', label: 'Category', none: 'All', values: CATEGORIES },
  card_width: { type: 'number', label: 'Width', range: RANGES.card_width },
  border_radius: { type: 'number', label: 'Corner radius', range: RANGES.border_radius },
  bg_color: { type: 'text', label: 'Background' },
  title_color: { type: 'text', label: 'Title colour' },
  text_color: { type: 'text', label: 'Text colour' },
  border_color: { type: 'text', label: 'Border colour' },
  tier: { type: 'some', label: 'Only these tiers', values: TIER_NAMES },
  hide: { type: 'parts', label: 'Leave out', list: 'hide' },
  show: { type: 'parts', label: 'Add', list: 'show' },
  hide_border: { type: 'flag', label: 'No border' },
  disable_animations: { type: 'flag', label: 'No animation' },
}

/** A badge that a picture may show alone. */
export interface EmbedBadge {
  id: string
  name: string
  unlocked: boolean
}

interface ControlsProps {
  choice: EmbedChoice
  badges: readonly EmbedBadge[]
}

export const EmbedControls: FC<ControlsProps> = ({ choice, badges }) => (
  <>
    <div class="embed-options">
      <SelectField
        id="embed-kind"
        name="kind"
        label={t('Picture')}
        value={choice.kind}
        options={Object.entries(EMBED_KINDS).map(([value, { label }]) => ({ value, label: t(label) }))}
      />
      {(Object.keys(CONTROLS) as (keyof typeof CONTROLS)[]).map((name) => (
        <Option name={name} choice={choice} badges={badges} />
      ))}
    </div>
    <Themes name="light" label={t('On light pages')} choice={choice} />
    <Themes name="dark" label={t('On dark pages')} choice={choice} />
  </>
)

const Option: FC<ControlsProps & { name: keyof typeof CONTROLS }> = ({ name, choice, badges }) => {
  const control = CONTROLS[name]
  const value = choice.options[name] ?? ''
  const id = `embed-${name}`
  if (control.type === 'parts') {
    return (
      <>
        {(['card', 'trophies'] as const).map((picture) => (
          <Several
            name={name}
            picture={picture}
            label={t(control.label)}
            values={partsOf(picture, control.list)}
            choice={choice}
          />
        ))}
      </>
    )
  }
  if (control.type === 'some')
    return <Several name={name} label={t(control.label)} values={control.values} choice={choice} />
  return (
    <Only kinds={kindsWith(name)} choice={choice}>
      {control.type === 'one' && (
        <SelectField
          id={id}
          name={name}
          label={t(control.label)}
          value={value}
          options={namedOptions(name, control)}
        />
      )}
      {control.type === 'badge' && (
        <SelectField
          id={id}
          name={name}
          label={t(control.label)}
          value={value}
          options={badgeOptions(badges)}
        />
      )}
      {control.type === 'flag' && (
        <Tick id={id} name={name} value="true" label={t(control.label)} checked={value !== ''} />
      )}
      {(control.type === 'number' || control.type === 'text') && (
        <div class="field">
          <label for={id}>{t(control.label)}</label>
          <input
            id={id}
            name={name}
            value={value}
            {...(control.type === 'number'
              ? {
                  type: 'number',
                  min: control.range[0],
                  max: control.range[1],
                  placeholder: `${control.range[0]}–${control.range[1]}`,
                }
              : {
                  type: 'text',
                  pattern: COLOUR,
                  placeholder: 'hex: 2c6b4b',
                  spellcheck: false,
                  autocomplete: 'off',
                })}
          />
        </div>
      )}
    </Only>
  )
}

/** 3, 4, 6 or 8 hexadecimal digits. */
const COLOUR = '#?(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})'

/** What belongs to some kinds of pictures only. */
const Only: FC<{ kinds: readonly string[]; choice: EmbedChoice; label?: string; children?: unknown }> = (
  props,
) => {
  const applies = props.kinds.includes(props.choice.kind)
  return (
    <fieldset
      class="field embed-option"
      data-for={props.kinds.join(' ')}
      disabled={!applies}
      hidden={!applies}
      role={props.label ? undefined : 'none'}
    >
      {props.label && <legend>{props.label}</legend>}
      {props.children}
    </fieldset>
  )
}

interface SeveralProps {
  name: keyof typeof CONTROLS
  label: string
  values: readonly string[]
  /** If another picture has other values. */
  picture?: 'card' | 'trophies'
  choice: EmbedChoice
}

/** Boxes to tick, of which a picture takes a list. */
const Several: FC<SeveralProps> = ({ name, label, values, picture, choice }) => {
  const chosen = choice.options[name]?.split(',') ?? []
  return (
    <Only kinds={picture ? [picture] : kindsWith(name)} choice={choice} label={label}>
      <span class="embed-ticks">
        {values.map((value) => (
          <Tick
            id={`embed-${name}-${picture ?? ''}${value}`}
            name={name}
            value={value}
            label={value}
            checked={chosen.includes(value)}
          />
        ))}
      </span>
    </Only>
  )
}

const Tick: FC<{ id: string; name: string; value: string; label: string; checked: boolean }> = ({
  label,
  ...input
}) => (
  <label class="choice" for={input.id}>
    <input type="checkbox" {...input} /> <span>{label}</span>
  </label>
)

/** The themes by name, each with its ground, title and text as a swatch. */
const Themes: FC<{ name: 'light' | 'dark'; label: string; choice: EmbedChoice }> = ({
  name,
  label,
  choice,
}) => (
  <Only
    kinds={Object.keys(EMBED_KINDS).filter((kind) => EMBED_KINDS[embedKind(kind)].themed)}
    choice={choice}
    label={label}
  >
    <span class="embed-themes">
      {(['auto', ...THEME_NAMES] as const).map((theme) => (
        <label class="embed-theme" for={`embed-${name}-${theme}`}>
          <input
            id={`embed-${name}-${theme}`}
            type="radio"
            name={name}
            value={theme}
            checked={choice[name] === theme}
          />
          <Swatch themes={theme === 'auto' ? AUTO : [theme]} />
          <span>{theme}</span>
        </label>
      ))}
    </span>
  </Only>
)

const Swatch: FC<{ themes: readonly (typeof THEME_NAMES)[number][] }> = ({ themes }) => (
  <svg viewBox="0 0 32 20" aria-hidden="true">
    {themes.map((name, index) => {
      const { ground, title, soft } = THEMES[name]
      const left = (32 / themes.length) * index
      return (
        <>
          <rect x={left} width={32 / themes.length} height="20" fill={ground} />
          <circle cx={left + 8} cy="10" r="4.5" fill={title} />
          {themes.length === 1 && <rect x="16" y="8.5" width="11" height="3" rx="1.5" fill={soft} />}
        </>
      )
    })}
  </svg>
)

function namedOptions(name: string, { none, values }: { none: string; values: readonly string[] }) {
  return [none, ...values].map((value, index) => ({
    value: index === 0 ? '' : value,
    label: name === 'locale' ? languageName(value) : name === 'category' ? translated(value) : value,
  }))
}

/** Returns a language's name in itself: `Deutsch`. */
function languageName(locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale
}

function badgeOptions(badges: readonly EmbedBadge[]) {
  const listed = [...badges].sort((a, b) => Number(b.unlocked) - Number(a.unlocked))
  return [
    { value: '', label: t('The whole profile') },
    ...listed.map(({ id, name, unlocked }) => ({
      value: id,
      label: unlocked ? name : t('{badge} (locked)', { badge: name }),
    })),
  ]
}
