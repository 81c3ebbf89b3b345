import { CloseOutlined } from '@ant-design/icons'

export type Chip = { key: string; text: string; onRemove: () => void }

/** What is filtered now, in words; each can be taken away. */
export function FilterChips({ chips, onClear }: { chips: readonly Chip[]; onClear: () => void }) {
  if (chips.length === 0) return null
  return (
    <ul className="chips" aria-label="筛选条件">
      {chips.map((chip) => (
        <li key={chip.key}>
          <button type="button" className="chip" onClick={chip.onRemove} title="去掉这个条件">
            {chip.text}
            <CloseOutlined aria-label="去掉" />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" className="chip chip-clear" onClick={onClear}>
            全部去掉
          </button>
        </li>
      )}
    </ul>
  )
}
