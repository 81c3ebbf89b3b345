CREATE TABLE `outlook_coming` (
	`seq` integer PRIMARY KEY NOT NULL,
	`month` text NOT NULL,
	`benefit` text NOT NULL,
	`on_date` text NOT NULL,
	`outcome` text NOT NULL,
	`again` integer NOT NULL,
	`beneficiary_kind` text NOT NULL,
	`beneficiary_id` text NOT NULL,
	`person_id` text,
	`period` text,
	`amount_fen` integer,
	`spell_id` text,
	`entitlement_key` text NOT NULL
) STRICT;

CREATE INDEX `outlook_coming_month` ON `outlook_coming` (`month`,`benefit`);
CREATE INDEX `outlook_coming_day` ON `outlook_coming` (`on_date`);
CREATE TABLE `outlook_losing` (
	`seq` integer PRIMARY KEY NOT NULL,
	`deadline` text,
	`benefit` text NOT NULL,
	`reasons` integer NOT NULL,
	`beneficiary_kind` text NOT NULL,
	`beneficiary_id` text NOT NULL,
	`person_id` text,
	`period` text,
	`on_date` text,
	`amount_fen` integer,
	`spell_id` text,
	`entitlement_key` text NOT NULL,
	`details` text NOT NULL
) STRICT;

CREATE INDEX `outlook_losing_deadline` ON `outlook_losing` (`deadline`,`seq`);
CREATE INDEX `outlook_losing_benefit` ON `outlook_losing` (`benefit`,`reasons`);
CREATE TABLE `outlook_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`as_of` text NOT NULL,
	`until` text NOT NULL,
	`made_at` text NOT NULL,
	`summary` text NOT NULL
) STRICT;
