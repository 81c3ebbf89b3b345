CREATE TABLE `outside_answers` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`subject` text NOT NULL,
	`subject_id` text NOT NULL,
	`round` integer NOT NULL,
	`outcome` text NOT NULL,
	`answered_on` text,
	`reason` text NOT NULL,
	`batch_id` text,
	`import_id` text,
	`taken_at` text NOT NULL,
	`taken_by` text NOT NULL
) STRICT;

CREATE INDEX `outside_answers_subject` ON `outside_answers` (`subject_id`);
CREATE INDEX `outside_answers_batch` ON `outside_answers` (`batch_id`);
CREATE INDEX `outside_answers_outcome` ON `outside_answers` (`subject`,`outcome`) WHERE "outside_answers"."deleted_at" IS NULL;
ALTER TABLE `claims` ADD `outside_state` text;
CREATE INDEX `claims_outside` ON `claims` (`outside_state`) WHERE "claims"."outside_state" IS NOT NULL;