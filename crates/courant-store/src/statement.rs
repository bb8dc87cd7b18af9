//! Statements as values: SQL is written as constants and nowhere put together from strings.

/// One SQL statement with its name. Made only by [`statements!`](crate::statement::statements), from a literal.
#[derive(Debug)]
pub struct Statement {
    /// Name, for errors.
    pub name: &'static str,
    pub(crate) text: &'static str,
}

impl Statement {
    /// The text for SQLite: as written.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The text for PostgreSQL: `?1` becomes `$1`.
    pub fn for_postgres(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut in_text = false;
        for c in self.text.chars() {
            in_text ^= c == '\'';
            out.push(if c == '?' && !in_text { '$' } else { c });
        }
        out
    }
}

/// Declares statements and the list of them.
macro_rules! statements {
    ($($name:ident = $text:expr;)*) => {
        $(pub(crate) static $name: $crate::statement::Statement = $crate::statement::Statement { name: stringify!($name), text: $text };)*
        /// Statements of this module.
        pub static STATEMENTS: &[&$crate::statement::Statement] = &[$(&$name),*];
    };
}
pub(crate) use statements;
