CREATE TABLE `duplicate_pairs` (
	`kind` text NOT NULL,
	`first_id` text NOT NULL,
	`second_id` text NOT NULL,
	`score` integer NOT NULL,
	`reasons` text NOT NULL,
	`reason` text NOT NULL
) STRICT;

CREATE INDEX `duplicate_pairs_score` ON `duplicate_pairs` (`kind`,`score`);
CREATE INDEX `duplicate_pairs_first` ON `duplicate_pairs` (`first_id`);
CREATE INDEX `duplicate_pairs_second` ON `duplicate_pairs` (`second_id`);
CREATE TABLE `duplicate_runs` (
	`kind` text PRIMARY KEY NOT NULL,
	`made_at` text NOT NULL,
	`made_by` text NOT NULL,
	`records` integer NOT NULL,
	`compared` integer NOT NULL,
	`milliseconds` integer NOT NULL
) STRICT;

CREATE TABLE `duplicate_verdicts` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`kind` text NOT NULL,
	`first_id` text NOT NULL,
	`second_id` text NOT NULL,
	`verdict` text NOT NULL,
	`note` text,
	`score` integer NOT NULL,
	`decided_at` text NOT NULL,
	`decided_by` text NOT NULL
) STRICT;

CREATE INDEX `duplicate_verdicts_pair` ON `duplicate_verdicts` (`first_id`,`second_id`,`decided_at`);
CREATE INDEX `duplicate_verdicts_second` ON `duplicate_verdicts` (`second_id`);