import type { FC } from 'hono/jsx'
import type { Visibility } from '../../../src/contract/profiles.ts'
import { t } from '../../../src/language/language.ts'
import { Select } from '../../../src/ui/select-field.tsx'
import { told } from './told.tsx'

export { SelectField } from '../../../src/ui/select-field.tsx'

/** Form fields, each with its label and an associated hint. */

export interface TextFieldProps {
  id: string
  name: string
  label: string
  hint?: string | undefined
  value?: string | undefined
  type?: 'text' | 'password'
  autocomplete?: string
  pattern?: string
  minlength?: number
  maxlength?: number
  placeholder?: string
  prefix?: string
  invalid?: boolean
  /** May stay empty. */
  optional?: boolean
}

export const TextField: FC<TextFieldProps> = (props) => (
  <div class="field">
    <label for={props.id}>{props.label}</label>
    <span class={props.prefix ? 'prefixed' : 'plain'}>
      {props.prefix && <span aria-hidden="true">{props.prefix}</span>}
      <input
        id={props.id}
        name={props.name}
        type={props.type ?? 'text'}
        value={props.value ?? ''}
        required={!props.optional}
        autocomplete={props.autocomplete ?? 'off'}
        autocapitalize="none"
        spellcheck={false}
        pattern={props.pattern}
        minlength={props.minlength}
        maxlength={props.maxlength}
        placeholder={props.placeholder}
        aria-invalid={props.invalid ? 'true' : undefined}
        aria-describedby={props.hint ? `${props.id}-hint` : undefined}
      />
    </span>
    {props.hint && (
      <p class="hint" id={`${props.id}-hint`}>
        {props.hint}
      </p>
    )}
  </div>
)

const VISIBILITIES = [
  { value: 'unlisted', label: 'Unlisted', hint: 'anyone with the link' },
  { value: 'public', label: 'Public', hint: 'listed by search engines' },
  { value: 'private', label: 'Private', hint: 'only you, when signed in' },
] as const satisfies readonly { value: Visibility; label: string; hint: string }[]

/** Who may see the page: three radio buttons named `visibility`. */
export const VisibilityField: FC<{ id: string; value: string }> = ({ id, value }) => (
  <fieldset class="field choices">
    <legend>{t('Visibility')}</legend>
    {VISIBILITIES.map((choice) => (
      <label class="choice" for={`${id}-${choice.value}`}>
        <input
          id={`${id}-${choice.value}`}
          type="radio"
          name="visibility"
          value={choice.value}
          checked={choice.value === value}
        />
        <span class="choice-text">
          <strong>{t(choice.label)}</strong> <span class="hint">{t(choice.hint)}</span>
        </span>
      </label>
    ))}
  </fieldset>
)

/** Where an owner says which page is theirs; password managers keep it with the key. */
export const HandleField: FC<{ value: string | undefined; invalid: boolean }> = ({ value, invalid }) => (
  <TextField
    id="handle"
    name="handle"
    label={t('Handle')}
    prefix="@"
    value={value}
    autocomplete="username"
    invalid={invalid}
  />
)

/** A select named `time_zone` of every zone that `Intl` lists (ECMA-402 section 6.5), by region. */
export const TimeZoneField: FC<{ id: string; value: string; hint?: string }> = ({ id, value, hint }) => {
  const regions = zonesByRegion(value)
  return (
    <Select id={id} name="time_zone" label={t('Time zone')} hint={hint}>
      {[...regions].map(([region, zones]) => (
        <optgroup label={region}>
          {zones.map((zone) => (
            <option value={zone} selected={zone === value}>
              {zone.slice(zone.indexOf('/') + 1).replaceAll('_', ' ')}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  )
}

/** Lists `value` even if `Intl` only knows it under another name. */
function zonesByRegion(value: string): Map<string, string[]> {
  const zones = new Set([value, 'UTC', ...Intl.supportedValuesOf('timeZone')])
  const regions = new Map<string, string[]>([['Universal', []]])
  for (const zone of [...zones].filter(Boolean).sort()) {
    const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'Universal'
    const listed = regions.get(region)
    if (listed) listed.push(zone)
    else regions.set(region, [zone])
  }
  return regions
}

/** A form's error, announced when the page opens. */
export const FormError: FC<{ error: { message: string; hint?: string | undefined } | undefined }> = ({
  error,
}) =>
  error ? (
    <div class="notice notice-error" role="alert">
      <p>
        <strong>{told(error.message)}</strong> {told(error.hint ?? '')}
      </p>
    </div>
  ) : null
