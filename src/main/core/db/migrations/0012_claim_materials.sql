CREATE TABLE `claim_materials` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`claim_id` text NOT NULL,
	`item` text NOT NULL,
	`seen_at` text NOT NULL,
	`seen_by` text NOT NULL,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `claim_materials_key` ON `claim_materials` (`claim_id`,`item`) WHERE "claim_materials"."deleted_at" IS NULL;