import type { FC } from 'hono/jsx'
import { t } from '../../../src/language/language.ts'
import { TextField } from '../parts/field.tsx'

export const CodeField: FC = () => (
  <TextField
    id="circle-code"
    name="code"
    label={t('Invite code')}
    hint={t('From someone in the circle, such as {code}.', { code: 'K7QM-2XPD-9RTW' })}
    maxlength={100}
  />
)

/** What joining shows to whom: stands before the button. */
export const WhatMembersSee: FC = () => (
  <p class="hint">
    {t(
      'Members will see your handle, your points each month and which badges you were first to, even if your page is private. You can leave at any time.',
    )}
  </p>
)
