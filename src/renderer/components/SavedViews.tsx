import { DeleteOutlined, StarOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Popover } from 'antd'
import { useState } from 'react'
import type { ViewList } from '../../shared/contract/views.ts'
import { api } from '../api.ts'
import { client } from '../client.ts'
import { problemOf } from './problem.ts'

/**
 * 常用筛选: filters of a list under names, kept with the ledger. `address` is the filter as it stands now, empty where
 * there is none.
 */
export function SavedViews({
  list,
  address,
  onChoose,
}: {
  list: ViewList
  address: string
  onChoose: (address: string) => void
}) {
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<{ name: string }>()
  const views = useQuery(api.views.list.queryOptions({ input: { list } }))
  const change = async (write: () => Promise<unknown>, said: string) => {
    try {
      await write()
      await queries.invalidateQueries({ queryKey: api.views.key() })
      message.success(said)
      form.resetFields()
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  const kept = views.data ?? []
  const content = (
    <div className="stack" style={{ width: 300 }}>
      {kept.length === 0 ? (
        <p className="quiet">还没有存过。选好筛选条件，在下面起个名字存下来，以后一点就到。</p>
      ) : (
        <ul className="lines" aria-label="常用筛选">
          {kept.map((view) => (
            <li key={view.name} className="row spread">
              <Button
                type="link"
                size="small"
                className={view.address === address ? 'pressed' : ''}
                onClick={() => {
                  setOpen(false)
                  onChoose(view.address)
                }}
              >
                {view.name}
              </Button>
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={`删除常用筛选 ${view.name}`}
                title="删除（名单里的人和申领不受影响）"
                onClick={() =>
                  void change(() => client.views.remove({ list, name: view.name }), `已删除“${view.name}”`)
                }
              />
            </li>
          ))}
        </ul>
      )}
      <Form
        form={form}
        layout="inline"
        disabled={address === ''}
        onFinish={({ name }) =>
          void change(() => client.views.save({ list, name: name.trim(), address }), `已存为“${name.trim()}”`)
        }
      >
        <Form.Item
          name="name"
          style={{ flex: 1, marginInlineEnd: 8 }}
          rules={[{ required: true, whitespace: true, message: '请起个名字' }]}
        >
          <Input
            aria-label="常用筛选的名字"
            maxLength={30}
            placeholder={address === '' ? '先选好筛选条件' : '如 荣丁镇在岗的'}
          />
        </Form.Item>
        <Button htmlType="submit">存下现在的</Button>
      </Form>
    </div>
  )
  return (
    <Popover trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen} content={content}>
      <Button icon={<StarOutlined />}>常用筛选{kept.length > 0 && `（${kept.length}）`}</Button>
    </Popover>
  )
}
