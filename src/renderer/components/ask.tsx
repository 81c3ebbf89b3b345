import { App, Input } from 'antd'
import type { ReactNode } from 'react'
import { useCallback } from 'react'

/** Asks for a reason before something that cannot be passed over lightly. Gives `null` when the clerk turns back. */
export function useAskReason() {
  const { modal } = App.useApp()
  return useCallback(
    (what: { title: string; effect: ReactNode; okText: string }) =>
      new Promise<string | null>((resolve) => {
        let reason = ''
        const shown = modal.confirm({
          title: what.title,
          width: 480,
          icon: null,
          content: (
            <div className="ask-reason">
              <div>{what.effect}</div>
              <div className="ask-field">
                <span>原因（写入操作记录）</span>
                <Input.TextArea
                  aria-label="原因"
                  autoFocus
                  rows={2}
                  maxLength={200}
                  onChange={(event) => {
                    reason = event.target.value
                    shown.update({ okButtonProps: { danger: true, disabled: reason.trim().length < 2 } })
                  }}
                />
              </div>
            </div>
          ),
          okText: what.okText,
          cancelText: '不做了',
          okButtonProps: { danger: true, disabled: true },
          onOk: () => resolve(reason.trim()),
          onCancel: () => resolve(null),
        })
      }),
    [modal],
  )
}

/** Asks before unsaved changes are left behind. True: leave. */
export function useAskLeave() {
  const { modal } = App.useApp()
  return useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        modal.confirm({
          title: '有改动还没有保存',
          content: '离开后，刚才填写的内容不会留下。',
          okText: '放弃改动',
          cancelText: '回去保存',
          okButtonProps: { danger: true },
          onOk: () => resolve(true),
          onCancel: () => resolve(false),
        })
      }),
    [modal],
  )
}
