/** Script of the embed page: updates preview and code as options change. The page is complete without it. */

import './language.ts'
import { EMBED_KINDS, type EmbedChoice, embedCode, embedKind, pictureUrl } from '../ui/embed.ts'
import { urls } from '../urls.ts'
import { attachCopyButtons } from './copy.ts'
import { paths } from './paths.ts'

/** Fields that are no options of a picture. */
const OTHERS: ReadonlySet<string> = new Set(['kind', 'light', 'dark'])

attachCopyButtons()
const root = document.querySelector<HTMLElement>('#embed')
const form = root?.querySelector('form')
if (root && form) bringToLife(root, form)

function bringToLife(root: HTMLElement, form: HTMLFormElement): void {
  const { handle = '', origin = '' } = root.dataset
  for (const button of form.querySelectorAll<HTMLElement>('[data-without-script]')) button.hidden = true
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('change', () => {
    const { kind } = choiceIn(form)
    // Disabled fields count as absent, so that a picture gets only options of its own.
    for (const field of root.querySelectorAll<HTMLElement>('[data-for]')) {
      field.hidden = !field.dataset.for?.split(' ').includes(kind)
      if (field instanceof HTMLFieldSetElement) field.disabled = field.hidden
    }
    show(root, handle, origin, choiceIn(form))
  })
}

function show(root: HTMLElement, handle: string, origin: string, choice: EmbedChoice): void {
  for (const picture of root.querySelectorAll<HTMLImageElement>('[data-preview]')) {
    const theme = picture.dataset.preview === 'dark' ? choice.dark : choice.light
    picture.src = pictureUrl(paths, handle, choice, theme)
  }
  const code = embedCode(urls({ origin }), handle, choice)
  for (const [name, text] of Object.entries(code)) {
    const field = root.querySelector<HTMLTextAreaElement>(`#embed-${name}`)
    if (field) field.value = text
  }
}

function choiceIn(form: HTMLFormElement): EmbedChoice {
  const fields = new FormData(form)
  const value = (name: string) => String(fields.get(name) ?? '')
  const names = [...new Set(fields.keys())].filter((name) => !OTHERS.has(name) && isValid(form, name))
  const kind = embedKind(value('kind'))
  return {
    kind,
    ...(EMBED_KINDS[kind].themed ? { light: value('light'), dark: value('dark') } : { light: '', dark: '' }),
    options: Object.fromEntries(names.map((name) => [name, fields.getAll(name).join(',')])),
  }
}

/** Whether a field has a value that the picture understands: an invalid one counts as absent, as in its URL. */
function isValid(form: HTMLFormElement, name: string): boolean {
  const field = form.elements.namedItem(name)
  return !(field instanceof HTMLInputElement) || field.checkValidity()
}
