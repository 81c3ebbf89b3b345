import {
  type CalendarDay,
  type OfficeCalendar,
  officeCalendar,
} from '../../../../shared/domain/working-days.ts'
import type { ReadLedger } from '../../db/ledger.ts'

/** 办公日历: weekdays off and weekends worked, as the office entered them. */
export function readCalendar(ledger: Pick<ReadLedger, 'prepare'>): OfficeCalendar {
  return officeCalendar(
    ledger.prepare<CalendarDay>('SELECT date, kind FROM calendar_days WHERE deleted_at IS NULL').all(),
  )
}
