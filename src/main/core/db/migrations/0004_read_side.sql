DROP INDEX `people_pinyin`;
DROP INDEX `people_home`;
DROP INDEX `people_search`;
CREATE INDEX `people_search` ON `people` (`pinyin`,`name_folded`,`initials`,`id_number`,`home_county`,`sex`,`birth_date`,`ethnicity_code`,`deleted_at`) WHERE "people"."deleted_at" IS NULL;
DROP INDEX `spell_years_person`;
CREATE INDEX `spell_years_person` ON `spell_years` (`person_id`,`spell_id`,`year`,`wages_fen`,`fare_fen`,`training_months`,`source`,`deleted_at`) WHERE "spell_years"."deleted_at" IS NULL;
CREATE INDEX `spells_person` ON `spells` (`person_id`,`from_date`,`to_state`,`to_date`,`county`,`deleted_at`) WHERE "spells"."deleted_at" IS NULL;
CREATE INDEX `spells_contract` ON `spells` (`contract_to`) WHERE "spells"."deleted_at" IS NULL;