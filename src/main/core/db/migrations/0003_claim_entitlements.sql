CREATE TABLE `claim_entitlements` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text,
	`deleted_at` text,
	`deleted_reason` text,
	`claim_id` text NOT NULL,
	`entitlement_key` text NOT NULL,
	`period` text,
	`amount_fen` integer NOT NULL,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

CREATE UNIQUE INDEX `claim_entitlements_key` ON `claim_entitlements` (`entitlement_key`) WHERE "claim_entitlements"."deleted_at" IS NULL;
CREATE INDEX `claim_entitlements_claim` ON `claim_entitlements` (`claim_id`);
DROP INDEX `claims_entitlement`;
ALTER TABLE `claims` DROP COLUMN `entitlement_key`;