CREATE TABLE `batch_fact_looks` (
	`batch_id` text PRIMARY KEY NOT NULL,
	`looked_at` text NOT NULL,
	`looked_by` text NOT NULL,
	`change_seq` integer NOT NULL,
	`claims` text NOT NULL,
	`moved` text NOT NULL
) STRICT;
