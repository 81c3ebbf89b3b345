CREATE TABLE `change_shapes` (
	`id` text PRIMARY KEY NOT NULL,
	`tbl` text NOT NULL,
	`columns` text NOT NULL
) STRICT;

CREATE TRIGGER change_shapes_no_update BEFORE UPDATE ON change_shapes BEGIN SELECT RAISE(ABORT, 'change_shapes is append-only'); END;
CREATE TRIGGER change_shapes_no_delete BEFORE DELETE ON change_shapes BEGIN SELECT RAISE(ABORT, 'change_shapes is append-only'); END;
