import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { chooseDay, useDay } from '../state/day.ts'

/** The day that calculations stand on; in colour, with a word and a way back, when it is not today. */
export function DayInForce() {
  const { asOf, isToday, today } = useDay()
  return (
    <span className={isToday ? 'row nowrap' : 'row nowrap day-other'} style={{ padding: '2px 8px', gap: 4 }}>
      <label htmlFor="day-in-force">截至</label>
      <DatePicker
        id="day-in-force"
        variant="borderless"
        size="small"
        style={{ width: 118 }}
        allowClear={false}
        value={dayjs(asOf)}
        aria-label="截至日期"
        onChange={(day) =>
          chooseDay(day && day.format('YYYY-MM-DD') !== today ? day.format('YYYY-MM-DD') : null)
        }
      />
      {!isToday && (
        <button
          type="button"
          className="chip chip-clear"
          style={{ color: 'inherit' }}
          onClick={() => chooseDay(null)}
        >
          不是今天，回到今天
        </button>
      )}
    </span>
  )
}
