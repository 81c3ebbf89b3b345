import { FilterOutlined } from '@ant-design/icons'
import { Button, Checkbox, DatePicker, InputNumber, Popover, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import { isCategory } from '../../../shared/domain/categories.ts'
import { ETHNICITIES, type EthnicityCode, ethnicityName } from '../../../shared/domain/ethnicity.ts'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import { TownshipSelect } from '../../components/TownshipSelect.tsx'
import { CATEGORY_OPTIONS } from './filter.ts'

type Change = (edit: (next: URLSearchParams) => void) => void

/** Conditions to choose from; what is chosen shows as chips in words. */
export function PeopleFilters({ params, onChange }: { params: URLSearchParams; onChange: Change }) {
  const set = (key: string, value: string | number | null | undefined) =>
    onChange((next) => (value ? next.set(key, String(value)) : next.delete(key)))
  const number = (key: string) => (params.get(key) ? Number(params.get(key)) : null)
  const content = (
    <div className="stack" style={{ width: 360 }}>
      <Labelled text="类别">
        <Checkbox.Group
          options={CATEGORY_OPTIONS}
          value={params.getAll('category').filter(isCategory)}
          onChange={(chosen) =>
            onChange((next) => {
              next.delete('category')
              for (const category of chosen) next.append('category', category)
            })
          }
        />
      </Labelled>
      <Labelled text="务工">
        <Radio.Group
          optionType="button"
          value={params.get('working') ?? ''}
          options={[
            { value: '', label: '不限' },
            { value: 'yes', label: '在岗' },
            { value: 'no', label: '不在岗' },
          ]}
          onChange={(event) => set('working', event.target.value)}
        />
      </Labelled>
      <Labelled text="务工县（区）">
        <RegionSelect
          value={params.get('workCounty')}
          onChange={(code) => set('workCounty', code)}
          label="务工县（区）"
        />
      </Labelled>
      <Labelled text="户籍县（区）">
        <RegionSelect
          value={params.get('homeCounty')}
          onChange={(code) =>
            onChange((next) => {
              next.delete('homeTownship')
              if (code) next.set('homeCounty', code)
              else next.delete('homeCounty')
            })
          }
          label="户籍县（区）"
        />
      </Labelled>
      <Labelled text="户籍乡镇">
        <TownshipSelect
          county={params.get('homeCounty')}
          value={params.get('homeTownship')}
          onChange={(township) => set('homeTownship', township)}
        />
      </Labelled>
      <div className="row">
        <Labelled text="性别">
          <Radio.Group
            optionType="button"
            value={params.get('sex') ?? ''}
            options={[
              { value: '', label: '不限' },
              { value: '男', label: '男' },
              { value: '女', label: '女' },
            ]}
            onChange={(event) => set('sex', event.target.value)}
          />
        </Labelled>
        <Labelled text="年龄">
          <span className="row" style={{ gap: 4 }}>
            <InputNumber
              aria-label="最小年龄"
              min={0}
              max={120}
              style={{ width: 64 }}
              value={number('ageFrom')}
              onChange={(age) => set('ageFrom', age)}
            />
            至
            <InputNumber
              aria-label="最大年龄"
              min={0}
              max={120}
              style={{ width: 64 }}
              value={number('ageTo')}
              onChange={(age) => set('ageTo', age)}
            />
          </span>
        </Labelled>
      </div>
      <div className="row">
        <Labelled text="参保月份">
          <DatePicker
            picker="month"
            aria-label="参保月份"
            placeholder="不限"
            style={{ width: 130 }}
            value={params.get('insured') ? dayjs(params.get('insured')) : null}
            onChange={(month) => set('insured', month?.format('YYYY-MM'))}
          />
        </Labelled>
        <Labelled text="其他">
          <Checkbox
            checked={params.get('contract') === 'ending'}
            onChange={(event) => set('contract', event.target.checked ? 'ending' : null)}
          >
            合同一个月内到期
          </Checkbox>
          <br />
          <Checkbox
            checked={params.get('household') === 'one'}
            onChange={(event) => set('household', event.target.checked ? 'one' : null)}
          >
            每户只列一人
          </Checkbox>
        </Labelled>
      </div>
      <Labelled text="民族">
        <Select
          showSearch
          allowClear
          aria-label="民族"
          value={params.get('ethnicity')}
          placeholder="不限"
          style={{ width: '100%' }}
          optionFilterProp="label"
          options={(Object.keys(ETHNICITIES) as EthnicityCode[])
            .sort()
            .map((code) => ({ value: code, label: ethnicityName(code) }))}
          onChange={(value) => set('ethnicity', value)}
        />
      </Labelled>
    </div>
  )
  return (
    <>
      <Popover trigger="click" placement="bottomLeft" content={content}>
        <Button icon={<FilterOutlined />}>筛选</Button>
      </Popover>
      <Button
        className={params.get('working') === 'yes' ? 'pressed' : ''}
        aria-pressed={params.get('working') === 'yes'}
        onClick={() => set('working', params.get('working') === 'yes' ? null : 'yes')}
      >
        只看在岗
      </Button>
    </>
  )
}

function Labelled({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <div>
      <div className="quiet" style={{ marginBottom: 3 }}>
        {text}
      </div>
      {children}
    </div>
  )
}
