mod programmes;
mod templates;
mod terms;

pub use programmes::{add, list, read, update};
pub use templates::{add_template, list_templates, read_template};

/// One to 32 capital letters, digits and hyphens.
fn code(text: &str) -> Result<String, &'static str> {
    let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
    if (1..=32).contains(&text.len()) && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("wrong_form")
    }
}
