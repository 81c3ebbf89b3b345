CREATE TABLE `decisions` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`entitlement_key` text NOT NULL,
	`benefit` text NOT NULL,
	`beneficiary_kind` text NOT NULL,
	`beneficiary_id` text NOT NULL,
	`person_id` text,
	`period` text,
	`decision` text NOT NULL,
	`on_date` text NOT NULL,
	`decided_by` text NOT NULL,
	`document_number` text NOT NULL,
	`reason` text,
	`amount_fen` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `decisions_key` ON `decisions` (`entitlement_key`) WHERE "decisions"."deleted_at" IS NULL;
CREATE INDEX `decisions_person` ON `decisions` (`person_id`);
CREATE INDEX `decisions_benefit` ON `decisions` (`benefit`);
CREATE TABLE `duty_years` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`duty` text NOT NULL,
	`year` integer NOT NULL,
	`applies` integer NOT NULL,
	`reason` text,
	`responsible` text,
	`note` text
) STRICT;

CREATE UNIQUE INDEX `duty_years_key` ON `duty_years` (`duty`,`year`) WHERE "duty_years"."deleted_at" IS NULL;
CREATE TABLE `job_seekers` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`person_id` text NOT NULL,
	`from_date` text NOT NULL,
	`to_date` text,
	`skill` text,
	`wish` text,
	`wish_county` text,
	`wage_fen` integer,
	`note` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `job_seekers_key` ON `job_seekers` (`person_id`,`from_date`) WHERE "job_seekers"."deleted_at" IS NULL;
CREATE TABLE `referrals` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`benefit` text NOT NULL,
	`person_id` text,
	`employer_id` text,
	`on_date` text NOT NULL,
	`office` text NOT NULL,
	`result` text NOT NULL,
	`result_on` text,
	`amount_fen` integer,
	`done_by` text,
	`note` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `referrals_benefit` ON `referrals` (`benefit`,`on_date`) WHERE "referrals"."deleted_at" IS NULL;
CREATE INDEX `referrals_person` ON `referrals` (`person_id`);
CREATE INDEX `referrals_employer` ON `referrals` (`employer_id`);
CREATE TABLE `service_records` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`kind` text NOT NULL,
	`on_date` text NOT NULL,
	`title` text,
	`county` text,
	`partner_county` text,
	`person_id` text,
	`employer_id` text,
	`heads` integer,
	`done_by` text,
	`note` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `service_records_day` ON `service_records` (`kind`,`on_date`) WHERE "service_records"."deleted_at" IS NULL;
CREATE INDEX `service_records_person` ON `service_records` (`person_id`);
CREATE INDEX `service_records_employer` ON `service_records` (`employer_id`);
CREATE TABLE `vacancies` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`employer_id` text,
	`employer_text` text NOT NULL,
	`title` text NOT NULL,
	`heads` integer NOT NULL,
	`post_kind` text NOT NULL,
	`county` text,
	`wage_from_fen` integer,
	`wage_to_fen` integer,
	`from_date` text NOT NULL,
	`to_date` text,
	`education_text` text,
	`suitable_text` text,
	`terms_text` text,
	`phone` text,
	FOREIGN KEY (`employer_id`) REFERENCES `employers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `vacancies_employer` ON `vacancies` (`employer_id`);
CREATE INDEX `vacancies_from` ON `vacancies` (`from_date`) WHERE "vacancies"."deleted_at" IS NULL;
ALTER TABLE `fairs` ADD `organiser_county` text;
ALTER TABLE `fairs` ADD `online` integer;
ALTER TABLE `fairs` ADD `posts` integer;
ALTER TABLE `fairs` ADD `visitors` integer;
ALTER TABLE `fairs` ADD `intents` integer;
ALTER TABLE `fairs` ADD `note` text;
ALTER TABLE `spells` ADD `accident_state` text;
ALTER TABLE `spells` ADD `accident_from` text;
ALTER TABLE `spells` ADD `accident_to` text;
CREATE INDEX `spells_posts` ON `spells` (`post_kind`,`person_id`) WHERE "spells"."deleted_at" IS NULL AND "spells"."post_kind" <> 'ordinary';