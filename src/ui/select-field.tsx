import type { FC, PropsWithChildren } from 'hono/jsx'

interface SelectProps {
  id: string
  name: string
  label: string
  hint?: string | undefined
}

/** A select with its label and hint. The children are its options. */
export const Select: FC<PropsWithChildren<SelectProps>> = ({ id, name, label, hint, children }) => (
  <div class="field">
    <label for={id}>{label}</label>
    <select id={id} name={name} aria-describedby={hint ? `${id}-hint` : undefined}>
      {children}
    </select>
    {hint && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
  </div>
)

export interface SelectFieldProps extends SelectProps {
  value: string
  options: readonly { value: string; label: string }[]
}

/** A select of these options. */
export const SelectField: FC<SelectFieldProps> = ({ value, options, ...select }) => (
  <Select {...select}>
    {options.map((option) => (
      <option value={option.value} selected={option.value === value}>
        {option.label}
      </option>
    ))}
  </Select>
)
