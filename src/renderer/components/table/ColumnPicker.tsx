import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import type { Column, useColumns } from './columns.ts'

/** Chooses what columns a table shows. */
export function ColumnPicker<R>({
  all,
  columns,
}: {
  all: readonly Column<R>[]
  columns: ReturnType<typeof useColumns<R>>
}) {
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="column-picker">
          {all.slice(1).map((column) => (
            <Checkbox
              key={column.key}
              checked={columns.isShown(column.key)}
              onChange={() => columns.toggle(column.key)}
            >
              {column.title}
            </Checkbox>
          ))}
        </div>
      }
    >
      <Button icon={<SettingOutlined />} aria-label="选择列" title="选择列" />
    </Popover>
  )
}
