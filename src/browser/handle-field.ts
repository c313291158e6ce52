import { handleProblem } from '../contract/handle-problem.ts'

/** Says below the field of a new handle what is wrong with it, instead of the browser's bubble. */
export function explainHandle(field: HTMLInputElement): void {
  const words = document.createElement('p')
  words.id = `${field.id}-problem`
  words.className = 'field-problem'
  words.setAttribute('role', 'alert')
  field.closest('.field')?.querySelector('.hint')?.before(words)
  field.setAttribute('aria-describedby', `${words.id} ${field.getAttribute('aria-describedby') ?? ''}`.trim())
  const show = (problem: string | null) => {
    words.textContent = problem
    if (problem === null) field.removeAttribute('aria-invalid')
    else field.setAttribute('aria-invalid', 'true')
  }
  field.addEventListener('invalid', (event) => {
    event.preventDefault()
    show(handleProblem(field.value))
    field.focus()
  })
  field.addEventListener('change', () => {
    if (field.value !== '') show(handleProblem(field.value))
  })
  field.addEventListener('input', () => {
    if (words.textContent !== '') show(handleProblem(field.value))
  })
}
