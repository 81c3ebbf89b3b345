const DAY_MS = 86_400_000
const EPOCH_1900 = Date.UTC(1899, 11, 31) / DAY_MS
const EPOCH_1904 = Date.UTC(1904, 0, 1) / DAY_MS
/** 9999-12-31 counted from 1970-01-01. */
const LAST_DAY = Date.UTC(9999, 11, 31) / DAY_MS
const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/

/**
 * A sheet's day number for 'YYYY-MM-DD' or 'YYYY-MM-DD HH:MM[:SS]'; no time zone takes part. The 1900 system counts a
 * 29 February 1900 that never was (serial 60), which is kept, since every spreadsheet does so.
 * Undefined for text that is no date, or a day before the system's first (1899-12-31, 1904-01-01).
 */
export function serialOfDate(text: string, date1904 = false): number | undefined {
  const match = FORM.exec(text)
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const [hour, minute, second] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const moment = new Date(0)
  moment.setUTCFullYear(year, month - 1, day)
  if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day) return undefined
  const days = moment.getTime() / DAY_MS
  const serial = date1904 ? days - EPOCH_1904 : days - EPOCH_1900 + (days - EPOCH_1900 >= 60 ? 1 : 0)
  if (serial < 0) return undefined
  return serial + (hour * 3600 + minute * 60 + second) / 86_400
}

/**
 * The day (and time, to the second, when there is one) that a sheet's number stands for, as the sheet shows it.
 * Serial 60 of the 1900 system gives '1900-02-29': it is what the sheet shows, and no valid date.
 * Undefined when the number lies outside 1899-12-31 (or 1904-01-01) to 9999-12-31.
 */
export function dateOfSerial(serial: number, date1904 = false): string | undefined {
  if (!(serial >= 0)) return undefined
  let whole = Math.floor(serial)
  let seconds = Math.round((serial - whole) * 86_400)
  if (seconds === 86_400) {
    whole += 1
    seconds = 0
  }
  const date = wholeDay(whole, date1904)
  return date === undefined || seconds === 0 ? date : `${date} ${timeOfDay(seconds)}`
}

/** 'HH:MM:SS' for seconds since midnight. */
export function timeOfDay(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

// Rosters repeat the same few thousand days; formatting one costs ten times a look-up.
const cache1900 = new Map<number, string>()

function wholeDay(serial: number, date1904: boolean): string | undefined {
  if (date1904) return format(serial + EPOCH_1904)
  if (serial === 60) return '1900-02-29'
  const known = cache1900.get(serial)
  if (known !== undefined) return known
  const date = format(serial + EPOCH_1900 - (serial > 60 ? 1 : 0))
  if (date !== undefined && cache1900.size < 100_000) cache1900.set(serial, date)
  return date
}

function format(days: number): string | undefined {
  return days > LAST_DAY ? undefined : new Date(days * DAY_MS).toISOString().slice(0, 10)
}
