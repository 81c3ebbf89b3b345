CREATE TABLE `scenarios` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`note` text NOT NULL,
	`scenario` text NOT NULL,
	`summary` text NOT NULL,
	`pack_versions` text NOT NULL,
	`kept_at` text NOT NULL,
	`kept_by` text NOT NULL
) STRICT;

CREATE UNIQUE INDEX `scenarios_name` ON `scenarios` (`name`) WHERE "scenarios"."deleted_at" IS NULL;