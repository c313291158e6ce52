/** Script of the pages of circles: copies an invitation, and fills in its code. The pages are complete without it. */

import './language.ts'
import { attachCopyButtons } from './copy.ts'

attachCopyButtons()
const field = document.querySelector<HTMLInputElement>('#circle-code')
const code = new URLSearchParams(location.hash.slice(1)).get('code')
if (field && code) {
  field.value = code
  // Not in the history, nor in what is copied from the address bar.
  history.replaceState(null, '', location.pathname)
}
