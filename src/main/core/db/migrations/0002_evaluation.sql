CREATE TABLE `evaluation_refusals` (
	`person_id` text PRIMARY KEY NOT NULL,
	`failed` text NOT NULL
) STRICT;

CREATE TABLE `evaluation_results` (
	`seq` integer PRIMARY KEY NOT NULL,
	`benefit` text NOT NULL,
	`outcome` text NOT NULL,
	`beneficiary_kind` text NOT NULL,
	`beneficiary_id` text NOT NULL,
	`person_id` text,
	`period` text,
	`amount_fen` integer,
	`months` integer,
	`on_date` text,
	`mask` integer NOT NULL,
	`spell_id` text,
	`entitlement_key` text NOT NULL
) STRICT;

CREATE INDEX `evaluation_results_benefit` ON `evaluation_results` (`benefit`,`outcome`,`on_date`);
CREATE INDEX `evaluation_results_person` ON `evaluation_results` (`person_id`);
