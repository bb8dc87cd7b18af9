//! Prints the schema and every statement as SQL for PostgreSQL: `bin/test-postgres` puts them on a real one.

use courant_store::migrate::{Dialect, MIGRATIONS, text};

fn main() {
    for migration in MIGRATIONS {
        println!("{}", text(migration, Dialect::Postgres));
    }
    for statement in courant_store::statements() {
        println!("PREPARE {} AS {};", statement.name, statement.for_postgres());
    }
}
