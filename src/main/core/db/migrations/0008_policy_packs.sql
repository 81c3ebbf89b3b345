CREATE TABLE `installed_packs` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`file_name` text NOT NULL,
	`sha256` text NOT NULL,
	`issuer` text NOT NULL,
	`made_on` text NOT NULL,
	`documents` text NOT NULL,
	`fingerprint` text,
	`signer` text,
	`accepted_reason` text,
	`installed_at` text NOT NULL,
	`installed_by` text NOT NULL,
	`content` blob NOT NULL
) STRICT;

CREATE UNIQUE INDEX `installed_packs_sha256` ON `installed_packs` (`sha256`) WHERE "installed_packs"."deleted_at" IS NULL;
CREATE TABLE `pack_activations` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`pack_id` text NOT NULL,
	`from_date` text NOT NULL,
	`reason` text NOT NULL,
	`activated_at` text NOT NULL,
	`activated_by` text NOT NULL,
	`withdrawn_at` text,
	`withdrawn_reason` text,
	`withdrawn_by` text,
	FOREIGN KEY (`pack_id`) REFERENCES `installed_packs`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE INDEX `pack_activations_pack` ON `pack_activations` (`pack_id`);
CREATE TABLE `pack_signers` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`name` text NOT NULL,
	`public_key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`trusted_at` text NOT NULL,
	`trusted_by` text NOT NULL
) STRICT;

CREATE UNIQUE INDEX `pack_signers_key` ON `pack_signers` (`public_key`) WHERE "pack_signers"."deleted_at" IS NULL;