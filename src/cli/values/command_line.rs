//! A command that is run without a shell: its words, with the quotes that shells have.

use super::ValueError;

/// A program and its arguments; at least one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine(pub Vec<String>);

/// Why a text is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandLineError {
    /// Nothing.
    #[error("it is empty; name a program and its arguments")]
    Empty,
    /// A quote that nothing closes.
    #[error("a {0} is not closed")]
    OpenQuote(char),
}

/// Splits at white space; `'…'` and `"…"` hold words together, `\` takes the next character as it is,
/// within double quotes only `"` and `\`. Nothing else that a shell does is done.
pub fn command_line(text: &str) -> Result<CommandLine, ValueError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some('"'), '\\') => {
                let escaped = letters.next_if(|next| matches!(next, '"' | '\\'));
                word.get_or_insert_default().push(escaped.unwrap_or('\\'));
            }
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, '\\') => word.get_or_insert_default().push(letters.next().unwrap_or('\\')),
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    if let Some(open) = quote {
        return Err(CommandLineError::OpenQuote(open).into());
    }
    words.extend(word);
    match words.first() {
        Some(program) if !program.is_empty() => Ok(CommandLine(words)),
        _ => Err(CommandLineError::Empty.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::command_line;

    #[test]
    fn words_are_split_as_a_shell_splits_them_and_nothing_else_is_done() {
        for (text, words) in [
            ("psql -tAc 'select count(*) from orders'", &["psql", "-tAc", "select count(*) from orders"][..]),
            (r#"echo "a \"b\" \c" d\ e"#, &["echo", r#"a "b" \c"#, "d e"]),
            ("echo $HOME; `id` > x", &["echo", "$HOME;", "`id`", ">", "x"]),
            ("  echo '' \"\"x ", &["echo", "", "x"]),
            ("sh -c 'echo 1 | cat'", &["sh", "-c", "echo 1 | cat"]),
        ] {
            assert_eq!(command_line(text).unwrap().0, words, "{text}");
        }
    }

    #[test]
    fn what_is_no_command_is_refused() {
        for text in ["", "  ", "''", "\"\" x"] {
            assert!(command_line(text).unwrap_err().to_string().contains("empty"), "{text}");
        }
        assert_eq!(command_line("echo 'a").unwrap_err().to_string(), "a ' is not closed");
    }
}
