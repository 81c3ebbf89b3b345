import { Checkbox, Form, Input, Radio } from 'antd'
import type { PartnerView } from '../../../../shared/contract/partners.ts'
import { GUARDED_FIELDS, SCOPE_GROUPS, type SyncScope } from '../../../../shared/domain/sync-scope.ts'
import { GUARDED_FIELD_TEXT, SCOPE_BY_TEXT, SCOPE_GROUP_TEXT } from '../../../../shared/text/partners.ts'
import { client } from '../../../api.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { CountiesSelect } from './CountiesSelect.tsx'

type Fields = {
  all: boolean
  /** not there while everybody is meant */
  counties?: string[]
  by?: SyncScope['by']
  groups: SyncScope['groups'][number][]
  fields: SyncScope['fields'][number][]
  note: string
}

/** What a partner may receive: what is outside is not in the file at all. */
export function SetScope({ partner, onClose }: { partner: PartnerView; onClose: () => void }) {
  const { scope } = partner
  return (
    <FormDialog<Fields>
      title={`给“${partner.name}”的范围`}
      okText="保存范围"
      width={600}
      initial={{
        all: scope.counties === 'all',
        counties: scope.counties === 'all' ? [] : [...scope.counties],
        by: scope.by,
        groups: [...scope.groups],
        fields: [...scope.fields],
        note: partner.note ?? '',
      }}
      onClose={onClose}
      save={async ({ all, counties, by, groups, fields, note }) => {
        await client.partners.setScope({
          id: partner.id,
          scope: { counties: all ? 'all' : (counties ?? []), by: by ?? scope.by, groups, fields },
          note: note.trim() === '' ? null : note,
        })
      }}
    >
      <p className="quiet">
        不在范围内的内容根本不写进交换文件。改大以后，新进入范围的人会连同以前的记录一起给出。
      </p>
      <Form.Item label="哪些人" name="all">
        <Radio.Group
          options={[
            { value: false, label: '只给这些县（区）的' },
            { value: true, label: '全部' },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before: Fields, after: Fields) => before.all !== after.all}>
        {({ getFieldValue }) =>
          getFieldValue('all') === true ? null : (
            <>
              <Form.Item name="counties">
                <CountiesSelect />
              </Form.Item>
              <Form.Item label="按哪里的县判断" name="by">
                <Radio.Group
                  options={(['home', 'work', 'either'] as const).map((value) => ({
                    value,
                    label: SCOPE_BY_TEXT[value],
                  }))}
                />
              </Form.Item>
            </>
          )
        }
      </Form.Item>
      <Form.Item label="哪些内容" name="groups">
        <Checkbox.Group options={SCOPE_GROUPS.map((value) => ({ value, label: SCOPE_GROUP_TEXT[value] }))} />
      </Form.Item>
      <Form.Item label="另给的敏感内容" name="fields" extra="只勾对方办事确实要用的。">
        <Checkbox.Group
          options={GUARDED_FIELDS.map((value) => ({ value, label: GUARDED_FIELD_TEXT[value] }))}
        />
      </Form.Item>
      <Form.Item label="备注" name="note">
        <Input maxLength={200} placeholder="如：协议编号、联系人" />
      </Form.Item>
    </FormDialog>
  )
}
