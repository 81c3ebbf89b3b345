import type { KeyboardEvent } from 'react'

/** For a form's `onKeyDown`: Enter in a date field takes the date and does not send the form half filled. */
export function keepDatesFromSending(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('.ant-picker'))
    event.preventDefault()
}
