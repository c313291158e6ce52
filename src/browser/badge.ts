/** Script of a badge's page, and of a template's: their words can be copied, and what is new is so no longer than it says. The pages are complete without it. */
import { attachCopyButtons } from './copy.ts'
import { keepMarksTrue } from './new-marks.ts'

attachCopyButtons()
keepMarksTrue()
