import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'

const PAUSE_MS = 15

/**
 * A search field that tells of its text 15 ms after the last key, and never in the middle of composing a
 * character with an input method.
 */
export function SearchBox({
  value,
  onChange,
  placeholder,
  width = 260,
  onDown,
  label,
}: {
  value: string
  onChange: (text: string) => void
  placeholder: string
  width?: number
  /** arrow down or Enter: go on to the rows; with the text as it stands in the field */
  onDown?: (text: string) => void
  label: string
}) {
  const [text, setText] = useState(value)
  const [told, setTold] = useState(value)
  const composing = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const input = useRef<InputRef>(null)
  // A change from outside (a cleared filter, a door) shows at once.
  if (value !== told) {
    setTold(value)
    setText(value)
  }
  useEffect(() => () => clearTimeout(timer.current), [])

  const tell = (next: string) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setTold(next)
      onChange(next)
    }, PAUSE_MS)
  }
  return (
    <Input
      ref={input}
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      style={{ width }}
      value={text}
      placeholder={placeholder}
      aria-label={label}
      maxLength={60}
      onChange={(event) => {
        setText(event.target.value)
        if (!composing.current) tell(event.target.value)
      }}
      onCompositionStart={() => {
        composing.current = true
      }}
      onCompositionEnd={(event) => {
        composing.current = false
        tell(event.currentTarget.value)
      }}
      onKeyDown={(event) => {
        if (composing.current) return
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault()
          onDown?.(event.currentTarget.value)
        }
      }}
    />
  )
}
