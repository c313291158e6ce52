/** Script of a badge's page: its words can be copied, and what is new is so no longer than it says. The page is complete without it. */
import { attachCopyButtons } from './copy.ts'
import { keepMarksTrue } from './new-marks.ts'

attachCopyButtons()
keepMarksTrue()
