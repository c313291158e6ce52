import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { TextField } from '../parts/field.tsx'

/** The name of a history. */
export const SourceNameField: FC<{ id: string; value: string }> = ({ id, value }) => (
  <TextField
    id={id}
    name="name"
    label={t('Name')}
    value={value}
    hint={t('Lowercase letters, digits and hyphens. Only you see it.')}
    pattern="[a-z0-9][a-z0-9\-]{0,31}"
    maxlength={32}
  />
)
